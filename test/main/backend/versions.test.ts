import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AuditCursor, AuditRecord, Store } from '../../../main/backend/store/store.ts';
import { listVersions, type VersionPage, type VersionsOf } from '../../../main/backend/versions.ts';

/**
 * What happens to one of three things: a write through the backend, one whose answer was lost, or a change that
 * the backend does not see.
 */
interface Step {
  readonly target: string;
  readonly value: number | null;
  readonly how: 'here' | 'lost' | 'elsewhere';
}

type Log = Pick<Store, 'listAudit'>;

/** The log in memory, as the store pages through it. */
const logOf = (rows: readonly AuditRecord[]): Log => ({
  listAudit: async (_tenant, limit, after = null, action = [], target) => {
    const place = after === null ? Number.POSITIVE_INFINITY : after.createdAtMs;
    const found = rows
      .filter((row) => row.atMs < place)
      .filter((row) => action.includes(row.action))
      .filter((row) => target === undefined || row.target === target)
      .toReversed();
    const last = found.length > limit ? found[limit - 1] : undefined;
    const next = last === undefined ? null : { createdAtMs: last.atMs, id: last.id };
    return Promise.resolve({ data: found.slice(0, limit), next });
  },
});

const writer = { actorId: 'user_1', impersonatorId: null, sessionId: 'sess_1', requestId: 'r' };
const kind: VersionsOf<{ readonly n: number }, 'create' | 'update' | 'delete'> = {
  actions: {
    'template.create': 'create',
    'template.change': 'update',
    'template.delete': 'delete',
  },
  read: (value) =>
    typeof value === 'object' && value !== null && 'n' in value && typeof value.n === 'number'
      ? { n: value.n }
      : null,
};

const step = fc.record<Step>({
  target: fc.constantFrom('a', 'b', 'c'),
  value: fc.option(fc.integer({ min: 0, max: 3 })),
  how: fc.constantFrom('here', 'here', 'lost', 'elsewhere'),
});

interface Expected {
  readonly target: string;
  readonly action: string;
  readonly n: number;
  /** What its write found and left. */
  readonly row: readonly (number | null)[];
}

/** Does the steps, and tells which versions there have to be, newest first. */
function act(steps: readonly Step[]): { log: Log; expected: Expected[] } {
  const rows: AuditRecord[] = [];
  const real = new Map<string, number>([['a', 0]]);
  const left = new Map<string, number | null>();
  const expected: Expected[] = [];
  for (const { target, value, how } of steps) {
    const before = real.get(target) ?? null;
    if (before === null && value === null) continue;
    if (value === null) real.delete(target);
    else real.set(target, value);
    if (how === 'elsewhere') continue;
    const verb = before === null ? 'create' : value === null ? 'delete' : 'change';
    const [found, made] = [before, value].map((n) => (n === null ? null : { n }));
    rows.push({
      id: `row_${rows.length}`,
      atMs: 1_000 + rows.length,
      action: `template.${verb}`,
      target,
      before: found,
      after: how === 'lost' ? { outcome: 'unknown', asked: made } : made,
      ...writer,
    });
    if (how === 'lost') continue;
    const row = [before, value];
    if (before !== null && left.get(target) !== before) {
      expected.push({ target, action: 'found', n: before, row });
    }
    const action = verb === 'change' ? 'update' : verb;
    expected.push({ target, action, n: value ?? before ?? 0, row });
    left.set(target, value);
  }
  return { log: logOf(rows), expected: expected.toReversed() };
}

it('lists what writes left and found, whatever was asked for and wherever pages end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30, size: 'max' }),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom(undefined, 'a', 'b'),
      fc.constantFrom(undefined, 0, 2),
      async (steps, limit, target, wanted) => {
        const { log, expected } = act(steps);
        const matches =
          wanted === undefined ? undefined : ({ n }: { readonly n: number }) => n === wanted;
        const seen: unknown[] = [];
        let after: AuditCursor | null = null;
        do {
          const query = { limit, after, target, matches };
          const page: VersionPage<unknown, string> = await listVersions(log, kind, query);
          // A page that is promised has something on it.
          expect(after === null || page.data.length > 0).toBe(true);
          seen.push(...page.data.map(({ target: of, action, content }) => [of, action, content]));
          after = page.next;
        } while (after !== null);
        expect(seen).toEqual(
          expected
            .filter(({ row }) => wanted === undefined || row.includes(wanted))
            .filter((version) => target === undefined || version.target === target)
            .map(({ target: of, action, n }) => [of, action, { n }]),
        );
      },
    ),
    { numRuns: 3_000, seed: 5 },
  );
});
