import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBulkPace } from '../../../main/backend/bulkPace.ts';
import { pageAfter, type Anchor } from '../../../main/backend/pageAfter.ts';

interface Row {
  readonly id: string;
  readonly createdAtMs: number;
}

/** What happens to a list between two of its pages. */
interface Change {
  /** Rows that go, each as a share of the list's length. */
  readonly gone: readonly number[];
  readonly arrived: number;
}

const changes = fc.array(
  fc.record({
    gone: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 60 }),
    arrived: fc.nat({ max: 15 }),
  }),
  { maxLength: 40 },
);

/** Reads a list to its end while it changes. */
async function readAll(
  start: readonly Row[],
  limit: number,
  between: readonly Change[],
): Promise<{ read: Row[]; stayed: Row[]; calls: number }> {
  let rows = [...start];
  let made = start.length;
  let calls = 0;
  const read: Row[] = [];
  const left = [...between];
  const listing = {
    list: ({ limit: size, offset }: { limit: number; offset: number }) => {
      calls += 1;
      return Promise.resolve({ data: rows.slice(offset, offset + size), total: rows.length });
    },
    keyOf: (row: Row) => row,
  };
  let after: Anchor | null = null;
  do {
    const page: Awaited<ReturnType<typeof pageAfter<Row>>> = await pageAfter(listing, limit, after);
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    read.push(...page.rows);
    after = page.last;
    const change = left.shift();
    if (change === undefined || after === null) continue;
    for (const share of change.gone) rows.splice(Math.floor(share * rows.length), 1);
    const arrived = Array.from({ length: change.arrived }, (_, at) => ({
      id: `row_${made + at}`,
      createdAtMs: 1_000_000 + made + at,
    }));
    made += change.arrived;
    rows = [...rows, ...arrived];
  } while (after !== null);
  return { read, stayed: rows, calls };
}

const listOf = (length: number, sameMoment: number): Row[] =>
  Array.from({ length }, (_, at) => ({
    id: `row_${at}`,
    createdAtMs: Math.floor(at / sameMoment),
  }));

describe('a list that changes while it is paged', () => {
  it('shows each row that stays exactly once, and whoever came meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 600 }),
        fc.integer({ min: 1, max: 120 }),
        changes,
        async (length, limit, between) => {
          const { read, stayed } = await readAll(listOf(length, 1), limit, between);
          const seen = new Set(read.map(({ id }) => id));
          expect(seen.size).toBe(read.length);
          expect(stayed.filter(({ id }) => !seen.has(id))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('misses nobody of many who came in the same moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), changes, async (together, between) => {
        const { read, stayed } = await readAll(listOf(400, together), 50, between);
        const seen = new Set(read.map(({ id }) => id));
        expect(stayed.filter(({ id }) => !seen.has(id))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('takes one call per page where nothing or little changes', async () => {
    const quiet = await readAll(listOf(10_000, 1), 490, []);
    expect([quiet.read.length, quiet.calls]).toEqual([10_000, 21]);
    const few = { gone: [0.1, 0.1, 0.1], arrived: 2 };
    const busy = await readAll(
      listOf(10_000, 1),
      490,
      Array.from({ length: 21 }, () => few),
    );
    expect(busy.calls).toBe(21);
  });

  it('finds its place again after thousands are gone at once', async () => {
    const half = Array.from({ length: 5_000 }, () => 0);
    const { read, stayed } = await readAll(listOf(10_000, 1), 490, [
      { gone: [], arrived: 0 },
      { gone: half, arrived: 3 },
    ]);
    const seen = new Set(read.map(({ id }) => id));
    expect(seen.size).toBe(read.length);
    expect(stayed.every(({ id }) => seen.has(id))).toBe(true);
  });
});

describe('the pace of many calls', () => {
  it.each([100, 1_000])('stays under three quarters of %i in any ten seconds', async (limit) => {
    let nowMs = 0;
    const pace = createBulkPace(
      limit,
      () => nowMs,
      (ms) => {
        nowMs += ms;
        return Promise.resolve();
      },
    );
    const made: number[] = [];
    for (let call = 0; call < 1_500; call += 1) {
      await pace.take(2);
      made.push(nowMs, nowMs);
    }
    const most = made.reduce((worst, from, at) => {
      let end = at;
      while (end < made.length && (made[end] ?? 0) < from + 10_000) end += 1;
      return Math.max(worst, end - at);
    }, 0);
    expect(most).toBeLessThanOrEqual(limit * 0.75 + 2);
    // As fast as that: half of the limit, time after time.
    expect(made.length / (nowMs / 10_000)).toBeGreaterThan(limit * 0.49);
  });
});
