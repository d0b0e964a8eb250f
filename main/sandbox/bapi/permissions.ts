import { z } from 'zod';
import { ClerkApiError, formInvalid, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { permissionShape } from '../shapes/organization.ts';
import type { PermissionRecord } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';
import { filtered } from './catalog.ts';

const NewPermission = z.strictObject({
  name: z.string().min(1),
  key: z.string(),
  description: z.string().nullable().optional(),
});

/** Permissions of the instance: the system ones are Clerk's, the others the customer's. */
export function addPermissions(on: BapiRoutes): void {
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
        call.core.state.tables.role.put({ ...role, permission_ids, updated_at: call.nowMs });
      }
    }
    call.core.state.tables.permission.delete(permission.id);
    return { object: 'permission', id: permission.id, deleted: true };
  });
}

export function permissionOf(call: BapiCall, id: string): PermissionRecord {
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
