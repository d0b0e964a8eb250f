import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessTable, type AccessEntry } from '../../../main/backend/access.ts';
import { startTestBackend, type Answer, type TestBackend } from './support/backend.ts';
import { ada, edith, grace, katherine, type Person } from './support/people.ts';

/**
 * Who may do what, written apart from the table that decides it: for every route the outcome of every kind of
 * caller. `ok` = served, `role` = 403 with what is missing, `org` = 403 organization required,
 * `gone` = Clerk has no such thing, `stale` = something else was read, `unoffered` = Clerk has no API for it.
 */
type Outcome = 'ok' | 'denied' | 'org' | 'operator' | 'missing' | 'gone' | 'stale' | 'unoffered';
const callers = ['member', 'editor', 'admin', 'operator', 'other', 'personal'] as const;
type Caller = (typeof callers)[number];

const same = (outcome: Outcome): Record<Caller, Outcome> => ({
  member: outcome,
  editor: outcome,
  admin: outcome,
  operator: outcome,
  other: outcome,
  personal: outcome,
});
const inOrganization = { ...same('ok'), personal: 'org' } as const;
const forAdmins = { ...same('ok'), member: 'denied', editor: 'denied', personal: 'org' } as const;
const byAdmins = (outcome: Outcome) => ({
  ...same(outcome),
  member: 'denied' as const,
  editor: 'denied' as const,
  personal: 'org' as const,
});
const forOperators = (outcome: Outcome) => ({ ...same('operator'), operator: outcome });

const expected: Record<string, Record<Caller, Outcome>> = {
  'GET /health': same('ok'),
  'GET /ready': same('ok'),
  'GET /metrics': same('missing'),
  'GET /openapi.json': same('ok'),
  'GET /v1/access': same('ok'),
  'GET /v1/me': same('ok'),
  'GET /v1/me/profile': same('ok'),
  'GET /v1/me/context': same('ok'),
  'GET /v1/org/settings': inOrganization,
  'PUT /v1/org/settings': { ...forAdmins, editor: 'ok' },
  'GET /v1/org/settings/history': { ...forAdmins, editor: 'ok' },
  'POST /v1/org/settings/history/:version/restore': {
    ...same('missing'),
    member: 'denied',
    personal: 'org',
  },
  'GET /v1/org/audit': { ...forAdmins, editor: 'ok' },
  'GET /v1/audit': forOperators('ok'),
  'GET /v1/items': same('ok'),
  'POST /v1/items': { ...same('ok'), member: 'denied' },
  // The item belongs to nobody here: whoever may delete at all learns that it is not there.
  'DELETE /v1/items/:id': { ...same('missing'), member: 'denied', editor: 'denied' },
  'GET /v1/org/members': inOrganization,
  'PATCH /v1/org/members/:userId': {
    ...same('missing'),
    member: 'denied',
    editor: 'denied',
    personal: 'org',
  },
  'DELETE /v1/org/members/:userId': byAdmins('missing'),
  'GET /v1/org': inOrganization,
  'PATCH /v1/org': byAdmins('stale'),
  'PATCH /v1/org/metadata': byAdmins('stale'),
  'PUT /v1/org/metadata': byAdmins('stale'),
  'GET /v1/org/invitations': byAdmins('ok'),
  'POST /v1/org/invitations': byAdmins('ok'),
  'POST /v1/org/invitations/:id/resend': byAdmins('gone'),
  'DELETE /v1/org/invitations/:id': byAdmins('gone'),
  'GET /v1/me/sessions': same('ok'),
  'DELETE /v1/me/sessions/:id': same('gone'),
  'GET /v1/users/:userId/sessions': forOperators('ok'),
  'DELETE /v1/users/:userId/sessions/:id': forOperators('gone'),
  'GET /v1/org/domains': byAdmins('ok'),
  'POST /v1/org/domains': byAdmins('ok'),
  'PATCH /v1/org/domains/:id': byAdmins('missing'),
  'DELETE /v1/org/domains/:id': byAdmins('missing'),
  'GET /v1/permissions': forOperators('ok'),
  'POST /v1/permissions': forOperators('ok'),
  'PATCH /v1/permissions/:id': forOperators('missing'),
  'DELETE /v1/permissions/:id': forOperators('missing'),
  'GET /v1/role-sets': forOperators('ok'),
  'POST /v1/role-sets': forOperators('ok'),
  'PATCH /v1/role-sets/:key': forOperators('gone'),
  'POST /v1/role-sets/:key/roles': forOperators('gone'),
  'POST /v1/role-sets/:key/roles/replace': forOperators('gone'),
  'POST /v1/role-sets/:key/replace': forOperators('gone'),
  'PUT /v1/org/role-set': forOperators('gone'),
  'GET /v1/roles': forOperators('ok'),
  'POST /v1/roles': forOperators('ok'),
  'PATCH /v1/roles/:id': forOperators('missing'),
  'DELETE /v1/roles/:id': forOperators('missing'),
  'GET /v1/org/roles': inOrganization,
  'GET /v1/templates': forOperators('ok'),
  'POST /v1/templates': forOperators('ok'),
  'GET /v1/templates/:id': forOperators('gone'),
  'PATCH /v1/templates/:id': forOperators('gone'),
  'DELETE /v1/templates/:id': forOperators('gone'),
  'GET /v1/templates/history': forOperators('ok'),
  'GET /v1/session-claims': forOperators('ok'),
  'PUT /v1/session-claims': forOperators('unoffered'),
  'GET /v1/session-claims/history': forOperators('ok'),
  'GET /v1/users': forOperators('ok'),
};

