import type { Core } from '../core.ts';
import { ClerkApiError } from '../errors.ts';
import type { OrganizationRecord, RoleSetRecord } from '../state/records.ts';
import { roleKeyOf } from './roleSets.ts';

/** Role key → the key that takes its place. */
export type Mappings = ReadonlyMap<string, string>;

/**
 * Checks that each role held in the organizations has a place in the set they move to.
 * @throws ClerkApiError 422 for a role left out, or mapped to one that the set does not have
 */
export function checkMappings(
  core: Core,
  organizations: readonly OrganizationRecord[],
  to: RoleSetRecord,
  mappings: Mappings,
): void {
  const allowed = new Set(to.role_ids.map((id) => roleKeyOf(core.state, id)));
  for (const target of mappings.values()) {
    if (!allowed.has(target)) {
      throw new ClerkApiError(
        422,
        'organization_role_set_reassignment_mappings_invalid',
        'reassignment mappings invalid',
        {
          long: `The role ${target} is invalid in the reassignment mappings. It must be present in the new role set.`,
          param: 'reassignment_mappings',
        },
      );
    }
  }
  const missing = rolesInUse(core, organizations).filter(
    (key) => !allowed.has(key) && !mappings.has(key),
  );
  if (missing.length > 0) {
    throw new ClerkApiError(
      422,
      'organization_role_set_reassignment_mappings_missing',
      'reassignment mappings missing',
      {
        long: `The following roles are missing from the reassignment mappings: ${missing.join(', ')}`,
        param: 'reassignment_mappings',
      },
    );
  }
}

/** Keys of the roles that members and pending invitations of the organizations have, sorted. */
export function rolesInUse(core: Core, organizations: readonly OrganizationRecord[]): string[] {
  const { membership, invitation } = core.state.tables;
  const keys = new Set<string>();
  for (const { id } of organizations) {
    for (const row of membership.find('organization', id)) keys.add(row.role);
    for (const row of invitation.find('organization', id)) {
      if (row.status === 'pending') keys.add(row.role);
    }
  }
  return [...keys].sort();
}

/**
 * Gives members their new roles. Clerk does this in the background and refuses changes meanwhile; here it is done
 * when the call is answered. That pending invitations move along is inferred: else they could not be accepted.
 */
export function reassign(
  core: Core,
  nowMs: number,
  organizations: readonly OrganizationRecord[],
  mappings: Mappings,
): void {
  const { membership, invitation } = core.state.tables;
  for (const { id } of organizations) {
    for (const row of membership.find('organization', id)) {
      const role = mappings.get(row.role);
      if (role !== undefined) membership.put({ ...row, role, updated_at: nowMs });
    }
    for (const row of invitation.find('organization', id)) {
      const role = row.status === 'pending' ? mappings.get(row.role) : undefined;
      if (role !== undefined) invitation.put({ ...row, role, updated_at: nowMs });
    }
  }
}
