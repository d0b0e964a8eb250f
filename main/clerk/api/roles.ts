import type { ClerkClient } from '@clerk/backend';
import type { ClerkApi, ClerkRole } from '../port.ts';
import { assertId, unreadable } from '../readers.ts';
import { given, MOST_PER_PAGE, type Calls } from './calls.ts';

export function roleCalls({
  call,
  change,
}: Calls): Pick<ClerkApi, 'listRoles' | 'createRole' | 'updateRole' | 'deleteRole'> {
  return {
    async listRoles() {
      const page = await call((c) =>
        c.organizationRoles.getOrganizationRoleList({ limit: MOST_PER_PAGE }),
      );
      if (!Array.isArray(page.data)) throw unreadable('organizationRoles.getOrganizationRoleList');
      return page.data.map(toRole);
    },

    async createRole(fields) {
      return toRole(
        await change((c) =>
          c.organizationRoles.createOrganizationRole({
            ...given(fields),
            key: fields.key,
            name: fields.name,
          }),
        ),
      );
    },

    async updateRole(roleId, fields) {
      assertId(roleId, 'role');
      const changed = await change((c) =>
        c.organizationRoles.updateOrganizationRole({
          organizationRoleId: roleId,
          ...given(fields),
        }),
      );
      return toRole(changed);
    },

    async deleteRole(roleId) {
      assertId(roleId, 'role');
      await change((c) => c.organizationRoles.deleteOrganizationRole(roleId));
    },
  };
}

type SdkRole = Awaited<ReturnType<ClerkClient['organizationRoles']['getOrganizationRole']>>;

function toRole(role: SdkRole): ClerkRole {
  if (typeof role !== 'object' || typeof role.key !== 'string') throw unreadable('roles');
  return {
    id: role.id,
    key: role.key,
    name: role.name,
    description: role.description ?? '',
    permissions: role.permissions.map((permission) => permission.key),
    creatorEligible: typeof role.isCreatorEligible === 'boolean' ? role.isCreatorEligible : null,
  };
}
