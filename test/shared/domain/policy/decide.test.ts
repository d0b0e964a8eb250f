import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { decideRoute, type RouteRequest } from '../../../../shared/domain/policy/decide.ts';
import { parsePolicy, type RoutePolicy } from '../../../../shared/domain/policy/policy.ts';
import { readAuth } from '../../../../shared/domain/token/claims.ts';

function policyOf(json: unknown): RoutePolicy {
  const parsed = parsePolicy(json);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

const member = readAuth({
  v: 2,
  sub: 'user_1',
  sid: 'sess_1',
  sts: 'active',
  fea: 'o:data',
  o: { id: 'org_1', rol: 'member', per: 'read', fpm: '1' },
} satisfies JsonObject);

const request = (path: string, rest: Partial<RouteRequest> = {}): RouteRequest => ({
  path,
  method: 'GET',
  as: 'page',
  ...rest,
});

const policy = policyOf({
  rules: [
    { routes: ['/', '/sign-in/:path*', '/sign-in'], access: 'public' },
    { routes: ['/admin/:path*'], access: 'signed-in', require: { role: 'org:admin' } },
    { routes: ['/data(.*)'], access: 'signed-in', require: { permission: 'org:data:read' } },
  ],
  fallback: 'signed-in',
});

const decide = (path: string, auth: typeof member | null = member, rest = {}): string =>
  decideRoute(policy, request(path, rest), auth).decision;

describe('a route decision', () => {
  it('takes the first rule that matches, and the fallback for the rest', () => {
    expect(decideRoute(policy, request('/'), null)).toMatchObject({
      decision: 'allow',
      rule: { index: 0, pattern: '/', access: 'public' },
      http: { status: null },
    });
    expect(decide('/admin/users')).toBe('deny');
    expect(decide('/data/1')).toBe('allow');
    expect(decideRoute(policy, request('/else'), member)).toMatchObject({
      decision: 'allow',
      rule: null,
    });
    expect(decide('/else', null)).toBe('sign-in');
  });

  it('says what a refused page, fetch and action receive', () => {
    const status = (as: RouteRequest['as'], auth: typeof member | null): number | null =>
      decideRoute(policy, request('/admin/x', { as }), auth).http.status;
    expect([status('page', null), status('fetch', null), status('action', null)]).toEqual([
      307, 404, 401,
    ]);
    expect([status('page', member), status('fetch', member), status('action', member)]).toEqual([
      404, 404, 404,
    ]);
  });

  it('treats a pending session, an unreadable token and a machine token as no session', () => {
    const pending = readAuth({ v: 2, sub: 'user_1', sid: 's', sts: 'pending' });
    expect(decideRoute(policy, request('/else'), pending)).toMatchObject({ decision: 'sign-in' });
    const unreadable = readAuth({
      v: 2,
      sub: 'user_1',
      sid: 's',
      fea: 'nocolon',
      o: { id: 'o', rol: 'admin', per: 'read', fpm: '1' },
    });
    expect(decide('/else', unreadable)).toBe('sign-in');
    expect(decideRoute(policy, request('/else', { machine: true }), null)).toMatchObject({
      decision: 'deny',
      http: { status: 401 },
    });
  });

  it.each([
    ['//admin//x', 'deny', '/admin/x'],
    ['/%61dmin/x', 'deny', '/admin/x'],
    ['/ADMIN/x', 'deny', '/ADMIN/x'],
    ['/public/../admin/x', 'deny', '/admin/x'],
    ['/admin%2Fx', 'allow', '/admin%2Fx'],
    ['/admin?next=/', 'deny', '/admin'],
    ['/dataless', 'allow', '/dataless'],
  ])('reads %s as the matcher does', (path, decision, normalized) => {
    const made = decideRoute(policy, request(path), member);
    expect(made.decision).toBe(decision);
    expect(made.trace[0]).toMatchObject({ step: 'path', normalized });
  });

  it('answers malformed percent-encoding with an error, as Clerk does with 400', () => {
    expect(decideRoute(policy, request('/%E0%A4%A'), member)).toMatchObject({
      decision: 'error',
      rule: null,
      http: { status: 400 },
    });
  });

  it("skips what the middleware's matcher leaves out", () => {
    const matched = policyOf({
      matcher: ['/((?!_next|[^?]*\\.(?:html?|css|js(?!on)|png|svg)).*)', '/(api|trpc)(.*)'],
      rules: [],
      fallback: 'signed-in',
    });
    const made = (path: string): string => decideRoute(matched, request(path), null).decision;
    expect(made('/logo.png')).toBe('skip');
    expect(made('/_next/x')).toBe('skip');
    expect(made('/page')).toBe('sign-in');
    expect(made('/api/logo.png')).toBe('sign-in');
  });

  it('explains a requirement by its dimensions', () => {
    const { trace } = decideRoute(policy, request('/admin/x'), member);
    expect(trace.map(({ step }) => step)).toEqual([
      'path',
      'rule',
      'rule',
      'session',
      'has',
      'http',
    ]);
    expect(trace.find(({ step }) => step === 'has')).toMatchObject({
      result: false,
      dimensions: [{ name: 'organization', verdict: 'fail' }, {}, {}],
    });
  });
});

describe('patterns of the documented matcher', () => {
  const cases: [pattern: string, matching: string[], other: string[]][] = [
    ['/dashboard', ['/dashboard', '/dashboard/', '/Dashboard'], ['/dashboard/x']],
    ['/dashboard(.*)', ['/dashboard', '/dashboard/x', '/dashboardxyz'], ['/dash']],
    ['/dashboard/(.*)', ['/dashboard/', '/dashboard/x/y'], ['/dashboard']],
    ['/dashboard/:path*', ['/dashboard', '/dashboard/x/y'], ['/dashboardxyz']],
    ['/dashboard/:path+', ['/dashboard/x', '/dashboard/x/y'], ['/dashboard']],
    ['/dashboard/:id', ['/dashboard/1'], ['/dashboard/1/2']],
    ['/user/:id(\\d+)', ['/user/42'], ['/user/bob']],
    ['/a{/b}?', ['/a', '/a/b'], ['/a/c']],
    ['/api/:v?/x', ['/api/x', '/api/1/x'], ['/api/1/2/x']],
    ['/(api|trpc)(.*)', ['/api', '/apiary', '/trpc/x'], ['/app/api']],
    ['/:path*', ['/', '/a/b'], []],
  ];
  it.each(cases)('%s', (pattern, matching, other) => {
    const one = policyOf({
      rules: [{ routes: [pattern], access: 'public' }],
      fallback: 'signed-in',
    });
    const decision = (path: string): string => decideRoute(one, request(path), null).decision;
    expect(matching.map(decision)).toEqual(matching.map(() => 'allow'));
    expect(other.map(decision)).toEqual(other.map(() => 'sign-in'));
  });
});
