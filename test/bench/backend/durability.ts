/**
 * What durability costs: one durable upsert (the document, its history and its audit row, in one commit) against one
 * plain page on the same disk. The two take turns, a few at a time, and medians are compared, so that other work on
 * the disk meets both alike.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../main/backend/store/openSqlite.ts';
import type { Store } from '../../../main/backend/store/store.ts';
import { OrgSettings } from '../../../shared/contract/http.ts';
import { median, type Goals } from './goals.ts';

const ROUNDS = 120;
/** So many of each before the other has its turn. */
const AT_ONCE = 10;
const WRITERS = 32;
/** A service has more than one organization. */
const TENANTS = 100;
const page = Buffer.alloc(4_096, 1);
const writer = { userId: 'u', sessionId: 's', impersonatorId: null, requestId: 'r' };
const settings = OrgSettings.parse({ displayName: 'Bench' });

export async function durability(goals: Goals): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'claimdeck-bench-'));
  try {
    const file = join(folder, 'store.sqlite');
    goals.hold('10 ms / time to open', 10 / (await timeToOpen(file)), 1);
    const store = await openSqliteStore({ file });
    await compare(store, join(folder, 'plain'), goals);
    await store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Median of a few: made once, opened again and again. */
async function timeToOpen(file: string): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < 6; at += 1) {
    const startedMs = performance.now();
    const store = await openSqliteStore({ file });
    if (at > 0) times.push(performance.now() - startedMs);
    await store.close();
  }
  return median(times);
}

async function compare(store: Store, plainFile: string, goals: Goals): Promise<void> {
  const upsert = createUpsert(store);
  const plain = openSync(plainFile, 'w');
  /** Writes until each of `writers` has written `each`; time per write in ms. */
  const write = async (writers: number, each: number): Promise<number> => {
    const startedMs = performance.now();
    await Promise.all(
      Array.from({ length: writers }, async () => {
        for (let at = 0; at < each; at += 1) await upsert();
      }),
    );
    return (performance.now() - startedMs) / (writers * each);
  };
  /** Appends of one page, each on disk before the next begins; time per page in ms. */
  const sync = (): number => {
    const startedMs = performance.now();
    for (let at = 0; at < AT_ONCE; at += 1) {
      writeSync(plain, page);
      fdatasyncSync(plain);
    }
    return (performance.now() - startedMs) / AT_ONCE;
  };

  await write(1, 3 * TENANTS);
  await write(WRITERS, 10);
  const times: { readonly sync: number; readonly one: number; readonly many: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = sync();
    const one = await write(1, AT_ONCE);
    const many = await write(WRITERS, 2);
    times.push({ sync: (before + sync()) / 2, one, many });
  }
  closeSync(plain);

  goals.show('fdatasync of one page', 1_000 / median(times.map((time) => time.sync)), 'per second');
  goals.show(
    'durable upserts, one writer',
    1_000 / median(times.map(({ one }) => one)),
    'per second',
  );
  goals.show(
    `durable upserts, ${WRITERS} writers`,
    1_000 / median(times.map(({ many }) => many)),
    'per second',
  );
  goals.hold('one writer / fdatasync', median(times.map((time) => time.sync / time.one)), 0.75);
  goals.hold(
    `${WRITERS} writers / one writer`,
    median(times.map(({ one, many }) => one / many)),
    3,
  );
}

/** One durable upsert after the other, of one tenant after the other: a writer at a time owns a tenant. */
function createUpsert(store: Store): () => Promise<void> {
  const versions = new Map<string, number>();
  let next = 0;
  return async () => {
    const tenant = `org:tenant_${next++ % TENANTS}` as const;
    const version = versions.get(tenant) ?? 0;
    const condition = version === 0 ? 'absent' : [version];
    const { outcome } = await store.saveSettings(tenant, settings, condition, writer);
    if (outcome !== 'saved') throw new Error('an upsert was lost');
    versions.set(tenant, version + 1);
  };
}
