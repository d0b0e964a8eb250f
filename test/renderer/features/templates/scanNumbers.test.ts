import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScanUser } from '../../../../shared/contract/http.ts';
import type { Json, JsonObject } from '../../../../shared/domain/json.ts';
import { ScanDesk } from '../../../../renderer/features/templates/scan/desk.logic.ts';
import {
  Evaluation,
  type ScanResult,
  type ScanSubject,
} from '../../../../renderer/features/templates/scan/evaluation.logic.ts';
import { csvCell } from '../../../../renderer/features/templates/scan/exports.logic.ts';
import { summaryOf } from '../../../../renderer/features/templates/scan/summary.logic.ts';
import { oracle, type OracleContext } from '../../../shared/domain/template/oracle.ts';
import { bytesOf } from './scanSupport.ts';

/** Every number of a scan against one worked out apart: by the oracle, JSON and plain loops. */
const claims: JsonObject = {
  id: '{{user.id}}',
  meta: '{{user.public_metadata}}',
  plan: "{{user.public_metadata.plan || 'free'}}",
  seats: '{{org.public_metadata.seats}}',
  who: {
    name: '{{user.first_name}} {{user.last_name}}',
    role: '{{org.role}}',
    list: ['{{org.id}}'],
  },
  fixed: [1, 'two', null],
};
const deployed: JsonObject = {
  id: '{{user.first_name}}',
  meta: '{{user.public_metadata}}',
  plan: '{{user.public_metadata.plan}}',
  seats: '{{user.public_metadata.n}}',
  who: { role: 'none' },
};
const subject: ScanSubject = {
  name: 'draft',
  kind: 'session-claims',
  claims,
  deployed,
  walls: [
    { name: 'Budget', bytes: 300, rule: '' },
    { name: 'Budget, read in binary', bytes: 340, rule: '' },
    { name: 'Cookie', bytes: 700, rule: '' },
  ],
};

const metadata = fc.dictionary(
  fc.constantFrom('plan', 'bio', 'n', 'flags', 'é'),
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.integer({ min: 0, max: 900 }).map((length) => 'x'.repeat(length)),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.dictionary(
      fc.string({ maxLength: 4 }).filter((key) => key !== '__proto__'),
      fc.boolean(),
      {
        maxKeys: 3,
      },
    ),
  ),
);

const organization = fc.record({
  id: fc.constantFrom('org_a', 'org_b', 'org_c'),
  name: fc.constantFrom('Acme', '=cmd()', 'a "b", c'),
  public_metadata: fc.oneof(
    fc.constant({}),
    fc.record({ seats: fc.oneof(fc.integer(), fc.constant(null), fc.constant('many')) }),
  ),
});

const people = fc.array(
  fc.record({
    first_name: fc.option(fc.string({ unit: 'grapheme', maxLength: 12 })),
    last_name: fc.option(fc.constantFrom('Ng', '-Lee', '@home', 'O"Neil, Jr.', 'two\nlines')),
    public_metadata: metadata,
    places: fc.uniqueArray(organization, { maxLength: 3, selector: ({ id }) => id }),
  }),
  { minLength: 1, maxLength: 60 },
);

type Person = typeof people extends fc.Arbitrary<(infer One)[]> ? One : never;

const usersOf = (drawn: readonly Person[]): ScanUser[] =>
  drawn.map(({ places, ...fields }, at) => ({
    user: { id: `user_${at}`, email_addresses: [], ...fields },
    memberships: places.map((place) => ({ role: `org:${place.id}`, organization: place })),
  }));

interface Row {
  readonly user: ScanUser;
  readonly organizationId: string;
  readonly made: Record<string, Json>;
  readonly before: Record<string, Json>;
  readonly bytes: number;
}

/** The oracle's rows: what each place's claims are, measured as JSON. */
const rowsOf = (users: readonly ScanUser[]): Row[] =>
  users.flatMap((user) =>
    (user.memberships.length === 0 ? [null] : user.memberships).map((membership) => {
      const context = {
        user: user.user,
        organization: membership === null ? null : membership['organization'],
        membership,
        session: { actor: null, reverification_id: null },
        memberships: user.memberships,
      } as unknown as OracleContext;
      const ask = (text: JsonObject): Record<string, Json> =>
        oracle(text as Parameters<typeof oracle>[0], context, 'session-claims');
      const made = ask(claims);
      return {
        user,
        organizationId:
          membership === null ? '' : (membership['organization'] as { id: string }).id,
        made,
        before: ask(deployed),
        bytes: size(made),
      };
    }),
  );

