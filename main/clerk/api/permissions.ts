import type { ClerkClient } from '@clerk/backend';
import type { ClerkApi, ClerkPermission } from '../port.ts';
import { assertId, unreadable } from '../readers.ts';
import { given, MOST_PER_PAGE, type Calls } from './calls.ts';

export function permissionCalls({
  call,
  change,
}: Calls): Pick<
  ClerkApi,
  'listPermissions' | 'createPermission' | 'updatePermission' | 'deletePermission'
> {
  return {
    async listPermissions() {
      const all: ClerkPermission[] = [];
      // There is no limit to how many an instance may have.
      for (;;) {
        const page = await call((c) =>
          c.organizationPermissions.getOrganizationPermissionList({
            limit: MOST_PER_PAGE,
            offset: all.length,
          }),
        );
        if (!Array.isArray(page.data)) throw unreadable('getOrganizationPermissionList');
        all.push(...page.data.map(toPermission));
        if (page.data.length < MOST_PER_PAGE) return all;
      }
    },

    async createPermission({ key, name, ...rest }) {
      return toPermission(
        await change((c) =>
          c.organizationPermissions.createOrganizationPermission({ ...given(rest), key, name }),
        ),
      );
    },

    async updatePermission(permissionId, fields) {
      assertId(permissionId, 'permission');
      return toPermission(
        await change((c) =>
          c.organizationPermissions.updateOrganizationPermission({
            permissionId,
            ...given(fields),
          }),
        ),
      );
    },

    async deletePermission(permissionId) {
      assertId(permissionId, 'permission');
      await change((c) => c.organizationPermissions.deleteOrganizationPermission(permissionId));
    },
  };
}

type SdkPermission = Awaited<
  ReturnType<ClerkClient['organizationPermissions']['getOrganizationPermission']>
>;

function toPermission(permission: SdkPermission): ClerkPermission {
  if (typeof permission !== 'object' || typeof permission.key !== 'string') {
    throw unreadable('permissions');
  }
  const { id, key, name, description } = permission;
  return {
    id,
    key,
    name,
    description: description ?? '',
    // The SDK drops the type; Clerk keeps this prefix for its own.
    system: key.startsWith('org:sys_'),
  };
}
