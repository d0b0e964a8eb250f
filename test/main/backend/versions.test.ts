import fc from 'fast-check';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openSqliteStore } from '../../../main/backend/store/openSqlite.ts';
import { INSTANCE, type AuditCursor, type Store } from '../../../main/backend/store/store.ts';
import { listVersions, type VersionPage, type VersionsOf } from '../../../main/backend/versions.ts';
import { makeFolder } from './support/backend.ts';

/**
 * What happens to one of three things: a write through the backend, one whose answer was lost, or a change that
 * the backend does not see.
 */
interface Step {
  readonly target: string;
  readonly value: number | null;
  readonly how: 'here' | 'lost' | 'elsewhere';
}

const folder = makeFolder();
afterAll(() => folder.remove());

const writer = { userId: 'user_1', sessionId: 'sess_1', impersonatorId: null, requestId: 'r' };
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
async function act(store: Store, clock: { ms: number }, steps: readonly Step[]) {
  const real = new Map<string, number>([['a', 0]]);
  const left = new Map<string, number | null>();
  const expected: Expected[] = [];
  for (const { target, value, how } of steps) {
    const before = real.get(target) ?? null;
    if (before === null && value === null) continue;
    if (value === null) real.delete(target);
    else real.set(target, value);
    if (how === 'elsewhere') continue;
    clock.ms += 1;
    const verb = before === null ? 'create' : value === null ? 'delete' : 'change';
    const [found, made] = [before, value].map((n) => (n === null ? null : { n }));
    await store.recordAudit(
      INSTANCE,
      {
        action: `template.${verb}`,
        target,
        before: found,
        after: how === 'lost' ? { outcome: 'unknown', asked: made } : made,
      },
      writer,
    );
    if (how === 'lost') continue;
    const row = [before, value];
    if (before !== null && left.get(target) !== before) {
      expected.push({ target, action: 'found', n: before, row });
    }
    const action = verb === 'change' ? 'update' : verb;
    expected.push({ target, action, n: value ?? before ?? 0, row });
    left.set(target, value);
  }
  return expected.toReversed();
}

it('lists what writes left and found, whatever was asked for and wherever pages end', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 14 }),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom(undefined, 'a', 'b'),
      fc.constantFrom(undefined, 0, 2),
      async (steps, limit, target, wanted) => {
        run += 1;
        const clock = { ms: 1_000_000 };
        const file = join(folder.path, `${run}.sqlite`);
        const store = await openSqliteStore({ file, now: () => clock.ms });
        try {
          const expected = await act(store, clock, steps);
          const matches =
            wanted === undefined ? undefined : ({ n }: { readonly n: number }) => n === wanted;
          const seen: unknown[] = [];
          let after: AuditCursor | null = null;
          do {
            const query = { limit, after, target, matches };
            const page: VersionPage<unknown, string> = await listVersions(store, kind, query);
            seen.push(...page.data.map(({ target: of, action, content }) => [of, action, content]));
            after = page.next;
          } while (after !== null);
          expect(seen).toEqual(
            expected
              .filter(({ row }) => wanted === undefined || row.includes(wanted))
              .filter((version) => target === undefined || version.target === target)
              .map(({ target: of, action, n }) => [of, action, { n }]),
          );
        } finally {
          await store.close();
        }
      },
    ),
    { numRuns: 60, seed: 5 },
  );
});
