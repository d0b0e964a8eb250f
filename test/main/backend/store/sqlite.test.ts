import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations, type Migration } from '../../../../main/backend/store/migrations.ts';
import { openSqliteStore } from '../../../../main/backend/store/openSqlite.ts';
import type { Writer } from '../../../../main/backend/store/store.ts';
import { OrgSettings } from '../../../../shared/contract/http.ts';
import { AppException, type AppError } from '../../../../shared/errors/appError.ts';
import { makeFolder } from '../support/backend.ts';
import { storeSuite } from './suite.ts';

const writer: Writer = {
  userId: 'user_1',
  sessionId: 'sess_1',
  impersonatorId: null,
  requestId: 'request-1',
};
const settings = OrgSettings.parse({ displayName: 'Kept' });

/** A step after the product's own, as a later version would bring. */
const later: Migration = {
  version: 4,
  name: 'a later step',
  async up(db) {
    await db.schema.alterTable('items').addColumn('note', 'text').execute();
  },
};

const errorOf = async (work: Promise<unknown>): Promise<AppError> => {
  try {
    await work;
  } catch (cause) {
    if (cause instanceof AppException) return cause.error;
    throw cause;
  }
  throw new Error('it did not fail');
};

describe('the SQLite store', () => {
  const shared = makeFolder();
  afterAll(() => shared.remove());
  storeSuite(() => openSqliteStore({ file: join(shared.path, 'shared.sqlite') }));

  let folder: ReturnType<typeof makeFolder>;
  let file: string;
  beforeEach(() => {
    folder = makeFolder();
    file = join(folder.path, 'deep', 'backend.sqlite');
  });
  afterEach(() => folder.remove());

  const fill = async (): Promise<void> => {
    const store = await openSqliteStore({ file });
    await store.saveSettings('org:a', settings, 'absent', writer);
    await store.createItem('org:a', 'An item', writer);
    await store.close();
  };

  it('keeps what was written across a restart, on a durable journal', async () => {
    await fill();
    const store = await openSqliteStore({ file });
    expect(await store.readSettings('org:a')).toMatchObject({ version: 1, settings });
    expect((await store.listItems('org:a', 10, null)).data).toHaveLength(1);
    expect(await store.readSettings('org:b')).toBeNull();
    await store.close();
    const raw = new DatabaseSync(file);
    expect(raw.prepare('pragma journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    raw.close();
  });

  it('writes nothing at all when a part of a write fails', async () => {
    const store = await openSqliteStore({ file });
    const raw = new DatabaseSync(file);
    raw.exec(
      "create trigger no_audit before insert on audit_log begin select raise(abort, 'no'); end",
    );
    raw.close();
    const error = await errorOf(store.saveSettings('org:a', settings, 'absent', writer));
    expect(error.code).toBe('store.unavailable');
    expect(await store.readSettings('org:a')).toBeNull();
    expect(await store.settingsHistory('org:a', 10)).toEqual([]);
    await store.close();
  });

  it('copies an older database before it migrates it', async () => {
    await fill();
    const store = await openSqliteStore({ file, migrations: [...migrations, later] });
    expect((await store.listItems('org:a', 10, null)).data).toHaveLength(1);
    await store.close();
    const copies = readdirSync(join(folder.path, 'deep')).filter((name) => name.endsWith('.bak'));
    expect(copies).toHaveLength(1);
    const copy = await openSqliteStore({ file: join(folder.path, 'deep', copies[0] ?? '') });
    expect(await copy.readSettings('org:a')).toMatchObject({ version: 1 });
    await copy.close();
  });

  it('goes back to where it was when a step fails', async () => {
    await fill();
    const broken: Migration = {
      version: 5,
      name: 'broken',
      up: () => Promise.reject(new Error('no')),
    };
    await errorOf(openSqliteStore({ file, migrations: [...migrations, later, broken] }));
    const store = await openSqliteStore({ file });
    expect(await store.readSettings('org:a')).toMatchObject({ version: 1 });
    await store.close();
  });

  it('refuses what a newer version wrote, and leaves it as it is', async () => {
    const store = await openSqliteStore({ file, migrations: [...migrations, later] });
    await store.close();
    const before = readFileSync(file);
    const error = await errorOf(openSqliteStore({ file }));
    expect(error).toMatchObject({
      code: 'store.newer_schema',
      details: { found: 4, known: 3 },
    });
    expect(error.remedy).toContain('newer');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it.each([
    [
      'no database at all',
      Buffer.from('this is not a database, but long enough to be read as one'),
    ],
    ['a database cut off', null],
  ])('refuses %s with a remedy, and leaves it as it is', async (_name, content) => {
    await fill();
    const damaged = content ?? scramble(readFileSync(file));
    writeFileSync(file, damaged);
    const error = await errorOf(openSqliteStore({ file }));
    expect(error.code).toBe('store.corrupt');
    expect(error.remedy).toContain('backend.sqlite');
    expect(readFileSync(file).equals(damaged)).toBe(true);
  });

  it('says so when the folder cannot be used', async () => {
    const inFile = join(folder.path, 'a-file');
    writeFileSync(inFile, '');
    const error = await errorOf(openSqliteStore({ file: join(inFile, 'backend.sqlite') }));
    expect(error.code).toBe('store.unavailable');
    expect(error.remedy).toContain('data folder');
  });

  it('reads documents of an earlier or later schema', async () => {
    await fill();
    const raw = new DatabaseSync(file);
    raw.exec(
      `update org_settings set document = '{"displayName":"Old","gone":true,"branding":{"theme":"dark","gone":1}}'`,
    );
    raw.close();
    const store = await openSqliteStore({ file });
    const read = await store.readSettings('org:a');
    expect(read?.settings).toEqual(
      OrgSettings.parse({ displayName: 'Old', branding: { theme: 'dark' } }),
    );
    await store.close();
  });

  it('shares its file with another connection', async () => {
    const one = await openSqliteStore({ file });
    const two = await openSqliteStore({ file });
    await one.createItem('org:a', 'From one', writer);
    await two.createItem('org:a', 'From two', writer);
    expect((await one.listItems('org:a', 10, null)).data).toHaveLength(2);
    await one.close();
    await two.close();
  });
});

/** Overwrites the middle of every page but the first. */
function scramble(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 4_096; at < copy.length; at += 4_096) copy.fill(0xa5, at, at + 200);
  return copy;
}
