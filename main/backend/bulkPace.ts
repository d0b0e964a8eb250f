export interface BulkPace {
  /** Resolves when so many calls may be made. */
  take(calls: number): Promise<void>;
  /** Counts calls that somebody waits for and that are made at once. */
  note(calls: number): void;
}

/** A window of Clerk's published limits, in milliseconds. */
const WINDOW_MS = 10_000;

/**
 * Spaces out calls by the hundred so that they never take more than three quarters of what the instance allows in a
 * window: a quarter at once, half of the limit as time goes by. The rest is for everything else the key is used for.
 */
export function createBulkPace(
  callsPerWindow: number,
  now: () => number,
  sleep: (ms: number) => Promise<void>,
): BulkPace {
  const burst = callsPerWindow / 4;
  const perMs = callsPerWindow / 2 / WINDOW_MS;
  let left = burst;
  let atMs = now();

  const spend = (calls: number): void => {
    const time = now();
    left = Math.min(burst, left + Math.max(0, time - atMs) * perMs) - calls;
    atMs = time;
  };
  return {
    note: spend,
    take: async (calls) => {
      spend(calls);
      if (left < 0) await sleep(-left / perMs);
    },
  };
}
