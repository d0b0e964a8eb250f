import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from './support/backend.ts';
import { ada, edith, grace, katherine } from './support/people.ts';

describe('members, roles and the caller', () => {
  let on: TestBackend;
  beforeEach(async () => {
    on = await startTestBackend();
  });
  afterEach(() => on.close());

  const changeRole = (token: string, userId: string, role: string) =>
    on.call('PATCH', `/v1/org/members/${userId}`, { token, body: { role } });

  it('lists, searches and pages', async () => {
    const token = on.clerk.mint(grace);
    const all = await on.call('GET', '/v1/org/members', { token });
    expect(all.body['total']).toBe(3);
    expect(all.body['data']).toContainEqual({
      userId: ada.userId,
      name: 'Ada',
      identifier: 'user_ada@example.com',
      imageUrl: 'http://127.0.0.1/picture.png',
      role: 'org:admin',
      roleName: 'admin',
      createdAtMs: 1_700_000_000_000,
    });
    const second = await on.call('GET', '/v1/org/members?limit=1&offset=1', { token });
    expect(second.body).toMatchObject({ total: 3, data: [{ userId: grace.userId }] });
    const search = await on.call('GET', '/v1/org/members?query=edith', { token });
    expect(search.body).toMatchObject({ total: 1, data: [{ userId: edith.userId }] });
    for (const query of ['limit=0', 'limit=101', 'limit=x', 'offset=-1', 'unknown=1']) {
      const answer = await on.call('GET', `/v1/org/members?${query}`, { token });
      expect(answer.status, query).toBe(400);
    }
  });

  it('lists roles with their permissions', async () => {
    const answer = await on.call('GET', '/v1/org/roles', { token: on.clerk.mint(grace) });
    expect(answer.body['data']).toContainEqual({
      key: 'org:member',
      name: 'member',
      description: '',
      permissions: ['org:sys_memberships:read', 'org:data:read'],
    });
  });

  it('changes a role at Clerk and writes it down', async () => {
    const answer = await changeRole(on.clerk.mint(ada), grace.userId, 'org:editor');
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toMatchObject({ userId: grace.userId, role: 'org:editor' });
    expect(on.clerk.roles.get('org_acme user_grace')).toBe('org:editor');
    const [row] = (await on.store.listAudit('org:org_acme', 1)).data;
    expect(row).toMatchObject({
      action: 'member.role.change',
      target: grace.userId,
      actorId: ada.userId,
      before: { role: 'org:member' },
      after: { role: 'org:editor' },
    });
  });

  it('refuses one’s own role, unknown roles and strangers', async () => {
    const token = on.clerk.mint(ada);
    const own = await changeRole(token, ada.userId, 'org:member');
    expect([own.status, own.body['code']]).toEqual([403, 'organization.own_role']);
    const unknown = await changeRole(token, grace.userId, 'org:emperor');
    expect([unknown.status, unknown.body['code']]).toEqual([400, 'boundary.bad_input']);
    const stranger = await changeRole(token, katherine.userId, 'org:member');
    expect([stranger.status, stranger.body['code']]).toEqual([404, 'resource.not_found']);
    expect(on.clerk.calls.filter((call) => call.startsWith('PATCH'))).toEqual([]);
  });

  it('lets two admins who demote each other at once not leave nobody', async () => {
    on.clerk.roles.set('org_acme user_edith', 'org:admin');
    const answers = await Promise.all([
      changeRole(on.clerk.mint(ada), edith.userId, 'org:member'),
      changeRole(on.clerk.mint(edith), ada.userId, 'org:member'),
    ]);
    const refusals = answers.filter(({ status }) => status !== 200);
    expect(refusals).toEqual([expect.objectContaining({ status: 409 })]);
    expect(refusals[0]?.body['code']).toBe('organization.last_admin');
  });

  it('passes Clerk’s own refusals on in our words', async () => {
    const refuse = (status: number, code: string, headers = {}): void => {
      on.clerk.fault = (_path, method) =>
        method === 'PATCH'
          ? {
              status,
              headers,
              body: { errors: [{ code, message: 'canary-text' }], clerk_trace_id: 't1' },
            }
          : null;
    };
    const token = on.clerk.mint(ada);
    const cases: [number, string, number, string][] = [
      [400, 'organization_minimum_permissions_needed', 409, 'organization.last_admin'],
      [422, 'form_param_value_invalid', 422, 'clerk.invalid'],
      [402, 'unsupported_subscription_plan_features', 422, 'clerk.invalid'],
      [402, 'something_new', 502, 'clerk.refused'],
      [403, 'organization_membership_quota_exceeded', 422, 'clerk.invalid'],
      [409, 'role_migration_in_progress', 422, 'clerk.invalid'],
      [404, 'resource_not_found', 404, 'clerk.not_found'],
      [401, 'clerk_key_invalid', 502, 'clerk.refused'],
      [429, 'too_many_requests', 503, 'clerk.rate_limited'],
    ];
    for (const [upstream, upstreamCode, status, code] of cases) {
      refuse(upstream, upstreamCode, { 'retry-after': '7' });
      const answer = await changeRole(token, grace.userId, 'org:editor');
      expect([answer.status, answer.body['code']], upstreamCode).toEqual([status, code]);
      expect(answer.text).not.toContain('canary-text');
      expect(answer.body['details']).toMatchObject({ upstream: upstreamCode });
      if (upstream === 429) expect(answer.headers['retry-after']).toBe('7');
    }
    expect((await on.store.listAudit('org:org_acme', 5)).data).toEqual([]);
  });

  it('answers what the token says without a call, and what Clerk says with one', async () => {
    const token = on.clerk.mint(ada, { claims: { pla: 'o:pro', act: { sub: 'user_support' } } });
    await on.call('GET', '/v1/me', { token });
    const before = on.clerk.calls.length;
    const me = await on.call('GET', '/v1/me', { token });
    expect(on.clerk.calls).toHaveLength(before);
    expect(me.body).toMatchObject({
      userId: ada.userId,
      orgId: 'org_acme',
      orgRole: 'org:admin',
      plans: { org: ['pro'], user: [] },
      factorVerificationAge: [0, -1],
      actor: { sub: 'user_support' },
      // She is listed, but somebody else is acting as her.
      operator: false,
    });
    const profile = await on.call('GET', '/v1/me/profile', { token });
    expect(profile.body).toMatchObject({
      user: { id: ada.userId, first_name: 'Ada', public_metadata: { plan: 'pro' } },
    });
    const context = await on.call('GET', '/v1/me/context', { token });
    expect(context.body).toMatchObject({
      user: { first_name: 'Ada' },
      organization: { id: 'org_acme', public_metadata: { region: 'eu' } },
      membership: { role: 'org:admin', public_user_data: { user_id: ada.userId } },
      session: { id: 'sess_user_ada', last_active_organization_id: 'org_acme' },
    });
    for (const answer of [profile, context]) expect(answer.text).not.toContain('private');
    const personal = await on.call('GET', '/v1/me/context', {
      token: on.clerk.mint(katherine, { orgId: null }),
    });
    expect(personal.body).toMatchObject({ organization: null, membership: null });
  });

  it('gives operators the templates, with their claims untouched', async () => {
    const answer = await on.call('GET', '/v1/templates', { token: on.clerk.mint(ada) });
    expect(answer.body).toEqual({
      data: [
        expect.objectContaining({
          name: 'supabase',
          claims: { role: 'authenticated', Keep_This: '{{user.id}}' },
          lifetime: 60,
          createdAtMs: 1_700_000_000_000,
        }),
      ],
    });
    const acted = on.clerk.mint(ada, { claims: { act: { sub: 'user_support' } } });
    const refused = await on.call('GET', '/v1/templates', { token: acted });
    expect(refused.body['code']).toBe('auth.operator_required');
  });
});

