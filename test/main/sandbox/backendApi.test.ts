import { createClerkClient, verifyToken, type ClerkClient } from '@clerk/backend';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimsOf, type Running } from './kit.ts';
import { refusal, serve } from './sdk.ts';

let sandbox: Running;
let apiUrl: string;
let clerk: ClerkClient;
let acme: string;
beforeAll(async () => {
  ({ sandbox, url: apiUrl, clerk, acme } = await serve());
});
afterAll(() => sandbox.end());

/** A session made as a server may: for testing. */
const newSession = (who: 'ada' | 'grace' | 'margaret'): Promise<{ id: string }> =>
  clerk.sessions.createSession({ userId: sandbox.person(who) });

describe('keys', () => {
  test('an unknown secret key is refused', async () => {
    const other = createClerkClient({
      secretKey: 'sk_test_unknown',
      apiUrl,
      telemetry: { disabled: true },
    });
    expect(await refusal(other.users.getCount())).toEqual([401, 'clerk_key_invalid', undefined]);
  });

  test('a browser page gets no CORS header from this API', async () => {
    const reply = await sandbox.app.inject({
      url: '/v1/users',
      headers: { authorization: `Bearer ${sandbox.secretKey}`, origin: 'http://localhost:3000' },
    });
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('the key set verifies a session token, over the network and as a local key', async () => {
    const { id } = await newSession('ada');
    const { jwt } = await clerk.sessions.getToken(id);
    const claims = await verifyToken(jwt, {
      secretKey: sandbox.secretKey,
      apiUrl,
      issuer: sandbox.issuer,
    });
    expect(claims.sub).toBe(sandbox.person('ada'));
    expect(claims).not.toHaveProperty('azp');
  });
});

describe('users', () => {
  test('lists with a count, filters and pages', async () => {
    const first = await clerk.users.getUserList({ limit: 7, orderBy: '+created_at' });
    expect(first.totalCount).toBe(200);
    expect(first.data).toHaveLength(7);
    expect(first.data[0]?.firstName).toBe('Ada');
    const found = await clerk.users.getUserList({ query: 'hopper' });
    expect(found.data.map((user) => user.id)).toEqual([sandbox.person('grace')]);
    const members = await clerk.users.getUserList({ organizationId: [acme], limit: 500 });
    expect(members.totalCount).toBeGreaterThan(50);
    const pages = new Set<string>();
    for (let offset = 0; offset < 200; offset += 50) {
      const page = await clerk.users.getUserList({ limit: 50, offset });
      for (const user of page.data) pages.add(user.id);
    }
    expect(pages.size).toBe(200);
  });

  test('creates, patches and refuses a taken address', async () => {
    const user = await clerk.users.createUser({
      emailAddress: ['new.person@example.com'],
      password: 'a long password',
      firstName: 'New',
      publicMetadata: { plan: 'gold', nested: { keep: 1, drop: 2 } },
    });
    expect(user.primaryEmailAddress?.emailAddress).toBe('new.person@example.com');
    expect((await clerk.users.updateUser(user.id, { lastName: 'Person' })).fullName).toBe(
      'New Person',
    );
    const merged = await clerk.users.updateUserMetadata(user.id, {
      publicMetadata: { nested: { drop: null }, more: true },
    });
    expect(merged.publicMetadata).toEqual({ plan: 'gold', nested: { keep: 1 }, more: true });
    expect(
      await refusal(
        clerk.users.createUser({ emailAddress: ['ada@example.com'], password: 'long enough' }),
      ),
    ).toEqual([422, 'form_identifier_exists', 'email_address']);
    expect(
      await clerk.users.verifyPassword({ userId: user.id, password: 'a long password' }),
    ).toEqual({
      verified: true,
    });
    expect((await clerk.users.banUser(user.id)).banned).toBe(true);
    expect(await clerk.users.deleteUser(user.id)).toMatchObject({ id: user.id, deleted: true });
    expect(await refusal(clerk.users.getUser(user.id))).toEqual([
      404,
      'resource_not_found',
      undefined,
    ]);
  });

  test('private metadata is in this API alone', async () => {
    const user = await clerk.users.updateUserMetadata(sandbox.person('ada'), {
      privateMetadata: { note: 'secret' },
    });
    expect(user.privateMetadata['note']).toBe('secret');
  });
});

describe('organizations and memberships', () => {
  test('lists, reads by slug, creates with its admin, patches and deletes', async () => {
    const all = await clerk.organizations.getOrganizationList({ includeMembersCount: true });
    expect(all.data.map((one) => one.name).sort()).toEqual([
      'Acme Robotics',
      'Globex Health',
      'Initech Labs',
    ]);
    expect(all.data.find((one) => one.id === acme)?.membersCount).toBeGreaterThan(50);
    const made = await clerk.organizations.createOrganization({
      name: 'Umbrella Works',
      createdBy: sandbox.person('grace'),
    });
    expect(made.slug).toBe('umbrella-works');
    const members = await clerk.organizations.getOrganizationMembershipList({
      organizationId: made.id,
    });
    expect(members.data.map((one) => [one.role, one.publicUserData?.firstName])).toEqual([
      ['org:admin', 'Grace'],
    ]);
    const renamed = await clerk.organizations.updateOrganization(made.id, {
      name: 'Umbrella Labs',
    });
    expect(renamed.name).toBe('Umbrella Labs');
    const tagged = await clerk.organizations.updateOrganizationMetadata(made.id, {
      publicMetadata: { tier: 3 },
    });
    expect(tagged.publicMetadata).toEqual({ tier: 3 });
    await clerk.organizations.deleteOrganization(made.id);
    expect(await refusal(clerk.organizations.getOrganization({ organizationId: made.id }))).toEqual(
      [404, 'resource_not_found', undefined],
    );
  });

  test('members: searched, ordered, paged', async () => {
    const page = await clerk.organizations.getOrganizationMembershipList({
      organizationId: acme,
      limit: 20,
      offset: 20,
      orderBy: '+first_name',
    });
    expect(page.data).toHaveLength(20);
    expect(page.totalCount).toBeGreaterThan(50);
    const found = await clerk.organizations.getOrganizationMembershipList({
      organizationId: acme,
      query: 'byron',
    });
    expect(found.data.map((one) => one.publicUserData?.identifier)).toEqual(['ada@example.com']);
    expect(found.data[0]?.permissions).toContain('org:sys_memberships:manage');
  });

  test('a role changes, and the last admin is kept', async () => {
    const grace = { organizationId: acme, userId: sandbox.person('grace') };
    const up = await clerk.organizations.updateOrganizationMembership({
      ...grace,
      role: 'org:admin',
    });
    expect(up.role).toBe('org:admin');
    await clerk.organizations.updateOrganizationMembership({ ...grace, role: 'org:member' });
    const ada = { organizationId: acme, userId: sandbox.person('ada') };
    const needed = [400, 'organization_minimum_permissions_needed', undefined];
    expect(
      await refusal(
        clerk.organizations.updateOrganizationMembership({ ...ada, role: 'org:member' }),
      ),
    ).toEqual(needed);
    expect(await refusal(clerk.organizations.deleteOrganizationMembership(ada))).toEqual(needed);
    expect(
      await refusal(
        clerk.organizations.updateOrganizationMembership({ ...grace, role: 'org:nobody' }),
      ),
    ).toEqual([404, 'resource_not_found', 'role']);
  });

  test('a member joins and leaves', async () => {
    const katherine = { organizationId: acme, userId: sandbox.person('katherine') };
    const joined = await clerk.organizations.createOrganizationMembership({
      ...katherine,
      role: 'org:viewer',
    });
    expect(joined.organization.id).toBe(acme);
    expect(
      await refusal(
        clerk.organizations.createOrganizationMembership({ ...katherine, role: 'org:viewer' }),
      ),
    ).toEqual([400, 'already_a_member_in_organization', undefined]);
    const own = await clerk.users.getOrganizationMembershipList({ userId: katherine.userId });
    expect(own.data.map((one) => one.role)).toEqual(['org:viewer']);
    expect((await clerk.organizations.deleteOrganizationMembership(katherine)).id).toBe(joined.id);
  });
});

describe('invitations', () => {
  test('are made, listed, read and revoked', async () => {
    const invitation = await clerk.organizations.createOrganizationInvitation({
      organizationId: acme,
      emailAddress: 'guest@example.com',
      role: 'org:viewer',
      inviterUserId: sandbox.person('ada'),
    });
    const pending = await clerk.organizations.getOrganizationInvitationList({
      organizationId: acme,
      status: ['pending'],
    });
    expect(pending.data.map((one) => one.emailAddress)).toEqual(['guest@example.com']);
    const ref = { organizationId: acme, invitationId: invitation.id };
    expect((await clerk.organizations.getOrganizationInvitation(ref)).roleName).toBe('Viewer');
    const revoked = await clerk.organizations.revokeOrganizationInvitation(ref);
    expect(revoked.status).toBe('revoked');
    expect(
      await refusal(
        clerk.organizations.createOrganizationInvitation({
          organizationId: acme,
          emailAddress: 'ada@example.com',
          role: 'org:viewer',
        }),
      ),
    ).toEqual([400, 'already_a_member_in_organization', 'email_address']);
  });
});

describe('sessions and tokens', () => {
  test('lists, reads, mints, revokes', async () => {
    const { id } = await newSession('margaret');
    const list = await clerk.sessions.getSessionList({ userId: sandbox.person('margaret') });
    expect(list.data.map((session) => session.id)).toContain(id);
    const { jwt } = await clerk.sessions.getToken(id);
    expect(claimsOf(jwt)).toMatchObject({ sid: id, v: 2, sts: 'active' });
    const template = await clerk.sessions.getToken(id, 'supabase');
    expect(claimsOf(template.jwt)).toMatchObject({
      aud: 'authenticated',
      email: 'margaret@example.com',
    });
    expect(await refusal(clerk.sessions.getToken(id, 'nope'))).toEqual([
      404,
      'resource_not_found',
      undefined,
    ]);
    expect((await clerk.sessions.revokeSession(id)).status).toBe('revoked');
    expect(await refusal(clerk.sessions.getToken(id))).toEqual([
      401,
      'authentication_invalid',
      undefined,
    ]);
  });

  test('a token may be given its own lifetime', async () => {
    const { id } = await newSession('ada');
    const { jwt } = await clerk.sessions.getToken(id, 'hasura', 3600);
    const { exp, iat } = claimsOf(jwt) as { exp: number; iat: number };
    expect(exp - iat).toBe(3600);
  });
});

describe('JWT templates', () => {
  test('are listed, made, changed and deleted', async () => {
    const seeded = await clerk.jwtTemplates.list();
    expect(seeded.data.map((template) => template.name).sort()).toEqual([
      'everything',
      'hasura',
      'supabase',
    ]);
    const made = await clerk.jwtTemplates.create({ name: 'mine', claims: { who: '{{user.id}}' } });
    expect([made.lifetime, made.allowedClockSkew, made.signingAlgorithm]).toEqual([60, 5, 'RS256']);
    const changed = await clerk.jwtTemplates.update({
      templateId: made.id,
      name: 'mine',
      claims: { who: '{{user.first_name}}' },
      lifetime: 120,
    });
    expect(changed.lifetime).toBe(120);
    const { id } = await newSession('grace');
    const { jwt } = await clerk.sessions.getToken(id, 'mine');
    expect(claimsOf(jwt)).toMatchObject({ who: 'Grace', sub: sandbox.person('grace') });
    expect((await clerk.jwtTemplates.delete(made.id)).deleted).toBe(true);
  });

  test.each([
    [{ name: 'x', claims: { sub: 'me' } }, [400, 'jwt_template_reserved_claim', 'claims']],
    [{ name: 'x', claims: { sid: 'me' } }, [400, 'jwt_template_reserved_claim', 'claims']],
    [{ name: 'x', claims: {}, lifetime: 29 }, [422, 'form_param_value_invalid', 'lifetime']],
    [
      { name: 'x', claims: {}, allowedClockSkew: 301 },
      [422, 'form_param_value_invalid', 'allowed_clock_skew'],
    ],
    [{ name: 'supabase', claims: {} }, [400, 'duplicate_record', 'name']],
    [
      { name: 'x', claims: {}, customSigningKey: true },
      [422, 'form_param_missing', 'signing_algorithm'],
    ],
  ])('refuses %j', async (body, expected) => {
    expect(await refusal(clerk.jwtTemplates.create(body))).toEqual(expected);
  });

  test('a custom HS256 key signs, and is never answered', async () => {
    const made = await clerk.jwtTemplates.create({
      name: 'shared',
      claims: { aud: 'x' },
      customSigningKey: true,
      signingAlgorithm: 'HS256',
      signingKey: 'a shared secret of a test',
    });
    expect(JSON.stringify(made)).not.toContain('a shared secret');
    const { id } = await newSession('ada');
    const { jwt } = await clerk.sessions.getToken(id, 'shared');
    const header: unknown = JSON.parse(
      Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString(),
    );
    expect(header).toMatchObject({ alg: 'HS256', cat: 'cl_B7d4PD222AAA' });

    const change = { templateId: made.id, name: 'shared', claims: {} };
    const kept = await clerk.jwtTemplates.update({ ...change, customSigningKey: true });
    expect(kept).toMatchObject({ customSigningKey: true, signingAlgorithm: 'HS256' });
    const other = clerk.jwtTemplates.update({ ...change, signingAlgorithm: 'RS256' });
    expect(await refusal(other)).toEqual([422, 'form_param_missing', 'signing_key']);
    const ended = await clerk.jwtTemplates.update({ ...change, customSigningKey: false });
    expect(ended).toMatchObject({ customSigningKey: false, signingAlgorithm: 'RS256' });
    await clerk.jwtTemplates.delete(made.id);
  });
});

describe('roles and permissions', () => {
  test('are seeded: 6 roles, 12 custom permissions over 4 features', async () => {
    const roles = await clerk.organizationRoles.getOrganizationRoleList({ limit: 100 });
    expect(roles.data).toHaveLength(6);
    const permissions = await clerk.organizationPermissions.getOrganizationPermissionList({
      limit: 100,
    });
    const custom = permissions.data.filter((one) => !one.key.startsWith('org:sys_'));
    expect(custom).toHaveLength(12);
    expect(new Set(custom.map((one) => one.key.split(':')[1])).size).toBe(4);
  });

  test('a role is made, given a permission and deleted', async () => {
    const made = await clerk.organizationPermissions.createOrganizationPermission({
      name: 'Approve data',
      key: 'org:data:approve',
    });
    const role = await clerk.organizationRoles.createOrganizationRole({
      name: 'Approver',
      key: 'org:approver',
      permissions: [made.id],
    });
    expect(role.permissions.map((one) => one.key)).toEqual(['org:data:approve']);
    const { data } = await clerk.organizationPermissions.getOrganizationPermissionList({
      query: 'org:data:read',
    });
    const more = await clerk.organizationRoles.assignPermissionToOrganizationRole({
      organizationRoleId: role.id,
      permissionId: data[0]?.id ?? '',
    });
    expect(more.permissions).toHaveLength(2);
    expect((await clerk.organizationRoles.deleteOrganizationRole(role.id)).deleted).toBe(true);
    await clerk.organizationPermissions.deleteOrganizationPermission(made.id);
    const { data: roles } = await clerk.organizationRoles.getOrganizationRoleList({
      query: 'org:member',
    });
    expect(
      await refusal(clerk.organizationRoles.deleteOrganizationRole(roles[0]?.id ?? '')),
    ).toEqual([422, 'organization_role_domain_default_role', undefined]);
  });
});

describe('the instance', () => {
  test('takes custom schemes as allowed origins, and no web page', async () => {
    await clerk.instance.update({ allowedOrigins: ['my-app://host'] });
    expect((await clerk.instance.get()).allowedOrigins).toEqual(['my-app://host']);
    const reply = await sandbox.app.inject({
      url: '/v1/client?_is_native=1',
      headers: { origin: 'my-app://host', authorization: 'Bearer nothing' },
    });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['access-control-expose-headers']).toContain('Authorization');
    expect(
      await refusal(clerk.instance.update({ allowedOrigins: ['http://localhost:3000'] })),
    ).toEqual([422, 'form_invalid_origin', 'allowed_origins']);
    await clerk.instance.update({ allowedOrigins: [] });
  });

  test('organization settings are read and changed', async () => {
    const before = await clerk.instance.getOrganizationSettings();
    expect(before.enabled).toBe(true);
    const after = await clerk.instance.updateOrganizationSettings({ maxAllowedMemberships: 7 });
    expect(after.maxAllowedMemberships).toBe(7);
    await clerk.instance.updateOrganizationSettings({ maxAllowedMemberships: 0 });
  });
});

describe('sign-in tokens', () => {
  test('are made and revoked, and a revoked one opens nothing', async () => {
    const token = await clerk.signInTokens.createSignInToken({
      userId: sandbox.person('ada'),
      expiresInSeconds: 60,
    });
    expect(token.status).toBe('pending');
    expect((await clerk.signInTokens.revokeSignInToken(token.id)).status).toBe('revoked');
    const reply = await sandbox.app.inject({
      method: 'POST',
      url: '/v1/client/sign_ins?_is_native=1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ strategy: 'ticket', ticket: token.token }).toString(),
    });
    expect(reply.statusCode).toBe(400);
    expect(reply.json<{ errors: { code: string }[] }>().errors[0]?.code).toBe(
      'sign_in_token_revoked_code',
    );
  });
});
