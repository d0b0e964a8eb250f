import { z } from 'zod';
import { ClerkApiError, formInvalid, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import {
  initialRoleSet,
  requireCreatorPermissions,
  saveRoleSet,
  widened,
} from '../logic/roleSets.ts';
import { roleShape } from '../shapes/organization.ts';
import type { RoleRecord } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';
import { filtered } from './catalog.ts';
import { permissionOf } from './permissions.ts';

const NewRole = z.strictObject({
  name: z.string().min(1),
  key: z.string(),
  description: z.string().nullable().optional(),
  permissions: z.array(z.string()).nullable().optional(),
  include_in_initial_role_set: z.boolean().nullable().optional(),
});
const RolePatch = z.strictObject({
  name: z.string().min(1).nullable().optional(),
  key: z.string().nullable().optional(),
  description: z.string().nullable().optional(),
  permissions: z.array(z.string()).nullable().optional(),
});

/** Roles of the instance. Which of them an organization may give, its role set says. */
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
}

function roleOf(call: BapiCall): RoleRecord {
  const role = call.core.state.tables.role.get(call.param('id'));
  if (role === undefined) throw notFound('Organization role');
  return role;
}

/** @throws ClerkApiError 422 when a creator role would lose what it takes to run an organization */
function saveRole(call: BapiCall, role: RoleRecord): RoleRecord {
  const { state } = call.core;
  const saved = state.tables.role.put({ ...role, updated_at: call.nowMs });
  if (state.tables.role_set.all().some((set) => set.creator_role_id === role.id)) {
    requireCreatorPermissions(state, saved);
  }
  return saved;
}

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
  const role = roles.put({
    id: newId('role'),
    key: body.key,
    name: body.name,
    description: body.description ?? '',
    permission_ids: [...new Set(ids)],
    created_at: call.nowMs,
    updated_at: call.nowMs,
  });
  if (body.include_in_initial_role_set === true) {
    saveRoleSet(call.core, call.nowMs, widened(initialRoleSet(call.core.state), [role.id]));
  }
  return role;
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
  const { membership, invitation, role: roles, role_set } = call.core.state.tables;
  const sets = role_set.all();
  const refuse = (code: string, message: string): ClerkApiError =>
    new ClerkApiError(422, code, message);
  if (sets.some((set) => set.creator_role_id === role.id)) {
    throw refuse('organization_role_default_creator_role', 'This is the creator role');
  }
  // Whether Clerk says it with this code for the default role of a set too is not documented.
  if (sets.some((set) => set.default_role_id === role.id)) {
    throw refuse('organization_role_domain_default_role', 'This is the default role');
  }
  if (membership.count('role', role.key) > 0) {
    throw refuse('organization_role_assigned_members', 'This role is assigned to members');
  }
  if (invitation.all().some((row) => row.role === role.key && row.status === 'pending')) {
    throw refuse('organization_role_exists_in_invitations', 'This role is in pending invitations');
  }
  for (const set of sets) {
    if (set.role_ids.includes(role.id)) {
      const role_ids = set.role_ids.filter((id) => id !== role.id);
      saveRoleSet(call.core, call.nowMs, { ...set, role_ids });
    }
  }
  roles.delete(role.id);
  return { object: 'role', id: role.id, deleted: true };
}