const status: Record<Outcome, number[]> = {
  ok: [200, 201],
  denied: [403],
  org: [403],
  operator: [403],
  missing: [404],
  gone: [404],
  stale: [412],
  unoffered: [501],
};
const code: Partial<Record<Outcome, string>> = {
  denied: 'auth.denied',
  org: 'auth.organization_required',
  operator: 'auth.operator_required',
  missing: 'resource.not_found',
  gone: 'clerk.not_found',
  stale: 'resource.conflict',
  unoffered: 'clerk.not_offered',
};

describe('the access table', () => {
  let on: TestBackend;
  let tokens: Record<Caller, string>;
  beforeAll(async () => {
    on = await startTestBackend({ operators: [ada.userId] });
    const admin: Person = { userId: 'user_admin', first: 'Admin', memberships: {} };
    on.clerk.roles.set('org_acme user_admin', 'org:admin');
    on.clerk.sessions.set('sess_user_admin', 'active');
    tokens = {
      member: on.clerk.mint(grace),
      editor: on.clerk.mint(edith),
      admin: on.clerk.mint(admin),
      operator: on.clerk.mint(ada),
      other: on.clerk.mint(edith, { orgId: 'org_globex' }),
      personal: on.clerk.mint(katherine, { orgId: null }),
    };
  });
  afterAll(() => on.close());

  const callRoute = (entry: AccessEntry, token?: string): Promise<Answer> =>
    on.call(
      entry.method,
      entry.path.replace(':version', '999').replaceAll(/:\w+/g, 'user_nobody'),
      {
        ...(token === undefined ? {} : { token }),
        ...bodyOf(entry),
      },
    );

  it('has an expectation for every route, and a route for every expectation', () => {
    const routes = accessTable().map(({ method, path }) => `${method} ${path}`);
    expect(routes.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  describe.each(accessTable().map((entry) => [`${entry.method} ${entry.path}`, entry] as const))(
    '%s',
    (name, entry) => {
      it.each(callers)('for the %s', async (caller) => {
        // The profile of the made-up admin does not exist at Clerk.
        if (caller === 'admin' && entry.path.startsWith('/v1/me/')) return;
        const outcome = expected[name]?.[caller] ?? 'denied';
        const answer = await callRoute(entry, tokens[caller]);
        // Several callers save the same settings: the second one meets the first one's version.
        if (name === 'PUT /v1/org/settings' && answer.status === 412) return;
        expect(status[outcome], answer.text).toContain(answer.status);
        if (outcome !== 'ok') {
          expect(answer.body['code']).toBe(code[outcome]);
          expect(answer.headers['content-type']).toContain('application/problem+json');
          expect(answer.body['traceId']).toBe(answer.headers['x-request-id']);
        }
      });

      it('for nobody, and for tokens that are no session', async () => {
        const text = tokens.admin;
        const [head, , signature] = text.split('.');
        const forged = Buffer.from(JSON.stringify({ sub: 'user_x', sid: 'sess_x' }));
        const attempts: [string, string | undefined, string][] = [
          ['no token', undefined, 'auth.no_session'],
          ['expired', on.clerk.mint(ada, { ageSec: 120 }), 'auth.token_rejected'],
          [
            'tampered',
            `${head}.${forged.toString('base64url')}.${signature}`,
            'auth.token_rejected',
          ],
          ['template', on.clerk.mintTemplate(ada), 'auth.template_token'],
          ['pending', on.clerk.mint(ada, { claims: { sts: 'pending' } }), 'auth.token_rejected'],
          [
            'foreign origin',
            on.clerk.mint(ada, { claims: { azp: 'https://evil.example' } }),
            'auth.token_rejected',
          ],
          ['garbage', 'not-a-token', 'auth.token_rejected'],
        ];
        for (const [kind, token, expectedCode] of attempts) {
          const answer = await callRoute(entry, token);
          if (entry.rule.kind === 'public') {
            expect(answer.status, kind).toBe(entry.path === '/metrics' ? 404 : 200);
            continue;
          }
          expect(answer.status, kind).toBe(401);
          expect(answer.body['code'], kind).toBe(expectedCode);
          expect(answer.headers['www-authenticate'], kind).toContain('Bearer');
          expect((answer.body['details'] as Record<string, unknown>)['reason'], kind).toBeTruthy();
          if (token !== undefined) expect(answer.text).not.toContain(token);
        }
      });
    },
  );

  it('is served and printed in the OpenAPI document', async () => {
    const table = await on.call('GET', '/v1/access', { token: tokens.member });
    expect(table.body['data']).toContainEqual({
      method: 'PUT',
      path: '/v1/org/settings',
      rule: 'the role org:admin or the permission org:settings:manage',
      purpose: expect.any(String) as string,
    });
    const { body } = await on.call('GET', '/openapi.json');
    expect(body['openapi']).toBe('3.1.0');
    const paths = body['paths'] as Record<string, Record<string, Record<string, unknown>>>;
    for (const { method, path, rule } of accessTable()) {
      if (path === '/openapi.json' || path === '/metrics') continue;
      const operation = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      expect(operation, path).toBeDefined();
      expect(typeof operation?.['x-access-rule'], path).toBe('string');
      expect(operation?.['security'], path).toEqual(
        rule.kind === 'public' ? [] : [{ sessionToken: [] }],
      );
    }
  });
});

/** A body that each write accepts, and a condition that no stored version meets. */
const bodies: Readonly<Record<string, unknown>> = {
  'PUT /v1/org/settings': { displayName: 'x' },
  'POST /v1/items': { title: 'x' },
  'POST /v1/templates': { name: 'x', claims: {} },
  'PATCH /v1/templates/:id': { name: 'x' },
  'PUT /v1/session-claims': { claims: {} },
  'PATCH /v1/org/members/:userId': { role: 'org:member' },
  'PATCH /v1/org': { name: 'x' },
  'PATCH /v1/org/metadata': { publicMetadata: {} },
  'PUT /v1/org/metadata': { publicMetadata: {} },
  'POST /v1/org/invitations': {
    invitations: [{ emailAddress: 'x@example.com', role: 'org:member' }],
  },
  'POST /v1/roles': { key: 'org:made', name: 'Made' },
  'PATCH /v1/roles/:id': { name: 'x' },
  'POST /v1/org/domains': { name: 'example.com', enrollmentMode: 'manual_invitation' },
  'PATCH /v1/org/domains/:id': { enrollmentMode: 'manual_invitation' },
  'POST /v1/permissions': { key: 'org:made:read', name: 'Made' },
  'PATCH /v1/permissions/:id': { name: 'x' },
  'POST /v1/role-sets': {
    name: 'x',
    roles: ['org:admin', 'org:member'],
    defaultRole: 'org:member',
    creatorRole: 'org:admin',
  },
  'PATCH /v1/role-sets/:key': { name: 'x' },
  'PUT /v1/org/role-set': { roleSet: 'role_set:other' },
  'POST /v1/role-sets/:key/roles': { roles: ['org:editor'] },
  'POST /v1/role-sets/:key/roles/replace': { role: 'org:editor', by: 'org:member' },
  'POST /v1/role-sets/:key/replace': { by: 'role_set:other' },
};

const bodyOf = ({
  method,
  path,
}: AccessEntry): { body?: unknown; headers?: Record<string, string> } => {
  if (method === 'GET') return {};
  const body = bodies[`${method} ${path}`];
  const headers: Record<string, string> =
    path === '/v1/org/settings' ? { 'if-none-match': '*' } : { 'if-match': '"999"' };
  return body === undefined ? { headers } : { body, headers };
};

describe('the start', () => {
  it('refuses a route without a rule', async () => {
    await expect(
      startTestBackend({
        extend: (app) =>
          void app.route({ method: 'GET', url: '/v1/forgotten', handler: () => ({}) }),
      }),
    ).rejects.toMatchObject({
      error: {
        code: 'start.bad_configuration',
        details: { withoutRule: 'GET /v1/forgotten', withoutRoute: '' },
      },
    });
  });

  it('refuses a rule without a route', async () => {
    const extra: AccessEntry = {
      method: 'GET',
      path: '/v1/gone',
      rule: { kind: 'signed-in' },
      purpose: 'None.',
    };
    await expect(startTestBackend({ access: [...accessTable(), extra] })).rejects.toMatchObject({
      error: { code: 'start.bad_configuration', details: { withoutRoute: 'GET /v1/gone' } },
    });
  });
});
