import type { ClerkClient } from '@clerk/backend';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NativeClient } from './kit.ts';
import { refusal, serve, type Serving } from './sdk.ts';

type RoleSet = Awaited<ReturnType<ClerkClient['roleSets']['getRoleSet']>>;

let serving: Serving;
let clerk: ClerkClient;
beforeAll(async () => {
  serving = await serve();
  ({ clerk } = serving);
});
afterAll(() => serving.sandbox.end());

const keysOf = (set: RoleSet): string[] => set.roles.map((role) => role.key);

/** An organization of grace's own, with two people of the roles given. */
async function organization(roleSetKey: string | null, ...roles: string[]): Promise<string> {
  const { id } = await clerk.organizations.createOrganization({
    name: 'Hooli',
    createdBy: serving.sandbox.person('grace'),
  });
  if (roleSetKey !== null) await assign(id, roleSetKey);
  for (const role of roles) {
    const { id: userId } = await clerk.users.createUser({
      emailAddress: [`${id}.${role.slice(4)}@example.com`],
    });
    await clerk.organizations.createOrganizationMembership({ organizationId: id, userId, role });
  }
  return id;
}

/** The SDK has no parameter for it, the API has. */
async function assign(id: string, roleSetKey: string): Promise<unknown[]> {
  const answer = await fetch(`${serving.url}/v1/organizations/${id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${serving.sandbox.secretKey}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ role_set_key: roleSetKey }),
  });
  const body = (await answer.json()) as { role_set_key?: string; errors?: { code: string }[] };
  return [answer.status, body.role_set_key ?? body.errors?.[0]?.code];
}

async function rolesOf(organizationId: string): Promise<string[]> {
  const list = await clerk.organizations.getOrganizationMembershipList({ organizationId });
  return list.data.map((one) => one.role).sort();
}

describe('role sets', () => {
  test('are listed, read by key and id, and name default and creator role', async () => {
    const list = await clerk.roleSets.getRoleSetList({ orderBy: '+key' });
    expect(list.data.map((set) => [set.key, set.type, keysOf(set).length])).toEqual([
      ['role_set:default', 'initial', 6],
      ['role_set:essentials', 'custom', 3],
    ]);
    const [first] = list.data;
    expect([first?.defaultRole?.key, first?.creatorRole?.key]).toEqual(['org:member', 'org:admin']);
    expect(first?.roles.find((role) => role.key === 'org:admin')).toMatchObject({
      hasMembers: true,
    });
    expect((await clerk.roleSets.getRoleSet(first?.id ?? '')).key).toBe('role_set:default');
    expect(await refusal(clerk.roleSets.getRoleSet('role_set:none'))).toEqual([
      404,
      'resource_not_found',
      undefined,
    ]);
    const acme = await clerk.organizations.getOrganization({ organizationId: serving.acme });
    expect(acme.raw?.role_set_key).toBe('role_set:default');
  });

  test('are created, changed and checked', async () => {
    const made = await clerk.roleSets.createRoleSet({
      name: 'Big Customers',
      roles: ['org:admin', 'org:member', 'org:support'],
      defaultRoleKey: 'org:member',
      creatorRoleKey: 'org:admin',
    });
    expect([made.key, made.type, made.description]).toEqual([
      'role_set:big_customers',
      'custom',
      null,
    ]);
    const changed = await clerk.roleSets.updateRoleSet({
      roleSetKeyOrId: made.key,
      name: 'Enterprise',
      key: 'role_set:enterprise',
      description: 'All of it',
      defaultRoleKey: 'org:support',
    });
    expect([changed.id, changed.key, changed.defaultRole?.key]).toEqual([
      made.id,
      'role_set:enterprise',
      'org:support',
    ]);
    const wider = await clerk.roleSets.addRolesToRoleSet({
      roleSetKeyOrId: made.id,
      roleKeys: ['org:editor', 'org:member'],
      defaultRoleKey: 'org:editor',
    });
    expect(keysOf(wider)).toEqual(['org:admin', 'org:member', 'org:support', 'org:editor']);
    const create = (
      change: Partial<Parameters<typeof clerk.roleSets.createRoleSet>[0]>,
    ): Promise<unknown[]> =>
      refusal(
        clerk.roleSets.createRoleSet({
          name: 'Odd',
          roles: ['org:admin', 'org:member'],
          defaultRoleKey: 'org:member',
          creatorRoleKey: 'org:admin',
          ...change,
        }),
      );
    expect(await create({ key: 'role_set:enterprise' })).toEqual([400, 'duplicate_record', 'key']);
    expect(await create({ key: 'enterprise' })).toEqual([422, 'form_param_value_invalid', 'key']);
    expect(await create({ roles: [] })).toEqual([422, 'form_param_value_invalid', 'roles']);
    expect(await create({ roles: ['org:admin', 'org:nobody'] })).toEqual([
      404,
      'resource_not_found',
      'roles',
    ]);
    expect(await create({ defaultRoleKey: 'org:viewer' })).toEqual([
      422,
      'form_param_value_invalid',
      'default_role_key',
    ]);
    expect(await create({ creatorRoleKey: 'org:member' })).toEqual([
      422,
      'organization_missing_creator_role_permissions',
      undefined,
    ]);
  });

  test('decide which roles members and invitations of an organization may have', async () => {
    const id = await organization('role_set:essentials', 'org:viewer');
    const outside = [404, 'resource_not_found', 'role'];
    const userId = serving.sandbox.person('alan');
    const member = { organizationId: id, userId, role: 'org:editor' };
    expect(await refusal(clerk.organizations.createOrganizationMembership(member))).toEqual(
      outside,
    );
    await clerk.organizations.createOrganizationMembership({ ...member, role: 'org:member' });
    expect(await refusal(clerk.organizations.updateOrganizationMembership(member))).toEqual(
      outside,
    );
    expect(
      await refusal(
        clerk.organizations.createOrganizationInvitation({
          organizationId: id,
          emailAddress: 'somebody@example.com',
          role: 'org:support',
        }),
      ),
    ).toEqual(outside);
    const browser = new NativeClient(serving.sandbox);
    await browser.signIn('grace');
    const roles = await browser.call('GET', `/organizations/${id}/roles?limit=20`);
    const data = roles.body.response?.['data'] as { key: string }[];
    expect(data.map((role) => role.key)).toEqual(['org:admin', 'org:member', 'org:viewer']);
  });

  test('are exchanged for an organization only when they have every role in use', async () => {
    const id = await organization(null, 'org:editor');
    expect(await assign(id, 'role_set:essentials')).toEqual([
      422,
      'organization_role_on_set_assigned_to_user',
    ]);
    expect(await assign(id, 'role_set:nowhere')).toEqual([404, 'resource_not_found']);
    const [editor] = (
      await clerk.organizations.getOrganizationMembershipList({
        organizationId: id,
        role: ['org:editor'],
      })
    ).data;
    await clerk.organizations.deleteOrganizationMembership({
      organizationId: id,
      userId: editor?.publicUserData?.userId ?? '',
    });
    expect(await assign(id, 'role_set:essentials')).toEqual([200, 'role_set:essentials']);
  });
});

describe('a role taken out of a set', () => {
  test('moves its members and waiting invitations, and hands on what it stood for', async () => {
    const { key } = await clerk.roleSets.createRoleSet({
      name: 'Trial',
      roles: ['org:admin', 'org:viewer', 'org:editor'],
      defaultRoleKey: 'org:viewer',
      creatorRoleKey: 'org:admin',
    });
    const id = await organization(key, 'org:viewer', 'org:editor');
    const invitation = await clerk.organizations.createOrganizationInvitation({
      organizationId: id,
      emailAddress: 'late@example.com',
      role: 'org:viewer',
    });
    const replace = (roleKey: string, toRoleKey: string): Promise<RoleSet> =>
      clerk.roleSets.replaceRoleInRoleSet({ roleSetKeyOrId: key, roleKey, toRoleKey });
    expect(await refusal(replace('org:viewer', 'org:support'))).toEqual([
      422,
      'organization_role_set_reassignment_mappings_invalid',
      'reassignment_mappings',
    ]);
    expect(await refusal(replace('org:support', 'org:viewer'))).toEqual([
      404,
      'resource_not_found',
      undefined,
    ]);
    expect(await refusal(replace('org:admin', 'org:editor'))).toEqual([
      422,
      'organization_missing_creator_role_permissions',
      undefined,
    ]);
    expect(await rolesOf(id)).toEqual(['org:admin', 'org:editor', 'org:viewer']);
    const smaller = await replace('org:viewer', 'org:editor');
    expect([keysOf(smaller), smaller.defaultRole?.key]).toEqual([
      ['org:admin', 'org:editor'],
      'org:editor',
    ]);
    expect(await rolesOf(id)).toEqual(['org:admin', 'org:editor', 'org:editor']);
    const moved = await clerk.organizations.getOrganizationInvitation({
      organizationId: id,
      invitationId: invitation.id,
    });
    expect(moved.role).toBe('org:editor');
  });
});

describe('a set that is replaced', () => {
  test('goes when each role in use has its place in the other one', async () => {
    const { key, id: setId } = await clerk.roleSets.createRoleSet({
      name: 'Old',
      roles: ['org:admin', 'org:editor', 'org:support'],
      defaultRoleKey: 'org:editor',
      creatorRoleKey: 'org:admin',
    });
    const id = await organization(key, 'org:editor', 'org:support');
    const replace = (reassignmentMappings?: Record<string, string>): Promise<unknown> =>
      clerk.roleSets.replaceRoleSet({
        roleSetKeyOrId: key,
        destRoleSetKey: 'role_set:essentials',
        ...(reassignmentMappings === undefined ? {} : { reassignmentMappings }),
      });
    const missing = 'organization_role_set_reassignment_mappings_missing';
    expect(await refusal(replace())).toEqual([422, missing, 'reassignment_mappings']);
    expect(await refusal(replace({ 'org:editor': 'org:member' }))).toEqual([
      422,
      missing,
      'reassignment_mappings',
    ]);
    expect(await rolesOf(id)).toEqual(['org:admin', 'org:editor', 'org:support']);
    expect(
      await replace({ 'org:editor': 'org:member', 'org:support': 'org:viewer' }),
    ).toMatchObject({ id: setId, deleted: true });
    expect(await rolesOf(id)).toEqual(['org:admin', 'org:member', 'org:viewer']);
    const after = await clerk.organizations.getOrganization({ organizationId: id });
    expect(after.raw?.role_set_key).toBe('role_set:essentials');
    expect((await refusal(clerk.roleSets.getRoleSet(key)))[0]).toBe(404);
  });

  test('is never the initial one', async () => {
    expect(
      await refusal(
        clerk.roleSets.replaceRoleSet({
          roleSetKeyOrId: 'role_set:default',
          destRoleSetKey: 'role_set:essentials',
        }),
      ),
    ).toEqual([403, 'cannot_delete_initial_role_set', undefined]);
  });
});

describe('the initial set', () => {
  test('is the one of new organizations, and there is one', async () => {
    const used = await clerk.roleSets.updateRoleSet({
      roleSetKeyOrId: 'role_set:essentials',
      type: 'initial',
    });
    expect(used.type).toBe('initial');
    expect((await clerk.roleSets.getRoleSet('role_set:default')).type).toBe('custom');
    const { raw } = await clerk.organizations.createOrganization({ name: 'Fresh' });
    expect(raw?.role_set_key).toBe('role_set:essentials');
    await clerk.roleSets.updateRoleSet({ roleSetKeyOrId: 'role_set:default', type: 'initial' });
  });

  test('takes a new role that is meant for it, and keeps one that it needs', async () => {
    const role = await clerk.organizationRoles.createOrganizationRole({
      name: 'Auditor',
      key: 'org:auditor',
      includeInInitialRoleSet: true,
    });
    expect(keysOf(await clerk.roleSets.getRoleSet('role_set:default'))).toContain('org:auditor');
    await clerk.organizationRoles.deleteOrganizationRole(role.id);
    expect(keysOf(await clerk.roleSets.getRoleSet('role_set:default'))).not.toContain(
      'org:auditor',
    );
    const roles = (await clerk.organizationRoles.getOrganizationRoleList({ limit: 50 })).data;
    const admin = roles.find((one) => one.key === 'org:admin');
    const remove = (id = ''): Promise<unknown> =>
      clerk.organizationRoles.deleteOrganizationRole(id);
    expect((await refusal(remove(admin?.id)))[1]).toBe('organization_role_default_creator_role');
    const viewer = roles.find((one) => one.key === 'org:viewer');
    expect((await refusal(remove(viewer?.id)))[1]).toBe('organization_role_assigned_members');
    expect([admin?.isCreatorEligible, viewer?.isCreatorEligible]).toEqual([true, false]);
    const [needed] = admin?.permissions.filter((one) => one.key === 'org:sys_profile:delete') ?? [];
    expect(
      await refusal(
        clerk.organizationRoles.removePermissionFromOrganizationRole({
          organizationRoleId: admin?.id ?? '',
          permissionId: needed?.id ?? '',
        }),
      ),
    ).toEqual([422, 'organization_missing_creator_role_permissions', undefined]);
  });
});
