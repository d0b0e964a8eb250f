import type { FakePerson } from '../fakeApi.ts';
import { needOperator, needTag, refuse, type FakeRoutes } from './router.ts';

interface FakeRole {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
}

const firstPermissions = [
  ['org:data:read', 'Read data', 'Sees the organization’s data'],
  ['org:data:write', 'Write data', 'Adds and changes data'],
  ['org:data:delete', 'Delete data', ''],
  ['org:settings:manage', 'Manage settings', 'Saves the settings of the app'],
  ['org:sys_profile:manage', 'Manage organization', ''],
  ['org:sys_profile:delete', 'Delete organization', ''],
  ['org:sys_memberships:read', 'Read members', ''],
  ['org:sys_memberships:manage', 'Manage members', ''],
].map(([key = '', name = '', description = ''], at) => ({
  id: `perm_${at}`,
  key,
  name,
  description,
  system: key.startsWith('org:sys_'),
  etag: `"${key}"`,
}));
const keys = firstPermissions.map(({ key }) => key);

const first: readonly FakeRole[] = [
  ['Admin', 'Everything', keys],
  ['Member', 'The usual', ['org:data:read', 'org:sys_memberships:read']],
  ['Editor', '', ['org:data:read', 'org:data:write', 'org:sys_memberships:read']],
  ['Viewer', '', ['org:data:read']],
].map(([name, description, list]) => ({
  id: `role_${String(name).toLowerCase()}`,
  key: `org:${String(name).toLowerCase()}`,
  name: String(name),
  description: String(description),
  permissions: list as string[],
}));

export const roleName = (key: string): string =>
  first.find((role) => role.key === key)?.name ?? key;

interface FakeSet {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly roles: readonly string[];
  readonly defaultRole: string;
  readonly creatorRole: string;
}

