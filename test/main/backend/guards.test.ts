import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestBackend, type Answer, type TestBackend } from './support/backend.ts';
import { roleSetJson } from './support/fakeOrganizationApi.ts';
import { ada, grace, type Person } from './support/people.ts';

/** Each guard has its own code, sentence and remedy. */
const outcome = ({ status, body }: Answer): unknown[] => [status, body['code']];

let on: TestBackend;
beforeEach(async () => {
  on = await startTestBackend();
  on.clerk.roleSets = [
    roleSetJson('role_set:default', ['org:admin', 'org:member'], { members: { 'org:member': 7 } }),
  ];
});
afterEach(() => on.close());

const changeRole = (by: Person, userId: string, role: string, more = {}): Promise<Answer> =>
  on.call('PATCH', `/v1/org/members/${userId}`, {
    token: on.clerk.mint(by),
    body: { role, ...more },
  });
const invite = (...roles: string[]): Promise<Answer> =>
  on.call('POST', '/v1/org/invitations', {
    token: on.clerk.mint(ada),
    body: {
      invitations: roles.map((role, at) => ({ emailAddress: `p${at}@example.com`, role })),
    },
  });
const writes = (): string[] => on.clerk.calls.filter((call) => !call.startsWith('GET'));

describe('roles of an organization', () => {
  it('are those of its role set: for members, for one invitation and for each of many', async () => {
    const member = await on.call('GET', '/v1/org/roles', { token: on.clerk.mint(grace) });
    expect((member.body['data'] as { key: string }[]).map(({ key }) => key)).toEqual([
      'org:admin',
      'org:member',
    ]);
    const outside = await changeRole(ada, grace.userId, 'org:editor');
    expect(outcome(outside)).toEqual([422, 'organization.role_outside_set']);
    expect(outside.body['details']).toEqual({ role: 'org:editor', roleSet: 'role_set:default' });
    expect(outcome(await invite('org:editor'))).toEqual([422, 'organization.role_outside_set']);
    expect(writes()).toEqual([]);
    const many = await invite('org:editor', 'org:member', 'org:emperor');
    expect(many.body).toMatchObject({
      invited: 1,
      failed: 2,
      data: [
        { error: { code: 'organization.role_outside_set' } },
        { error: null },
        { error: { code: 'boundary.bad_input' } },
      ],
    });
  });

  it('are all of the instance where Clerk knows of no role set', async () => {
    on.clerk.roleSets = [];
    expect((await changeRole(ada, grace.userId, 'org:editor')).status).toBe(200);
  });

  it('change from the role that was seen, when it is named', async () => {
    const stale = await changeRole(ada, grace.userId, 'org:admin', { expectedRole: 'org:editor' });
    expect(outcome(stale)).toEqual([412, 'resource.conflict']);
    expect(stale.body['details']).toEqual({ role: 'org:member' });
    const seen = await changeRole(ada, grace.userId, 'org:admin', { expectedRole: 'org:member' });
    expect(seen.status).toBe(200);
  });
});

describe('a role of the instance', () => {
  const etagOf = async (id: string): Promise<string> => {
    const { body } = await on.call('GET', '/v1/roles', { token: on.clerk.mint(ada) });
    return (
      (body['data'] as { id: string; etag: string }[]).find((role) => role.id === id)?.etag ?? ''
    );
  };
  const write = async (method: string, key: string, body?: object): Promise<Answer> =>
    on.call(method, `/v1/roles/role_${key}`, {
      token: on.clerk.mint(ada),
      headers: { 'if-match': await etagOf(`role_${key}`) },
      ...(body === undefined ? {} : { body }),
    });

  it('is kept while organizations are created with it, begun with it, or members hold it', async () => {
    const creator = await write('DELETE', 'org:admin');
    expect(outcome(creator)).toEqual([409, 'organization.creator_role']);
    const start = await write('DELETE', 'org:member');
    expect(outcome(start)).toEqual([409, 'organization.role_in_use']);
    expect(start.body['title']).toContain('New members');
    on.clerk.roleSets = [
      ...on.clerk.roleSets,
      roleSetJson('role_set:more', ['org:admin', 'org:editor'], { members: { 'org:editor': 3 } }),
    ];
    const held = await write('DELETE', 'org:editor');
    expect(outcome(held)).toEqual([409, 'organization.role_in_use']);
    expect(held.body['title']).toBe('3 members hold this role.');
    expect(writes()).toEqual([]);
  });

  it('keeps what a creator role needs', async () => {
    const bare = await write('PATCH', 'org:admin', { permissions: [] });
    expect(outcome(bare)).toEqual([409, 'organization.creator_role']);
    expect(bare.body['details']).toMatchObject({
      missing: expect.stringContaining('org:sys_memberships:manage') as string,
    });
    expect(writes()).toEqual([]);
  });

  it('keeps the key by which the rules of the backend name it', async () => {
    const renamed = await write('PATCH', 'org:admin', { key: 'org:owner' });
    expect(outcome(renamed)).toEqual([409, 'organization.role_in_use']);
    expect(renamed.body['title']).toContain('rules of this backend');
    expect(writes()).toEqual([]);
  });

  it('is no creator role, and takes no creator role’s place, without these permissions', async () => {
    const token = on.clerk.mint(ada);
    const set = {
      name: 'Partners',
      roles: ['org:admin', 'org:member'],
      defaultRole: 'org:member',
      creatorRole: 'org:member',
    };
    const made = await on.call('POST', '/v1/role-sets', { token, body: set });
    expect(outcome(made)).toEqual([409, 'organization.creator_role']);
    const stray = { ...set, creatorRole: 'org:editor' };
    const outside = await on.call('POST', '/v1/role-sets', { token, body: stray });
    expect(outcome(outside)).toEqual([400, 'boundary.bad_input']);
    const replaced = await on.call('POST', '/v1/role-sets/role_set:default/roles/replace', {
      token,
      body: { role: 'org:admin', by: 'org:member' },
    });
    expect(outcome(replaced)).toEqual([409, 'organization.creator_role']);
    on.clerk.roleSets = [
      ...on.clerk.roleSets,
      roleSetJson('role_set:more', ['org:editor', 'org:member']),
    ];
    const moved = await on.call('POST', '/v1/role-sets/role_set:default/replace', {
      token,
      body: { by: 'role_set:more', mappings: { 'org:admin': 'org:editor' } },
    });
    expect(outcome(moved)).toEqual([409, 'organization.creator_role']);
    expect(writes()).toEqual([]);
  });
});
