import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Bench, cli, oneLine } from './harness.ts';

const bench = new Bench();
afterAll(() => bench.close());

const context = {
  user: {
    id: 'user_ada',
    first_name: 'Ada',
    last_name: null,
    public_metadata: { plan: 'pro', tags: ['a', 'é'] },
  },
  organization: { id: 'org_acme', name: 'Acme' },
  membership: { role: 'org:admin', permissions: ['org:data:read'] },
};

describe('preview', () => {
  const template = bench.file(
    'template.json',
    `{
  "name": "{{user.first_name}} {{user.last_name}}",
  "plan": "{{user.public_metadata.plan || 'free'}}",
  "role": "{{org.role}}",
  "wrong": "{{organization.id}}",
  "exp": 1
}`,
  );
  const file = bench.file('context.json', context);

  it('prints claims, origins, warnings with their place, and the size', async () => {
    const { code, json } = await cli([
      'preview',
      '--template',
      template,
      '--context',
      file,
      '--json',
    ]);
    const claims = {
      name: 'Ada null',
      plan: 'pro',
      role: 'org:admin',
      wrong: '{{organization.id}}',
    };
    expect(code).toBe(0);
    expect(json).toMatchObject({
      claims,
      size: { customClaimsBytes: Buffer.byteLength(JSON.stringify(claims)), budget: null },
      origins: {
        '/plan': {
          kind: 'shortcode',
          operands: [{ text: 'user.public_metadata.plan', chosen: true, nullReason: null }],
        },
        '/name': { kind: 'text', operands: [{ nullReason: null }, { nullReason: 'not-set' }] },
        '/wrong': { kind: 'verbatim' },
      },
    });
    expect(json['generated']).toContainEqual(expect.objectContaining({ name: 'exp' }));
    expect(json['warnings']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'unknown-root', line: 5, column: 15 }),
        expect.objectContaining({ code: 'reserved-claim', pointer: '/exp', line: 6, column: 3 }),
        expect.objectContaining({ code: 'null-in-text', severity: 'warning' }),
      ]),
    );
  });

  it('reads a template as the Backend API returns it, and the context from stdin', async () => {
    const record = bench.file('record.json', {
      object: 'jwt_template',
      name: 'x',
      claims: { id: '{{user.idd}}' },
    });
    const made = await cli(
      ['preview', '--template', record, '--context', '-', '--json', '--kind', 'session-claims'],
      JSON.stringify(context),
    );
    expect(made.json).toMatchObject({
      kind: 'session-claims',
      claims: { id: null },
      size: { customClaimsBytes: 11, budget: { state: 'ok', limitBytes: 1200 } },
      warnings: [{ code: 'unknown-property', pointer: '/claims/id', line: 1 }],
    });
  });

  it('knows the session token’s claims by their record, and what Clerk keeps of them', async () => {
    const record = bench.file('session.json', {
      object: 'session_token_claims',
      claims: { id: '{{user.id}}', act: 'x', org_id: '{{org.id}}' },
      updated_at: null,
    });
    const argv = ['preview', '--template', record, '--context', file, '--json'];
    const made = await cli(argv);
    expect(made.json).toMatchObject({
      kind: 'session-claims',
      claims: { id: 'user_ada', org_id: 'org_acme' },
      size: { budget: { state: 'ok', limitBytes: 1200 } },
      warnings: [
        { code: 'reserved-claim', severity: 'error', pointer: '/claims/act' },
        { code: 'version-1-claim', severity: 'warning', pointer: '/claims/org_id' },
      ],
    });
    expect(made.json['claims']).not.toHaveProperty('act');
    const other = await cli([...argv, '--kind', 'jwt-template']);
    expect(other.json).toMatchObject({
      kind: 'jwt-template',
      claims: { id: 'user_ada', act: 'x', org_id: 'org_acme' },
      size: { budget: null },
      warnings: [],
    });
    const help = await cli(['preview', '--help']);
    expect(help.out).toContain('session-claims is the customization of the session token');
  });

  it('prints a table for people', async () => {
    const { out } = await cli(['preview', '--template', template, '--context', file]);
    expect(out).toContain('role   org:admin            from membership.role');
    expect(out).toContain('error at line 6, column 3: “exp” cannot be overridden.');
  });

  it.each([
    ['{"a": {{user.id}}}', /line 1, column 7\. Put the shortcode in quotes/],
    ['[]', /line 1, column 1/],
    ['', /line 1, column 1/],
    ['{"a":1,}', /column 8/],
    [`{"a":${'['.repeat(100_000)}`, /nested/],
  ])('refuses the template %j with the place', async (text, message) => {
    const bad = bench.file('bad.json', text);
    const made = await cli(['preview', '--template', bad, '--context', file]);
    expect([made.code, made.notes]).toEqual([2, expect.stringMatching(message)]);
    expect(made.notes).toMatch(oneLine);
  });

  it.each([
    ['{}', /no user/],
    ['[]', /not an object/],
    ['{"user":{},"organisation":{}}', /"organisation"/],
    ['{"user":{},"session":7}', /session/],
    [`{"user":{"public_metadata":${'['.repeat(5000)}${']'.repeat(5000)}}}`, /nested deeper/],
    ['nope', /not JSON/],
  ])('refuses the context %j', async (text, message) => {
    const made = await cli(['preview', '--template', template, '--context', '-'], text);
    expect([made.code, made.notes]).toEqual([2, expect.stringMatching(message)]);
    expect(made.notes).toMatch(oneLine);
  });
});