/** Roles, permissions and role sets of the instance. A role that members hold is kept, as Clerk keeps it. */
export function fakeRoles(person: FakePerson): FakeRoutes {
  let roles = first;
  let permissions = firstPermissions;
  let edits = 0;
  let sets: readonly FakeSet[] = [
    {
      key: 'role_set:default',
      name: 'Default',
      description: 'What every organization starts with',
      type: 'initial',
      roles: first.map(({ key }) => key),
      defaultRole: 'org:member',
      creatorRole: 'org:admin',
    },
    {
      key: 'role_set:partners',
      name: 'Partners',
      description: '',
      type: 'custom',
      roles: ['org:admin', 'org:viewer'],
      defaultRole: 'org:viewer',
      creatorRole: 'org:admin',
    },
  ];
  const roleTag = (role: FakeRole): string => `"${JSON.stringify(role).length}-${edits}"`;
  const roleBody = (role: FakeRole) => ({
    ...role,
    creatorEligible: role.permissions.includes('org:sys_memberships:manage'),
    etag: roleTag(role),
  });
  const roleById = (id: string): FakeRole =>
    roles.find((role) => role.id === id) ?? refuse('resource.not_found', 'No such role.');
  const setTag = (set: FakeSet): string => `"${JSON.stringify(set).length}-${edits}"`;
  const setBody = (set: FakeSet) => ({
    ...set,
    id: set.key.replace(':', '_'),
    roles: set.roles.map((key) => ({
      id: `role_${key.slice(4)}`,
      key,
      name: roles.find((role) => role.key === key)?.name ?? key,
      description: '',
      membersCount: key === 'org:admin' ? 4 : key === 'org:member' ? 120 : 0,
    })),
    migration: null,
    createdAtMs: 1_700_000_000_000,
    updatedAtMs: 1_700_000_000_000,
    etag: setTag(set),
  });
  const setByKey = (key: string): FakeSet =>
    sets.find((set) => set.key === key) ?? refuse('resource.not_found', 'No such role set.');
  const keepSet = (key: string, change: Partial<FakeSet>) => {
    edits += 1;
    sets = sets.map((set) => (set.key === key ? { ...set, ...change } : set));
    return setBody(setByKey(change.key ?? key));
  };
  const written = (body: { permissions?: string[] }) =>
    body.permissions === undefined
      ? {}
      : {
          permissions: permissions
            .filter(({ id }) => body.permissions?.includes(id) === true)
            .map(({ key }) => key),
        };

  return {
    'GET /v1/org/roles': () => ({ data: roles }),
    'GET /v1/permissions': () => {
      needOperator(person);
      return { data: permissions };
    },
    'POST /v1/permissions': ({ request }) => {
      const body = request.body as { key: string; name: string; description: string };
      const made = { ...body, id: `perm_${body.key}`, system: false, etag: `"${body.key}"` };
      permissions = [...permissions, made];
      return made;
    },
    'PATCH /v1/permissions/:id': ({ request, param }) => {
      const old = permissions.find(({ id }) => id === param('id'));
      needTag(request, old?.etag ?? '');
      const next = { ...permissions[0], ...old, ...(request.body as object), etag: '"changed"' };
      permissions = permissions.map((each) => (each === old ? (next as typeof each) : each));
      return next;
    },
    'DELETE /v1/permissions/:id': ({ request, param }) => {
      const old = permissions.find(({ id }) => id === param('id'));
      needTag(request, old?.etag ?? '');
      permissions = permissions.filter((each) => each !== old);
      roles = roles.map((role) => ({
        ...role,
        permissions: role.permissions.filter((key) => key !== old?.key),
      }));
      return undefined;
    },
    'GET /v1/roles': () => {
      needOperator(person);
      return { data: roles.map(roleBody) };
    },
    'POST /v1/roles': ({ request }) => {
      const body = request.body as FakeRole & { permissions?: string[] };
      if (roles.some(({ key }) => key === body.key)) {
        refuse('clerk.invalid', 'A role with this key is there already.');
      }
      const made: FakeRole = {
        ...body,
        id: `role_${body.key.slice(4)}`,
        description: body.description,
        permissions: written(body).permissions ?? [],
      };
      roles = [...roles, made];
      return roleBody(made);
    },
    'PATCH /v1/roles/:id': ({ request, param }) => {
      const old = roleById(param('id'));
      needTag(request, roleTag(old));
      const body = request.body as { permissions?: string[] };
      const next: FakeRole = { ...old, ...(body as Partial<FakeRole>), ...written(body) };
      edits += 1;
      roles = roles.map((role) => (role === old ? next : role));
      return roleBody(next);
    },
    'DELETE /v1/roles/:id': ({ request, param }) => {
      const old = roleById(param('id'));
      needTag(request, roleTag(old));
      if (['org:admin', 'org:member'].includes(old.key)) {
        refuse('clerk.invalid', 'The role is assigned to members.', {
          remedy: 'Give its members another role first.',
        });
      }
      roles = roles.filter((role) => role !== old);
      return undefined;
    },
    'GET /v1/role-sets': () => {
      needOperator(person);
      return { data: sets.map(setBody) };
    },
    'POST /v1/role-sets': ({ request }) => {
      const body = request.body as FakeSet;
      const key = `role_set:${body.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
      const made: FakeSet = { ...body, key, type: 'custom', description: body.description };
      sets = [...sets, made];
      return setBody(made);
    },
    'PATCH /v1/role-sets/:key': ({ request, param }) => {
      const old = setByKey(param('key'));
      needTag(request, setTag(old));
      const change = request.body as Partial<FakeSet>;
      if (change.type === 'initial') sets = sets.map((set) => ({ ...set, type: 'custom' }));
      return keepSet(old.key, change);
    },
    'POST /v1/role-sets/:key/roles': ({ request, param }) => {
      const old = setByKey(param('key'));
      const { roles: added } = request.body as { roles: string[] };
      return keepSet(old.key, { roles: [...old.roles, ...added] });
    },
    'POST /v1/role-sets/:key/roles/replace': ({ request, param }) => {
      const old = setByKey(param('key'));
      const { role, by } = request.body as { role: string; by: string };
      const swap = (key: string): string => (key === role ? by : key);
      return keepSet(old.key, {
        roles: old.roles.filter((key) => key !== role),
        defaultRole: swap(old.defaultRole),
        creatorRole: swap(old.creatorRole),
      });
    },
    'PUT /v1/org/role-set': ({ request }) => {
      const { roleSet } = request.body as { roleSet: string };
      if (roleSet === 'role_set:partners') {
        refuse('organization.role_in_use', '3 members hold roles that the role set lacks.', {
          remedy: 'Give them a role of that set first.',
        });
      }
      return setBody(setByKey(roleSet));
    },
    'POST /v1/role-sets/:key/replace': ({ param }) => {
      sets = sets.filter(({ key }) => key !== param('key'));
      return undefined;
    },
  };
}
