import { expect } from 'vitest';
import { gone, one, page, type Calls, type Makers } from './makers.ts';

/** Roles, permissions, role sets and templates. */
export const accessCalls = ({
  clerk,
  role,
  permission,
  grant,
  set,
  template,
  unique,
}: Makers): Calls => ({
  organizationRoles: {
    getOrganizationRoleList: [() => clerk.organizationRoles.getOrganizationRoleList(), page],
    getOrganizationRole: [
      async () => clerk.organizationRoles.getOrganizationRole(await role()),
      { ...one, permissions: [] },
    ],
    createOrganizationRole: [
      () => clerk.organizationRoles.createOrganizationRole({ name: 'R', key: `org:${unique()}` }),
      { ...one, isCreatorEligible: false },
    ],
    updateOrganizationRole: [
      async () =>
        clerk.organizationRoles.updateOrganizationRole({
          organizationRoleId: await role(),
          name: 'Other',
        }),
      { name: 'Other' },
    ],
    deleteOrganizationRole: [
      async () => clerk.organizationRoles.deleteOrganizationRole(await role()),
      gone,
    ],
    assignPermissionToOrganizationRole: [
      async () => clerk.organizationRoles.assignPermissionToOrganizationRole(await grant()),
      { ...one, permissions: [expect.objectContaining({ name: 'P' })] },
    ],
    removePermissionFromOrganizationRole: [
      async () => {
        const granted = await grant();
        await clerk.organizationRoles.assignPermissionToOrganizationRole(granted);
        return clerk.organizationRoles.removePermissionFromOrganizationRole(granted);
      },
      { ...one, permissions: [] },
    ],
  },
  organizationPermissions: {
    getOrganizationPermissionList: [
      () => clerk.organizationPermissions.getOrganizationPermissionList(),
      page,
    ],
    getOrganizationPermission: [
      async () => clerk.organizationPermissions.getOrganizationPermission(await permission()),
      one,
    ],
    createOrganizationPermission: [
      () =>
        clerk.organizationPermissions.createOrganizationPermission({
          name: 'P',
          key: `org:${unique()}:write`,
        }),
      one,
    ],
    updateOrganizationPermission: [
      async () =>
        clerk.organizationPermissions.updateOrganizationPermission({
          permissionId: await permission(),
          name: 'Other',
        }),
      { name: 'Other' },
    ],
    deleteOrganizationPermission: [
      async () => clerk.organizationPermissions.deleteOrganizationPermission(await permission()),
      gone,
    ],
  },
  roleSets: {
    getRoleSetList: [() => clerk.roleSets.getRoleSetList(), page],
    getRoleSet: [() => clerk.roleSets.getRoleSet('role_set:default'), { ...one, type: 'initial' }],
    createRoleSet: [async () => clerk.roleSets.getRoleSet(await set()), one],
    updateRoleSet: [
      async () => clerk.roleSets.updateRoleSet({ roleSetKeyOrId: await set(), name: 'Other' }),
      { name: 'Other' },
    ],
    addRolesToRoleSet: [
      async () =>
        clerk.roleSets.addRolesToRoleSet({
          roleSetKeyOrId: await set(),
          roleKeys: ['org:support'],
        }),
      { roles: { length: 4 } },
    ],
    replaceRoleInRoleSet: [
      async () =>
        clerk.roleSets.replaceRoleInRoleSet({
          roleSetKeyOrId: await set(),
          roleKey: 'org:viewer',
          toRoleKey: 'org:member',
        }),
      { roles: { length: 2 } },
    ],
    replaceRoleSet: [
      async () =>
        clerk.roleSets.replaceRoleSet({
          roleSetKeyOrId: await set(),
          destRoleSetKey: 'role_set:default',
        }),
      gone,
    ],
  },
  jwtTemplates: {
    list: [() => clerk.jwtTemplates.list(), page],
    get: [async () => clerk.jwtTemplates.get(await template()), one],
    create: [() => clerk.jwtTemplates.create({ name: unique(), claims: {} }), one],
    update: [
      async () =>
        clerk.jwtTemplates.update({
          templateId: await template(),
          name: unique(),
          claims: { b: 2 },
        }),
      { claims: { b: 2 } },
    ],
    delete: [async () => clerk.jwtTemplates.delete(await template()), gone],
  },
});
