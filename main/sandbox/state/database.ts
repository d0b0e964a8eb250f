import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import { migrate, schemaVersion } from './migrations.ts';
import type { Change } from './table.ts';

const fileName = 'state.sqlite';

interface StoredRow {
  readonly kind: string;
  readonly body: string;
}

/** The file that outlives the process: one row per record, written before a request is answered. */
export interface Database {
  read(): StoredRow[];
  /** All changes or none; returns when they are on the disk. Throws as `openDatabase` does. */
  write(changes: Iterable<Change>): void;
  close(): void;
}

/**
 * Opens the state file of a folder, creating both when missing.
 * @throws AppException `store.newer_schema`, `store.corrupt` or `store.unavailable`; the file is left as it is.
 */
export function openDatabase(dataDir: string): Database {
  const file = join(dataDir, fileName);
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    db = new DatabaseSync(file);
    db.exec('PRAGMA busy_timeout = 2000');
    // One process alone: a second one with its own copy in memory would overwrite what this one wrote.
    db.exec('PRAGMA locking_mode = EXCLUSIVE');
    // WAL with FULL: a commit is on the disk before it is acknowledged, and a kill leaves a whole file.
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = FULL');
    const found = checkVersion(db, file);
    checkWhole(db, file);
    bringUpToDate(db, file, found);
    return wrap(db, file);
  } catch (cause) {
    db?.close();
    throw explain(cause, file);
  }
}

/** @returns the version that was found */
function checkVersion(db: DatabaseSync, file: string): number {
  const found = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (found > schemaVersion) {
    throw new AppException(
      appError(
        'store.newer_schema',
        `The sandbox state was written by a newer Claimdeck (layout ${found}, this one knows ${schemaVersion}).`,
        {
          remedy:
            'Start the newer Claimdeck, or start with --reset: the old state is kept beside the new one.',
          details: { file },
        },
      ),
    );
  }
  if (found === 0) {
    db.exec(
      `CREATE TABLE IF NOT EXISTS record (
         kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)
       ) STRICT;
       PRAGMA user_version = ${schemaVersion};`,
    );
  }
  return found === 0 ? schemaVersion : found;
}

/**
 * Migrates a state of an older version, after a copy of it was put beside: the way back for whoever needs it.
 * Nothing is changed when the copy cannot be written.
 */
function bringUpToDate(db: DatabaseSync, file: string, found: number): void {
  if (found === schemaVersion) return;
  const copy = freeName(file.replace(/\.sqlite$/, ''), `layout-${found}`);
  db.prepare('VACUUM INTO ?').run(copy);
  migrate(db, found);
}

function checkWhole(db: DatabaseSync, file: string): void {
  const verdict = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (verdict !== 'ok') throw corrupt(file);
}

function wrap(db: DatabaseSync, file: string): Database {
  const put = db.prepare(
    'INSERT INTO record (kind, id, body) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body',
  );
  const remove = db.prepare('DELETE FROM record WHERE kind = ? AND id = ?');
  return {
    read: () =>
      db
        .prepare('SELECT kind, body FROM record ORDER BY rowid')
        .all()
        .map((row) => ({ kind: String(row['kind']), body: String(row['body']) })),
    write: (changes) => {
      db.exec('BEGIN IMMEDIATE');
      try {
        for (const { kind, id, record } of changes) {
          if (record === null) remove.run(kind, id);
          else put.run(kind, id, JSON.stringify(record));
        }
        db.exec('COMMIT');
      } catch (cause) {
        if (db.isTransaction) db.exec('ROLLBACK');
        throw explain(cause, file);
      }
    },
    close: () => db.close(),
  };
}

const corrupt = (file: string, cause?: unknown): AppException =>
  new AppException(
    appError('store.corrupt', 'The sandbox state file is damaged and cannot be read.', {
      remedy:
        'Start with --reset to begin with a fresh sandbox; the damaged file is kept beside it.',
      details: { file },
    }),
    { cause },
  );

/** A row that is no valid record: the file is readable for SQLite and still not ours. */
export const corruptState = (dataDir: string, cause?: unknown): AppException =>
  corrupt(join(dataDir, fileName), cause);

function explain(cause: unknown, file: string): AppException {
  if (cause instanceof AppException) return cause;
  const text = cause instanceof Error ? cause.message : '';
  // A record that is no JSON was met by a migration.
  if (cause instanceof SyntaxError || /malformed|not a database|corrupt/i.test(text)) {
    return corrupt(file, cause);
  }
  if (isFull(cause)) {
    return new AppException(
      appError('store.unavailable', 'The sandbox cannot write its state: the disk is full.', {
        remedy: 'Free some space, then try again.',
        details: { file },
      }),
      { cause },
    );
  }
  return new AppException(
    appError('store.unavailable', 'The sandbox state file cannot be used.', {
      remedy: 'Check that the folder is writable and that no other Claimdeck uses it.',
      details: { file, reason: text.slice(0, 200) },
    }),
    { cause },
  );
}

/** SQLite's own word for it, and the system's. */
const isFull = (cause: unknown): boolean =>
  cause instanceof Error &&
  (('errcode' in cause && cause.errcode === 13) ||
    ('code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT')));

/** A name beside the state that nothing has yet: no copy overwrites another. */
function freeName(base: string, word: string): string {
  let name = `${base}-${word}.sqlite`;
  for (let n = 2; existsSync(name); n += 1) name = `${base}-${word}-${n}.sqlite`;
  return name;
}

/**
 * Sets the present state aside, so that the next open starts afresh. Nothing is deleted.
 * @returns the path of the kept copy, or null when there was no state
 */
export function setStateAside(dataDir: string, nowMs: number): string | null {
  const file = join(dataDir, fileName);
  if (!existsSync(file)) return null;
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  const kept = freeName(file.replace(/\.sqlite$/, ''), stamp);
  // The log may hold the last commits: it moves along, and first, so that a crash in between loses nothing.
  for (const tail of ['-wal', '-shm']) {
    if (existsSync(file + tail)) copyFileSync(file + tail, kept + tail);
  }
  renameSync(file, kept);
  for (const tail of ['-wal', '-shm']) {
    if (existsSync(file + tail)) renameSync(file + tail, kept + tail);
  }
  return kept;
}