describe('budget', () => {
  const template = bench.file('budget.json', {
    meta: '{{user.public_metadata}}',
    id: '{{user.id}}',
  });
  const user = (id: string, size: number): string =>
    JSON.stringify({ user: { id, public_metadata: { x: 'y'.repeat(size) } } });

  it('sizes every line and fails when one is over', async () => {
    const lines = [user('user_1', 10), '', user('user_2', 2000), user('user_3', 20)];
    const users = bench.file('users.ndjson', `${lines.join('\n')}\n`);
    const argv = ['budget', '--template', template, '--users', users, '--json'];
    const { code, json } = await cli(argv);
    const bytes = (size: number): number =>
      Buffer.byteLength(`{"meta":{"x":"${'y'.repeat(size)}"},"id":"user_1"}`);
    expect(code).toBe(1);
    expect(json).toMatchObject({
      count: 3,
      over: 1,
      limit: 1200,
      p50: bytes(20),
      p95: bytes(2000),
      p99: bytes(2000),
      max: bytes(2000),
      worst: [{ index: 2, userId: 'user_2', bytes: bytes(2000) }, {}, {}],
      byClaim: [
        { claim: 'meta', max: bytes(2000) - 13 - 3 },
        { claim: 'id', max: 13 },
      ],
    });
    const binned = (json['histogram'] as { count: number }[]).reduce(
      (sum, { count }) => sum + count,
      0,
    );
    expect(binned).toBe(3);
    expect((await cli([...argv, '--limit', '5000'])).code).toBe(0);
  });

  it('says what each claim costs the largest, and which one to drop', async () => {
    const users = bench.file('helped.ndjson', `${user('user_1', 1)}\n${user('user_2', 3000)}\n`);
    const { code, out } = await cli(['budget', '--template', template, '--users', users]);
    expect(code).toBe(1);
    expect(out).toMatch(/Dropping \w+ fixes all of them\./);
    expect(out).toMatch(/drop \w+ +fixes 1 of 1 +wins 3,\d\d\d B/);
    const answer = await cli(['budget', '--template', template, '--users', users, '--json']);
    const [fix] = (answer.json['fixes'] as { fixes: number; wonWhereOver: number }[]) ?? [];
    expect(fix?.fixes).toBe(1);
    expect(fix?.wonWhereOver).toBeGreaterThan(3000);
  });

  it('sizes what Clerk would mint, and names what it would refuse', async () => {
    const kept = bench.file('kept.json', { id: '{{user.id}}' });
    const refused = bench.file('refused.json', { id: '{{user.id}}', sid: 'x'.repeat(2_000) });
    const argv = (path: string) => ['budget', '--template', path, '--users', '-'];
    const session = ['--kind', 'session-claims'];
    const one = await cli([...argv(kept), ...session, '--json'], user('user_1', 1));
    const two = await cli([...argv(refused), ...session, '--json'], user('user_1', 1));
    expect(one.json).toMatchObject({ kind: 'session-claims', over: 0, max: 15, warnings: [] });
    expect(two.json).toMatchObject({
      kind: 'session-claims',
      over: 0,
      max: 15,
      warnings: [{ code: 'reserved-claim', pointer: '/sid', line: 1 }],
    });
    const read = await cli([...argv(refused), ...session], user('user_1', 1));
    expect(read.code).toBe(0);
    expect(read.out).toMatch(/Clerk will not take the template as it is\n.+“sid” cannot be/);
    expect((await cli(['budget', '--help'])).out).toMatch(
      /jwt-template it is no more\s+than a yard/,
    );
  });

  it('names the line that cannot be read', async () => {
    const made = await cli(
      ['budget', '--template', template, '--users', '-'],
      `${user('user_1', 1)}\nnope\n`,
    );
    expect([made.code, made.notes]).toEqual([2, 'Line 2 of the users is not JSON.\n']);
  });
});

describe('types', () => {
  it('prints declarations that compile under --strict', async () => {
    const template = bench.file('types.json', {
      role: 'authenticated',
      id: '{{user.id}}',
      plan: "{{user.public_metadata.plan || 'free'}}",
      org: '{{org.id}}',
      name: "{{user.first_name || 'nobody'}}",
      flag: '{{user.has_image || 1}}',
      text: 'x {{user.id}}',
      'odd key': ['{{org.slug}}', 1, null],
      nested: { permissions: '{{org_membership.permissions}}', none: {}, list: [] },
      sid: 'left out',
    });
    const roles = bench.file('roles.json', [
      { key: 'org:admin', permissions: [{ key: 'org:data:read' }, { key: 'org:data:write' }] },
      { key: 'org:member', permissions: ['org:data:read'] },
    ]);
    const { code, out } = await cli(['types', '--template', template, '--roles', roles]);
    expect(code).toBe(0);
    expect(out).toBe(`export {};

declare global {
  interface CustomJwtSessionClaims {
    role: "authenticated";
    id: string;
    plan: unknown;
    org: string | null;
    name: string;
    flag: true | 1;
    text: string;
    "odd key": (string | null | 1)[];
    nested: {
      permissions: string[] | null;
      none: Record<string, never>;
      list: never[];
    };
  }

  interface ClerkAuthorization {
    permission: "org:data:read" | "org:data:write";
    role: "org:admin" | "org:member";
  }
}
`);
    bench.file('clerk.d.ts', out);
    bench.file(
      'use.ts',
      `const claims = {} as CustomJwtSessionClaims;
export const id: string = claims.id;
// @ts-expect-error null has to be handled
export const org: string = claims.org;
export const asked: ClerkAuthorization['role'] = 'org:admin';
`,
    );
    const tsc = join(import.meta.dirname, '../../../node_modules/.bin/tsc');
    execFileSync(
      process.execPath,
      [tsc, '--strict', '--noEmit', '--skipLibCheck', 'false', 'clerk.d.ts', 'use.ts'],
      { cwd: bench.folder, stdio: 'pipe' },
    );
  });
});