describe('a write', () => {
  let on: TestBackend;
  beforeEach(async () => {
    on = await startTestBackend();
  });
  afterEach(() => on.close());

  const create = (token: string) =>
    on.call('POST', '/v1/items', { token, body: { title: 'An item' } });

  it('asks Clerk each time, and believes it over the token', async () => {
    const token = on.clerk.mint(ada);
    expect((await create(token)).status).toBe(201);
    on.clerk.roles.set('org_acme user_ada', 'org:member');
    const demoted = await create(token);
    expect([demoted.status, demoted.body['code']]).toEqual([403, 'auth.denied']);
    expect(demoted.body['title']).toContain('org:member');
    on.clerk.roles.delete('org_acme user_ada');
    const gone = await create(token);
    expect(gone.status).toBe(403);
    expect(gone.body['title']).toContain('no longer a member');
  });

  it('believes the token too: a role given meanwhile counts with the next token', async () => {
    const token = on.clerk.mint(grace);
    on.clerk.roles.set('org_acme user_grace', 'org:admin');
    expect((await create(token)).status).toBe(403);
    expect((await create(on.clerk.mint(grace))).status).toBe(201);
  });

  it('in the personal account needs a session that is still active', async () => {
    const token = on.clerk.mint(katherine, { orgId: null });
    expect((await create(token)).status).toBe(201);
    on.clerk.sessions.set('sess_user_katherine', 'revoked');
    expect((await create(token)).body['code']).toBe('auth.no_session');
    on.clerk.sessions.delete('sess_user_katherine');
    expect((await create(token)).status).toBe(401);
  });

  it.each([
    ['failing', { status: 500, body: '<html>' }],
    ['refusing our key', { status: 401, body: { errors: [{ code: 'clerk_key_invalid' }] } }],
    [
      'answering what is no JSON',
      { status: 200, body: 'hello', headers: { 'content-type': 'text/plain' } },
    ],
  ])('changes nothing while Clerk is %s', async (_name, fault) => {
    const token = on.clerk.mint(ada);
    await on.call('GET', '/v1/me', { token });
    on.clerk.fault = () => fault;
    const answer = await create(token);
    expect([answer.status, answer.body['code']], answer.text).toEqual([503, 'clerk.unreachable']);
    on.clerk.fault = null;
    expect((await on.store.listItems('org:org_acme', 5, null)).data).toEqual([]);
    // What the token alone decides goes on.
    expect((await on.call('GET', '/v1/items', { token })).status).toBe(200);
  });

  it('does not wait for ever for Clerk', async () => {
    const token = on.clerk.mint(ada);
    await on.call('GET', '/v1/me', { token });
    on.clerk.fault = () => 'hang';
    const answer = await create(token);
    expect([answer.status, answer.body['code']]).toEqual([503, 'clerk.unreachable']);
  });

  it('and a read say 503, not 401, while the keys cannot be fetched', async () => {
    on.clerk.fault = (path) => (path === '/v1/jwks' ? { status: 500 } : null);
    const answer = await on.call('GET', '/v1/me', { token: on.clerk.mint(ada) });
    expect([answer.status, answer.body['code']]).toEqual([503, 'clerk.unreachable']);
  });
});
