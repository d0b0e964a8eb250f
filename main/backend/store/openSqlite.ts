import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import { assertKnown, isOlder, migrate, migrations, type Migration } from './migrations.ts';
import { createGroupCommit } from './groupCommit.ts';
import { createKyselyStore } from './kyselyStore.ts';
import { sqliteDialect } from './sqliteDialect.ts';
import { storeFailure } from './failure.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';
import { whenFree } from './whenFree.ts';

export interface SqliteOptions {
  /** Path of the database file; created when missing, its folder too. */
  readonly file: string;
  readonly now?: () => number;
  readonly migrations?: readonly Migration[];
}

/** A whole check of a file this small takes a few milliseconds; a larger one is checked as it is read. */
const CHECKED_PAGES = 2_000;

/**
 * Opens the embedded store. An older file is copied beside itself, then migrated; a newer or damaged one is
 * refused and left as it is. Throws `AppException` with `store.newer_schema`, `store.corrupt` or
 * `store.unavailable`.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const { file } = options;
  const now = options.now ?? Date.now;
  const steps = options.migrations ?? migrations;
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const existed = existsSync(file);
    database = new DatabaseSync(file);
    database.exec('pragma busy_timeout = 5000');
    if (existed) inspect(database, file, steps, now());
    // Full: an acknowledged write is on disk even when the machine loses power.
    database.exec('pragma journal_mode = wal');
    database.exec('pragma synchronous = full');
    database.exec('pragma foreign_keys = on');
    // From here on a transaction waits for another process without holding up this one: whenFree.
    database.exec('pragma busy_timeout = 5');
    const db = new Kysely<Tables>({ dialect: sqliteDialect(database) });
    await whenFree(() => migrate(db, now(), steps));
    return createKyselyStore(db, now, {
      failure: storeFailure,
      ...createGroupCommit(database),
    });
  } catch (cause) {
    database?.close();
    throw toOpenFailure(cause, file);
  }
}

function inspect(
  database: DatabaseSync,
  file: string,
  steps: readonly Migration[],
  nowMs: number,
): void {
  const pages = Number(database.prepare('pragma page_count').get()?.['page_count'] ?? 0);
  if (pages > 0 && pages <= CHECKED_PAGES) {
    const verdict = database.prepare('pragma quick_check(1)').get()?.['quick_check'];
    if (verdict !== 'ok') throw corrupt(file);
  }
  const known = database
    .prepare("select 1 from sqlite_master where type = 'table' and name = 'schema_versions'")
    .get();
  if (known === undefined) return;
  const row = database.prepare('select max(version) as version from schema_versions').get();
  const found = Number(row?.['version'] ?? 0);
  assertKnown(found, steps);
  if (found > 0 && isOlder(found, steps)) {
    // VACUUM INTO writes one consistent file, the write-ahead log included.
    database.prepare('vacuum into ?').run(`${file}.schema-${found}.${nowMs}.bak`);
  }
}

const corrupt = (file: string, cause?: unknown): AppException =>
  new AppException(
    appError('store.corrupt', 'The settings database is damaged and was left as it is.', {
      remedy: `Move ${basename(file)} out of the data folder and start again with an empty one, or put a copy back in its place.`,
      details: { file },
    }),
    { cause },
  );

function toOpenFailure(cause: unknown, file: string): AppException {
  const failure = storeFailure(cause);
  return failure.error.code === 'store.corrupt' && failure !== cause
    ? corrupt(file, cause)
    : failure;
}
