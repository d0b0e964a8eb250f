import type { Page } from '../clerk/port.ts';

/** The last row read of a list that is paged by counting, oldest first. */
export interface Anchor {
  readonly id: string;
  readonly createdAtMs: number;
  /** Rows up to and including it, when it was read. */
  readonly end: number;
}

type RowKey = Pick<Anchor, 'id' | 'createdAtMs'>;

interface Listing<T> {
  readonly list: (query: { limit: number; offset: number }) => Promise<Page<T>>;
  readonly keyOf: (row: T) => RowKey;
}

/** Rows that are read once more, so that as many deletions between two pages cost no further call. */
const OVERLAP = 10;

/** The Backend API's own limit. */
const MOST = 500;

/**
 * The rows behind an anchor; `last` is null at the end of the list. Counting alone would skip as many rows as were
 * deleted before the place meanwhile. So each page begins a little before its place and is held against the anchor:
 * where the list has moved up, an earlier page is asked for until nothing can lie between. `limit` is 1 to 500.
 */
export async function pageAfter<T>(
  { list, keyOf }: Listing<T>,
  limit: number,
  after: Anchor | null,
): Promise<{ readonly rows: readonly T[]; readonly last: Anchor | null; readonly total: number }> {
  const size = Math.min(MOST, after === null ? limit : limit + OVERLAP);
  let offset = after === null ? 0 : Math.max(0, after.end - OVERLAP);
  let back = size;
  let found = after === null;
  for (;;) {
    const { data, total } = await list({ limit: size, offset });
    const keys = data.map(keyOf);
    if (!found && after !== null && !reachesBack(keys, offset, after)) {
      offset = Math.max(0, offset - back);
      back *= 2;
      continue;
    }
    found = true;
    const from = after === null ? 0 : firstBehind(keys, after);
    const rows = data.slice(from, from + limit);
    const end = offset + from + rows.length;
    const key = keys[from + rows.length - 1];
    const isEnd = data.length === 0 || offset + data.length >= total;
    if (rows.length > 0 && key !== undefined) {
      const more = from + rows.length < data.length || !isEnd;
      return { rows, last: more ? { ...key, end } : null, total };
    }
    if (isEnd) return { rows: [], last: null, total };
    // Every row here was read before: the list moved down, or the step back was a wide one.
    offset += data.length;
  }
}

/** Whether nothing unread can stand before this page. */
const reachesBack = (keys: readonly RowKey[], offset: number, after: Anchor): boolean =>
  offset === 0 ||
  keys.some(({ id }) => id === after.id) ||
  (keys[0] !== undefined && keys[0].createdAtMs < after.createdAtMs);

/** Behind the anchor; where it was deleted itself, from those of its moment on: one may come twice, none is missed. */
function firstBehind(keys: readonly RowKey[], after: Anchor): number {
  const at = keys.findIndex(({ id }) => id === after.id);
  if (at >= 0) return at + 1;
  const next = keys.findIndex(({ createdAtMs }) => createdAtMs >= after.createdAtMs);
  return next < 0 ? keys.length : next;
}
