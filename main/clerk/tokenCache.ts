/** A map bounded in entries and in bytes; what was not used for the longest time goes first. */
export interface BoundedCache<T> {
  get(key: string): T | undefined;
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

export function createBoundedCache<T>(bounds: CacheBounds): BoundedCache<T> {
  // A Map keeps the order of insertion; an entry that is used is put at its end again.
  const entries = new Map<string, { value: T; bytes: number }>();
  let total = 0;

  const remove = (key: string): void => {
    const entry = entries.get(key);
    if (entry === undefined) return;
    entries.delete(key);
    total -= entry.bytes;
  };

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, bytes) {
      remove(key);
      if (bytes > bounds.bytes || bounds.entries < 1) return;
      entries.set(key, { value, bytes });
      total += bytes;
      for (const oldest of entries.keys()) {
        if (entries.size <= bounds.entries && total <= bounds.bytes) break;
        remove(oldest);
      }
    },
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