const size = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const without = (made: Record<string, Json>, names: readonly string[]): number =>
  size(Object.fromEntries(Object.entries(made).filter(([name]) => !names.includes(name))));
const member = (made: Record<string, Json>, name: string): number =>
  Buffer.byteLength(`${JSON.stringify(name)}:${JSON.stringify(made[name])}`);
const at = (value: Json | undefined, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Readonly<Record<string, Json>>)[name]
        : undefined,
    value,
  );
const typeOf = (value: Json | undefined): string => {
  if (value === null || value === undefined) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
};
const rounded = (value: number): number => Math.round(value * 10) / 10;
const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function checkNumbers(result: ScanResult, users: readonly ScanUser[]): void {
  const rows = rowsOf(users);
  const sizes = rows.map(({ bytes }) => bytes).toSorted((a, b) => a - b);
  const rank = (share: number): number =>
    sizes.find((value) => sizes.filter((other) => other <= value).length >= share * sizes.length) ??
    0;
  expect([result.users, result.places]).toEqual([users.length, rows.length]);
  expect([result.p50, result.p95, result.p99, result.max]).toEqual([
    rank(0.5),
    rank(0.95),
    rank(0.99),
    Math.max(...sizes),
  ]);
  for (const { from, to, count } of result.histogram) {
    expect(count).toBe(sizes.filter((value) => value >= from && value < to).length);
  }
  expect(result.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);

  for (const limit of result.limits) {
    const over = rows.filter(({ bytes }) => bytes > limit.bytes);
    expect(limit.over).toBe(over.length);
    expect(limit.usersOver).toBe(new Set(over.map(({ user }) => user)).size);
    for (const name of Object.keys(claims)) {
      const fix = limit.fixes.find(({ claim }) => claim === name);
      expect(fix?.fixes ?? 0).toBe(
        over.filter(({ made }) => without(made, [name]) <= limit.bytes).length,
      );
      const won = over.map(({ made, bytes }) => bytes - without(made, [name]));
      expect(fix?.wonWhereOver ?? 0).toBe(rounded(mean(won)));
    }
    const helps = limit.together.length > 0;
    expect(helps).toBe(over.length > 0);
    expect(over.filter(({ made }) => without(made, limit.together) > limit.bytes)).toEqual([]);
  }

  for (const { claim, mean: average, max, total } of result.byClaim) {
    const all = rows.map(({ made }) => member(made, claim));
    expect([total, max, average]).toEqual([
      all.reduce((sum, one) => sum + one, 0),
      Math.max(...all),
      rounded(mean(all)),
    ]);
  }
  for (const { path, counts, nulled, retyped } of result.types) {
    for (const [type, count] of Object.entries(counts)) {
      expect(count).toBe(rows.filter(({ made }) => typeOf(at(made, path)) === type).length);
    }
    const changed = rows
      .map(({ made, before }) => [typeOf(at(before, path)), typeOf(at(made, path))] as const)
      .filter(([old, now]) => old !== 'null' && old !== now);
    expect(nulled).toBe(changed.filter(([, now]) => now === 'null').length);
    expect(retyped).toBe(changed.filter(([, now]) => now !== 'null').length);
  }
  expect(result.worst.map(({ bytes }) => bytes)).toEqual(sizes.toReversed().slice(0, 20));
  for (const place of result.worst) {
    const row = rows.find(
      ({ user, organizationId }) =>
        user.user['id'] === place.userId && organizationId === (place.organizationId ?? ''),
    );
    expect(place.bytes).toBe(row?.bytes);
    for (const { claim, bytes } of place.claims) expect(bytes).toBe(member(row?.made ?? {}, claim));
  }
}

/** A table as a spreadsheet reads it (RFC 4180). */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let place = 0; place < text.length; place += 1) {
    const char = text[place] ?? '';
    if (isQuoted && char === '"' && text[place + 1] === '"') {
      cell += '"';
      place += 1;
    } else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (char === ',' || char === '\n')) {
      rows.at(-1)?.push(cell);
      cell = '';
      if (char === '\n') rows.push([]);
    } else cell += char;
  }
  expect(rows.pop()).toEqual([]);
  return rows;
}

