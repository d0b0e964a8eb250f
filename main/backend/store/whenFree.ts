import { setTimeout as sleep } from 'node:timers/promises';

const SQLITE_BUSY = 5;
const PATIENCE_MS = 5_000;

/** Whether SQLite refused because another connection has the file. */
export const isBusy = (cause: unknown): boolean =>
  cause instanceof Error &&
  'errcode' in cause &&
  typeof cause.errcode === 'number' &&
  (cause.errcode & 0xff) === SQLITE_BUSY;

/**
 * Runs a transaction once the file is free. SQLite's own wait would hold up the whole process, and with it the very
 * transaction that it waits for when that is one of ours. What is refused as busy has changed nothing.
 */
export async function whenFree<T>(work: () => T | Promise<T>): Promise<T> {
  const endMs = performance.now() + PATIENCE_MS;
  for (let wait = 1; ; wait = Math.min(wait * 2, 50)) {
    try {
      return await work();
    } catch (cause) {
      if (!isBusy(cause) || performance.now() > endMs) throw cause;
      await sleep(wait * (0.5 + Math.random()));
    }
  }
}
