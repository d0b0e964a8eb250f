import { z } from 'zod';
import { ClerkApiError, formInvalid, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { permissionShape, roleShape } from '../shapes/organization.ts';
import type { PermissionRecord, RoleRecord } from '../state/records.ts';
import { ordered, pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';

const NewRole = z.strictObject({
  name: z.string().min(1),
  key: z.string(),
  description: z.string().nullable().optional(),
  permissions: z.array(z.string()).nullable().optional(),
  include_in_initial_role_set: z.boolean().nullable().optional(),
});
const RolePatch = NewRole.partial();
const NewPermission = z.strictObject({
  name: z.string().min(1),
  key: z.string(),
  description: z.string().nullable().optional(),
});

/** Roles and permissions of the instance. */
export function addRoles(on: BapiRoutes): void {
  const shape = (call: BapiCall, role: RoleRecord): object => roleShape(call.core.state, role);
  on('GET', '/organization_roles', (call) =>
    pageShape(filtered(call, call.core.state.tables.role.all()), pageOf(call.query), (role) =>
      shape(call, role),
    ),
  );
  on('POST', '/organization_roles', (call) => shape(call, createRole(call)));
  on('GET', '/organization_roles/:id', (call) => shape(call, roleOf(call)));
  on('PATCH', '/organization_roles/:id', (call) => shape(call, patchRole(call)));
  on('DELETE', '/organization_roles/:id', (call) => deleteRole(call));
  on('POST', '/organization_roles/:id/permissions/:permission', (call) => {
    const role = roleOf(call);
    const { id } = permissionOf(call, call.param('permission'));
    if (role.permission_ids.includes(id)) {
      throw new ClerkApiError(
        409,
        'organization_role_permission_association_exists',
        'Permission already assigned',
      );
    }
    return shape(call, saveRole(call, { ...role, permission_ids: [...role.permission_ids, id] }));
  });
  on('DELETE', '/organization_roles/:id/permissions/:permission', (call) => {
    const role = roleOf(call);
    const { id } = permissionOf(call, call.param('permission'));
    if (!role.permission_ids.includes(id)) {
      throw new ClerkApiError(
        404,
        'organization_role_permission_association_not_found',
        'Permission not assigned',
      );
    }
    const permission_ids = role.permission_ids.filter((other) => other !== id);
    return shape(call, saveRole(call, { ...role, permission_ids }));
  });
  addPermissions(on);
}

function addPermissions(on: BapiRoutes): void {
  on('GET', '/organization_permissions', (call) =>
    pageShape(
      filtered(call, call.core.state.tables.permission.all()),
      pageOf(call.query),
      permissionShape,
    ),
  );
  on('POST', '/organization_permissions', (call) => {
    const body = call.body(NewPermission);
    checkPermissionKey(call, body.key);
    const permission = call.core.state.tables.permission.put({
      id: newId('perm'),
      key: body.key,
      name: body.name,
      description: body.description ?? '',
      type: 'user',
      created_at: call.nowMs,
      updated_at: call.nowMs,
    });
    return permissionShape(permission);
  });
  on('GET', '/organization_permissions/:permission', (call) =>
    permissionShape(permissionOf(call, call.param('permission'))),
  );
  on('PATCH', '/organization_permissions/:permission', (call) => {
    const before = ownPermission(call);
    const body = call.body(NewPermission.partial());
    if (body.key !== undefined && body.key !== before.key) checkPermissionKey(call, body.key);
    const changed = call.core.state.tables.permission.put({
      ...before,
      key: body.key ?? before.key,
      name: body.name ?? before.name,
      description: body.description ?? before.description,
      updated_at: call.nowMs,
    });
    return permissionShape(changed);
  });
  on('DELETE', '/organization_permissions/:permission', (call) => {
    const permission = ownPermission(call);
    for (const role of call.core.state.tables.role.all()) {
      if (role.permission_ids.includes(permission.id)) {
        const permission_ids = role.permission_ids.filter((id) => id !== permission.id);
        saveRole(call, { ...role, permission_ids });
      }
    }
    call.core.state.tables.permission.delete(permission.id);
    return { object: 'permission', id: permission.id, deleted: true };
  });
}

/** The rows a list asks for with `query`, in the order it asks for. */
function filtered<R extends RoleRecord | PermissionRecord>(
  call: BapiCall,
  rows: readonly R[],
): R[] {
  const text = call.query.get('query')?.toLowerCase();
  const matching = rows.filter(
    (row) =>
      text === undefined ||
      row.id.toLowerCase() === text ||
      row.key.includes(text) ||
      row.name.toLowerCase().includes(text),
  );
  return ordered(matching, call.query, {
    created_at: (row) => row.created_at,
    name: (row) => row.name.toLowerCase(),
    key: (row) => row.key,
  });
}

function roleOf(call: BapiCall): RoleRecord {
  const role = call.core.state.tables.role.get(call.param('id'));
  if (role === undefined) throw notFound('Organization role');
  return role;
}

function permissionOf(call: BapiCall, id: string): PermissionRecord {
  const permission = call.core.state.tables.permission.get(id);
  if (permission === undefined) throw notFound('Organization permission');
  return permission;
}

/** @throws ClerkApiError 403 for a system permission */
function ownPermission(call: BapiCall): PermissionRecord {
  const permission = permissionOf(call, call.param('permission'));
  if (permission.type === 'system') {
    throw new ClerkApiError(
      403,
      'organization_system_permission_not_modifiable',
      'System permissions cannot be changed',
    );
  }
  return permission;
}

const saveRole = (call: BapiCall, role: RoleRecord): RoleRecord =>
  call.core.state.tables.role.put({ ...role, updated_at: call.nowMs });

function checkRoleKey(call: BapiCall, key: string): void {
  if (!/^org:[a-z0-9_]+$/.test(key)) {
    throw formInvalid('key', 'key must look like org:role, in lower-case letters, digits and _.');
  }
  if (call.core.state.tables.role.find('key', key).length > 0) {
    throw new ClerkApiError(400, 'duplicate_record', 'Duplicate record', {
      long: `A role with key ${key} exists already.`,
      param: 'key',
    });
  }
}

function checkPermissionKey(call: BapiCall, key: string): void {
  if (!/^org:[a-z0-9_]+:[a-z0-9_]+$/.test(key) || key.startsWith('org:sys_')) {
    throw formInvalid('key', 'key must look like org:feature:action and not start with org:sys_.');
  }
  if (call.core.state.tables.permission.find('key', key).length > 0) {
    throw new ClerkApiError(400, 'duplicate_record', 'Duplicate record', {
      long: `A permission with key ${key} exists already.`,
      param: 'key',
    });
  }
}

function createRole(call: BapiCall): RoleRecord {
  const body = call.body(NewRole);
  const { role: roles, instance } = call.core.state.tables;
  checkRoleKey(call, body.key);
  const quota = instance.all()[0]?.organization_settings.max_allowed_roles ?? 10;
  // The two default roles do not count.
  if (roles.size - 2 >= quota) {
    throw new ClerkApiError(
      403,
      'organization_instance_roles_quota_exceeded',
      `An instance may have ${quota} custom roles`,
    );
  }
  const ids = (body.permissions ?? []).map((id) => permissionOf(call, id).id);
  return roles.put({
    id: newId('role'),
    key: body.key,
    name: body.name,
    description: body.description ?? '',
    permission_ids: [...new Set(ids)],
    created_at: call.nowMs,
    updated_at: call.nowMs,
  });
}

function patchRole(call: BapiCall): RoleRecord {
  const before = roleOf(call);
  const body = call.body(RolePatch);
  const key = body.key ?? before.key;
  if (key !== before.key) {
    checkRoleKey(call, key);
    renameInUse(call, before.key, key);
  }
  const ids = body.permissions?.map((id) => permissionOf(call, id).id);
  return saveRole(call, {
    ...before,
    key,
    name: body.name ?? before.name,
    description: body.description ?? before.description,
    permission_ids: ids === undefined ? before.permission_ids : [...new Set(ids)],
  });
}

/** Renaming a key cascades to members, invitations and the organization settings. */
function renameInUse(call: BapiCall, from: string, to: string): void {
  const { membership, invitation, instance } = call.core.state.tables;
  for (const row of membership.find('role', from)) membership.put({ ...row, role: to });
  for (const row of invitation.all()) {
    if (row.role === from) invitation.put({ ...row, role: to });
  }
  const current = call.core.state.instance;
  const settings = current.organization_settings;
  instance.put({
    ...current,
    organization_settings: {
      ...settings,
      creator_role: settings.creator_role === from ? to : settings.creator_role,
      domains_default_role:
        settings.domains_default_role === from ? to : settings.domains_default_role,
    },
  });
}

function deleteRole(call: BapiCall): object {
  const role = roleOf(call);
  const settings = call.core.state.instance.organization_settings;
  const { membership, invitation, role: roles } = call.core.state.tables;
  const refuse = (code: string, message: string): ClerkApiError =>
    new ClerkApiError(422, code, message);
  if (settings.creator_role === role.key) {
    throw refuse('organization_role_default_creator_role', 'This is the creator role');
  }
  if (settings.domains_default_role === role.key) {
    throw refuse('organization_role_domain_default_role', 'This is the default role for domains');
  }
  if (membership.count('role', role.key) > 0) {
    throw refuse('organization_role_assigned_members', 'This role is assigned to members');
  }
  if (invitation.all().some((row) => row.role === role.key && row.status === 'pending')) {
    throw refuse('organization_role_exists_in_invitations', 'This role is in pending invitations');
  }
  roles.delete(role.id);
  return { object: 'role', id: role.id, deleted: true };
}
