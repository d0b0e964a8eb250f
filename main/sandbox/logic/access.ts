import type { State } from '../state/state.ts';
import type {
  MembershipRecord,
  OrganizationRecord,
  RoleRecord,
  UserRecord,
} from '../state/records.ts';

export const systemPermissions = {
  manageProfile: 'org:sys_profile:manage',
  deleteProfile: 'org:sys_profile:delete',
  readMemberships: 'org:sys_memberships:read',
  manageMemberships: 'org:sys_memberships:manage',
  readDomains: 'org:sys_domains:read',
  manageDomains: 'org:sys_domains:manage',
} as const;

/** What the last member able to run an organization must keep (Clerk's minimum of the creator role). */
const minimum = [
  systemPermissions.manageMemberships,
  systemPermissions.readMemberships,
  systemPermissions.deleteProfile,
];

export const roleByKey = (state: State, key: string): RoleRecord | undefined =>
  state.tables.role.find('key', key)[0];

export function membershipOf(
  state: State,
  organizationId: string,
  userId: string,
): MembershipRecord | undefined {
  return state.tables.membership.find('pair', `${organizationId} ${userId}`)[0];
}

/** Permission keys of a role, in the order they were granted; system ones included. */
function permissionKeys(state: State, role: RoleRecord | undefined): string[] {
  const keys: string[] = [];
  for (const id of role?.permission_ids ?? []) {
    const permission = state.tables.permission.get(id);
    if (permission !== undefined) keys.push(permission.key);
  }
  return keys;
}

export const permissionsOfMembership = (state: State, membership: MembershipRecord): string[] =>
  permissionKeys(state, roleByKey(state, membership.role));

/** Features of the plan an organization or a user is on, in the order of the plan. */
export function planOf(
  state: State,
  owner: OrganizationRecord | UserRecord,
): { slug: string; features: readonly string[] } | null {
  if (owner.plan === null) return null;
  const plan = state.tables.plan.find('slug', owner.plan)[0];
  return plan === undefined ? null : { slug: plan.slug, features: plan.features };
}

/** Permissions a role lacks that whoever creates an organization needs; none for one fit to run it alone. */
export function missingToRun(state: State, role: RoleRecord | undefined): string[] {
  const keys = permissionKeys(state, role);
  return minimum.filter((needed) => !keys.includes(needed));
}

const canRun = (state: State, role: string): boolean =>
  missingToRun(state, roleByKey(state, role)).length === 0;

/**
 * Whether the organization keeps someone who can run it when `userId` gets another role, or leaves (`null`).
 */
export function keepsSomeoneInCharge(
  state: State,
  organizationId: string,
  userId: string,
  newRole: string | null,
): boolean {
  if (newRole !== null && canRun(state, newRole)) return true;
  const before = membershipOf(state, organizationId, userId);
  if (before !== undefined && !canRun(state, before.role)) return true;
  return state.tables.membership
    .find('organization', organizationId)
    .some((membership) => membership.user_id !== userId && canRun(state, membership.role));
}
