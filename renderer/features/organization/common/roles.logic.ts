import type { Role } from '../../../../shared/contract/http.ts';

export interface RoleDifference {
  readonly gains: readonly string[];
  readonly losses: readonly string[];
}

/** What one list of permissions has more, and no more, than another. */
export const permissionDifference = (
  from: readonly string[],
  to: readonly string[],
): RoleDifference => ({
  gains: to.filter((permission) => !from.includes(permission)),
  losses: from.filter((permission) => !to.includes(permission)),
});

/** What a person can do more, and no more, after a change of role. Null when a role is not among those known. */
export function roleDifference(
  roles: readonly Role[],
  fromKey: string,
  toKey: string,
): RoleDifference | null {
  const from = roles.find(({ key }) => key === fromKey);
  const to = roles.find(({ key }) => key === toKey);
  if (from === undefined || to === undefined) return null;
  return permissionDifference(from.permissions, to.permissions);
}

/** System permissions are checked by Clerk itself and never stand in a session token. */
export const isSystemPermission = (permission: string): boolean =>
  permission.startsWith('org:sys_');

/** Without it nobody can let members in, change them or take them out. */
const manageMembers = 'org:sys_memberships:manage';

export const managesMembers = (role: Role | undefined): boolean =>
  role?.permissions.includes(manageMembers) ?? false;
