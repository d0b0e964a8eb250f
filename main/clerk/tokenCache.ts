/** A map bounded in entries and in bytes; what was not used for the longest time goes first. */
export interface BoundedCache<T> {
  get(key: string): T | undefined;
  /** Without counting as a use. */
  has(key: string): boolean;
  set(key: string, value: T, bytes: number): void;
  delete(key: string): void;
  clear(): void;
  readonly size: number;
  readonly bytes: number;
}

export interface CacheBounds {
  readonly entries: number;
  readonly bytes: number;
}

/** What makes a value worthless before its room is needed. */
export interface Expiry<T> {
  readonly isOver: (value: T, nowMs: number) => boolean;
  readonly now: () => number;
}

/** Shortest time between two looks for what is over. Session tokens live for a minute. */
const SWEEP_MS = 30_000;

export function createBoundedCache<T>(bounds: CacheBounds, expiry?: Expiry<T>): BoundedCache<T> {
  // A Map keeps the order of insertion; an entry that is used is put at its end again. Not at each use, which would
  // cost more than finding it: only once an eighth of the map has come in behind it.
  const entries = new Map<string, { readonly value: T; readonly bytes: number; placed: number }>();
  let inserted = 0;
  let total = 0;
  let sweptAtMs = Number.NEGATIVE_INFINITY;

  const remove = (key: string): void => {
    const entry = entries.get(key);
    if (entry === undefined) return;
    entries.delete(key);
    total -= entry.bytes;
  };

  const sweep = ({ isOver, now }: Expiry<T>): void => {
    const nowMs = now();
    // A clock set back must not put the next look off for long.
    if (nowMs >= sweptAtMs && nowMs - sweptAtMs < SWEEP_MS) return;
    sweptAtMs = nowMs;
    for (const [key, { value }] of entries) if (isOver(value, nowMs)) remove(key);
  };

  /** Some more than has to go: finding the oldest in a map that much was taken out of means passing over the gaps. */
  const makeRoom = (): void => {
    if (entries.size <= bounds.entries && total <= bounds.bytes) return;
    const most = bounds.entries - Math.floor(bounds.entries / 16);
    const mostBytes = bounds.bytes - Math.floor(bounds.bytes / 16);
    for (const oldest of entries.keys()) {
      if (entries.size <= most && total <= mostBytes) break;
      remove(oldest);
    }
  };

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if ((inserted - entry.placed) * 8 > entries.size) {
        entry.placed = inserted;
        entries.delete(key);
        entries.set(key, entry);
      }
      return entry.value;
    },
    set(key, value, bytes) {
      remove(key);
      if (expiry !== undefined) sweep(expiry);
      if (bytes > bounds.bytes || bounds.entries < 1) return;
      inserted += 1;
      entries.set(key, { value, bytes, placed: inserted });
      total += bytes;
      makeRoom();
    },
    has: (key) => entries.has(key),
    delete: remove,
    clear() {
      entries.clear();
      total = 0;
    },
    get size() {
      return entries.size;
    },
    get bytes() {
      return total;
    },
  };
}
