import type { Core } from '../core.ts';
import { ClerkApiError, formInvalid, notFound } from '../errors.ts';
import type { OrganizationRecord, RoleRecord, RoleSetRecord } from '../state/records.ts';
import type { State } from '../state/state.ts';
import { missingToRun, roleByKey } from './access.ts';

/** Clerk's bounds of a role set. */
export const mostRoles = 10;

/** The set that new organizations get. */
export function initialRoleSet(state: State): RoleSetRecord {
  const found = state.tables.role_set.all().find((set) => set.type === 'initial');
  if (found === undefined) throw new Error('the instance has no initial role set');
  return found;
}

export function roleSetOf(state: State, organization: OrganizationRecord): RoleSetRecord {
  return state.tables.role_set.get(organization.role_set_id) ?? initialRoleSet(state);
}

/** The set with a key or an id. @throws ClerkApiError 404 */
export function requireRoleSet(state: State, keyOrId: string, param?: string): RoleSetRecord {
  const { role_set: sets } = state.tables;
  const found = sets.get(keyOrId) ?? sets.find('key', keyOrId)[0];
  if (found !== undefined) return found;
  if (param === undefined) throw notFound('Role set');
  throw new ClerkApiError(404, 'resource_not_found', 'Role set not found', {
    long: `No role set was found with key ${keyOrId}.`,
    param,
  });
}

export const rolesOfSet = (state: State, set: RoleSetRecord): RoleRecord[] =>
  set.role_ids.map((id) => state.tables.role.get(id)).filter((role) => role !== undefined);

/** Key of a role of the set, by its id. */
export const roleKeyOf = (state: State, roleId: string): string =>
  state.tables.role.get(roleId)?.key ?? '';

/**
 * The role of that key, if the organization may give it. Clerk's list of error codes has none of its own for a role
 * that exists outside the organization's role set; that it is refused as unknown is inferred.
 * @throws ClerkApiError 404
 */
export function requireRole(core: Core, organization: OrganizationRecord, key: string): RoleRecord {
  const role = roleByKey(core.state, key);
  const set = roleSetOf(core.state, organization);
  if (role === undefined || !set.role_ids.includes(role.id)) {
    throw new ClerkApiError(404, 'resource_not_found', 'Organization role not found', {
      long:
        role === undefined
          ? `No organization role was found with key ${key}.`
          : `The role ${key} is not in the role set ${set.key} of the organization.`,
      param: 'role',
    });
  }
  return role;
}

/** The set with more roles. @throws ClerkApiError 422 above Clerk's bound */
export function widened(set: RoleSetRecord, roleIds: readonly string[]): RoleSetRecord {
  const role_ids = [...new Set([...set.role_ids, ...roleIds])];
  if (role_ids.length > mostRoles) {
    throw formInvalid('role_keys', `A role set has 1 to ${mostRoles} roles.`);
  }
  return { ...set, role_ids };
}

/**
 * Checks a set as it would be: default and creator role inside, and a creator role that can run an organization.
 * @throws ClerkApiError 422
 */
export function checkRoleSet(state: State, set: RoleSetRecord): RoleSetRecord {
  if (!set.role_ids.includes(set.default_role_id)) {
    throw formInvalid('default_role_key', 'The default role has to be in the role set.');
  }
  if (!set.role_ids.includes(set.creator_role_id)) {
    throw formInvalid('creator_role_key', 'The creator role has to be in the role set.');
  }
  requireCreatorPermissions(state, state.tables.role.get(set.creator_role_id));
  return set;
}

/** @throws ClerkApiError 422 when whoever gets the role could not run an organization */
export function requireCreatorPermissions(state: State, role: RoleRecord | undefined): void {
  const missing = missingToRun(state, role);
  if (missing.length > 0) {
    throw new ClerkApiError(
      422,
      'organization_missing_creator_role_permissions',
      'missing permissions for creator role',
      { long: `The creator role must contain the following permissions: ${missing.join(', ')}` },
    );
  }
}

/**
 * Stores a set. An initial one takes that place from the set that had it, and the instance's settings of creator and
 * domain default role follow the initial set: that the two are one is inferred, the documents describe each alone.
 */
export function saveRoleSet(core: Core, nowMs: number, set: RoleSetRecord): RoleSetRecord {
  const { state } = core;
  const { role_set: sets } = state.tables;
  if (set.type === 'initial') {
    for (const other of sets.all()) {
      if (other.type === 'initial' && other.id !== set.id) {
        sets.put({ ...other, type: 'custom', updated_at: nowMs });
      }
    }
  }
  const saved = sets.put({ ...set, updated_at: nowMs });
  if (saved.type === 'initial') mirrorInitial(state, saved);
  return saved;
}

function mirrorInitial(state: State, set: RoleSetRecord): void {
  const current = state.instance;
  state.tables.instance.put({
    ...current,
    organization_settings: {
      ...current.organization_settings,
      creator_role: roleKeyOf(state, set.creator_role_id),
      domains_default_role: roleKeyOf(state, set.default_role_id),
    },
  });
}