describe('the numbers of a scan', () => {
  it('are those that the oracle gives, for anybody', () => {
    fc.assert(
      fc.property(people, (drawn) => {
        const users = usersOf(drawn);
        const scan = new Evaluation(subject);
        for (const user of users) scan.add(user);
        checkNumbers(scan.result(), users);
      }),
      { numRuns: 60 },
    );
  }, 180_000);

  it('leave the page in part, and lose nothing of what it shows', () => {
    const users = usersOf(fc.sample(people, { numRuns: 1, seed: 7 })[0] ?? []);
    const scan = new Evaluation(subject);
    for (const user of users) scan.add(user);
    const result = scan.result();
    const shown = summaryOf(result);
    expect(shown.claimBytes).toBe(result.byClaim.reduce((sum, { total }) => sum + total, 0));
    expect([shown.claimCount, shown.typeCount]).toEqual([6, 7]);
    for (const [place, { claims: top, otherBytes }] of shown.worst.entries()) {
      const all = result.worst[place]?.claims ?? [];
      expect(top.reduce((sum, { bytes }) => sum + bytes, otherBytes)).toBe(
        all.reduce((sum, { bytes }) => sum + bytes, 0),
      );
    }
  });
});

describe('the files of a scan', () => {
  const exported = (users: readonly ScanUser[], format: 'csv' | 'json'): string => {
    const desk = new ScanDesk();
    desk.answer({ type: 'begin', subject, keep: false });
    const half = Math.ceil(users.length / 2);
    // The second page shows some of the first once more.
    for (const data of [users.slice(0, half), users.slice(Math.max(0, half - 2))]) {
      const page = { data, nextCursor: null, total: users.length, complete: true };
      desk.answer({ type: 'page', bytes: bytesOf(page) });
    }
    const answer = desk.answer({ type: 'export', format, complete: true });
    return answer.type === 'text' ? answer.text : '';
  };

  it('hold every place once with the bytes of each claim, whatever people are called', () => {
    fc.assert(
      fc.property(people, (drawn) => {
        const users = usersOf(drawn);
        const [head = [], ...lines] = parseCsv(exported(users, 'csv'));
        const column = (line: readonly string[], name: string): string =>
          line[head.indexOf(name)] ?? '';
        const rows = rowsOf(users);
        expect(
          lines.map((line) => [column(line, 'user_id'), column(line, 'organization_id')]),
        ).toEqual(rows.map(({ user, organizationId }) => [user.user['id'], organizationId]));
        for (const [place, { made, bytes }] of rows.entries()) {
          const line = lines[place] ?? [];
          expect(line).toHaveLength(head.length);
          expect(Number(column(line, 'custom_bytes'))).toBe(bytes);
          expect(column(line, 'over')).toBe(
            subject.walls
              .filter((wall) => bytes > wall.bytes)
              .map(({ name }) => name)
              .join('; '),
          );
          for (const name of Object.keys(claims)) {
            expect(Number(column(line, `bytes of ${name}`))).toBe(member(made, name));
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('hold the whole result as JSON', () => {
    const users = usersOf(fc.sample(people, { numRuns: 1, seed: 3 })[0] ?? []);
    const told = JSON.parse(exported(users, 'json')) as ScanResult & Record<string, unknown>;
    expect(told).toMatchObject({ complete: true, template: { name: 'draft', claims } });
    checkNumbers(told, users);
  });

  it('run nothing in a spreadsheet that opens them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', ' ', '\t', '\n', '\r', ' \t '),
        fc.constantFrom('=', '+', '-', '@', '＝', '＋', '－', '＠'),
        fc.string({ maxLength: 20 }),
        (before, sign, after) => {
          const [[cell = ''] = []] = parseCsv(`${csvCell(before + sign + after)}\n`);
          expect(cell).toBe(`'${before}${sign}${after}`);
        },
      ),
    );
    expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
    expect(csvCell('two\nlines')).toBe('"two\nlines"');
    expect(csvCell('Ada Byron')).toBe('Ada Byron');
  });
});
