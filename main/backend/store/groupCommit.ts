import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';
import { whenFree } from './whenFree.ts';

export type Transact = <T>(work: (trx: Transaction<Tables>) => Promise<T>) => Promise<T>;

/** Most writes that share one commit; a batch stays well below a frame of waiting. */
const MOST_IN_ONE = 64;

interface Waiting {
  /** Does the work; returns how to tell its caller once the outcome is on disk. */
  work(trx: Transaction<Tables>): Promise<() => void>;
  fail(cause: unknown): void;
}

/**
 * Lets writes that wait for the same disk share one commit. A commit costs one flush, whatever it holds, so 32
 * writers pay it once instead of 32 times. Each write has a savepoint of its own: one that fails takes nothing of
 * the others with it, and none is told that it is done before all of it is on disk.
 */
export function createGroupCommit(db: Kysely<Tables>): Transact {
  const waiting: Waiting[] = [];
  let running = false;

  const commitOnce = async (batch: readonly Waiting[]): Promise<void> => {
    let told: (() => void)[] = [];
    try {
      await whenFree(() =>
        db.transaction().execute(async (trx) => {
          told = [];
          for (const write of batch) {
            // One that is alone takes the whole transaction back when it fails.
            told.push(await (batch.length === 1 ? write.work(trx) : fenced(trx, write)));
          }
        }),
      );
    } catch (cause) {
      for (const write of batch) write.fail(cause);
      return;
    }
    for (const tell of told) tell();
  };

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) await commitOnce(waiting.splice(0, MOST_IN_ONE));
    running = false;
  };

  return <T>(work: (trx: Transaction<Tables>) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      waiting.push({
        async work(trx) {
          const value = await work(trx);
          return () => resolve(value);
        },
        fail: (cause) => reject(asError(cause)),
      });
      if (running) return;
      running = true;
      // A turn later, so that what arrives in the same moment shares the first commit already.
      queueMicrotask(() => void drain());
    });
}

/** One write among others: what it did is taken back when it fails, and nothing else. */
async function fenced(trx: Transaction<Tables>, write: Waiting): Promise<() => void> {
  await savepoint.execute(trx);
  try {
    const tell = await write.work(trx);
    await release.execute(trx);
    return tell;
  } catch (cause) {
    await rollback.execute(trx);
    await release.execute(trx);
    return () => write.fail(cause);
  }
}

const savepoint = sql`savepoint a_write`;
const rollback = sql`rollback to a_write`;
const release = sql`release a_write`;

const asError = (cause: unknown): Error =>
  cause instanceof Error ? cause : new Error('the write failed', { cause });
