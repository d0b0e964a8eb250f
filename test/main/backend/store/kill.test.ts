import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgresStore } from '../../../../main/backend/store/openPostgres.ts';
import { openSqliteStore } from '../../../../main/backend/store/openSqlite.ts';
import type { Store } from '../../../../main/backend/store/store.ts';
import { makeFolder } from '../support/backend.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import type { Acknowledged } from './writer.ts';

/** A few in the suite; `npm run bench -- faults` does it 20 times during 1,000 writes. */
const KILLS = Number(process.env['CLAIMDECK_KILLS'] ?? 4);
const WRITES = KILLS * 50;
const WRITERS = 8;

/** Kills the writing process with SIGKILL, again and again, and keeps what it acknowledged before. */
async function killAgainAndAgain(database: string): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  const perLife = WRITES / KILLS;
  for (let life = 0; life < KILLS; life += 1) {
    const child: ChildProcess = fork(join(import.meta.dirname, 'writer.ts'), [
      database,
      String(life),
      String(WRITERS),
    ]);
    // Not at a round number: somewhere within a commit, a group of them, or between.
    const last = perLife + Math.floor(Math.random() * 7);
    let seen = 0;
    child.on('message', (message: Acknowledged) => {
      acknowledged.push(message);
      seen += 1;
      if (seen === last) child.kill('SIGKILL');
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect([code, signal]).toEqual([null, 'SIGKILL']);
  }
  return acknowledged;
}

/** Everything that was acknowledged is there, whole: with its history and its audit row. */
async function expectNothingLost(store: Store, acknowledged: readonly Acknowledged[]) {
  expect(acknowledged.length).toBeGreaterThanOrEqual(WRITES);
  const newest = new Map<`org:${string}`, number>();
  const items = new Set<string>();
  for (const write of acknowledged) {
    if ('item' in write) items.add(write.item);
    else newest.set(write.tenant, Math.max(newest.get(write.tenant) ?? 0, write.version));
  }
  expect(newest.size).toBeGreaterThan(KILLS);
  for (const [tenant, version] of newest) {
    const record = await store.readSettings(tenant);
    expect(record?.version ?? 0, tenant).toBeGreaterThanOrEqual(version);
    const history = await store.settingsHistory(tenant, 10_000);
    expect(history.map((row) => row.version)).toEqual(
      Array.from({ length: record?.version ?? 0 }, (_, at) => (record?.version ?? 0) - at),
    );
    const audit = await store.listAudit(tenant, 10_000);
    expect(audit.data).toHaveLength(history.length);
  }
  const found = new Set<string>();
  let after: Awaited<ReturnType<Store['listItems']>>['next'] = null;
  do {
    const page = await store.listItems('org:items', 500, after);
    for (const { id } of page.data) found.add(id);
    after = page.next;
  } while (after !== null);
  expect([...items].filter((id) => !found.has(id))).toEqual([]);
  const audited = await store.listAudit('org:items', 100_000);
  expect(audited.data).toHaveLength(found.size);
}

describe(`a backend killed ${KILLS} times during ${WRITES} writes`, () => {
  const folder = makeFolder();
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres(true);
  });
  afterAll(async () => {
    await server.end();
    folder.remove();
  });

  it('loses no acknowledged write in SQLite', { timeout: 240_000 }, async () => {
    const file = join(folder.path, 'killed.sqlite');
    const acknowledged = await killAgainAndAgain(file);
    const raw = new DatabaseSync(file);
    expect(raw.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    raw.close();
    const store = await openSqliteStore({ file });
    await expectNothingLost(store, acknowledged);
    await store.close();
  });

  it('loses no acknowledged write in PostgreSQL with fsync on', { timeout: 240_000 }, async () => {
    const url = await server.create();
    const acknowledged = await killAgainAndAgain(url);
    const store = await openPostgresStore({ url });
    await expectNothingLost(store, acknowledged);
    await store.close();
  });
});
