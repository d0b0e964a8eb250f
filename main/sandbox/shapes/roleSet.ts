import type { RoleRecord, RoleSetRecord } from '../state/records.ts';
import type { State } from '../state/state.ts';

/** A role set as the Backend API gives it. Migrations are over when they are answered, so none is ever under way. */
export function roleSetShape(state: State, set: RoleSetRecord): object {
  const organizations = new Set(
    state.tables.organization.find('role_set', set.id).map((one) => one.id),
  );
  const item = (role: RoleRecord): object => {
    const members = state.tables.membership
      .find('role', role.key)
      .filter((row) => organizations.has(row.organization_id)).length;
    return {
      object: 'role_set_item',
      id: role.id,
      key: role.key,
      name: role.name,
      description: role.description,
      members_count: members,
      has_members: members > 0,
      created_at: role.created_at,
      updated_at: role.updated_at,
    };
  };
  const byId = (id: string): object | null => {
    const role = state.tables.role.get(id);
    return role === undefined ? null : item(role);
  };
  return {
    object: 'role_set',
    id: set.id,
    key: set.key,
    name: set.name,
    description: set.description,
    roles: set.role_ids.map(byId).filter((one) => one !== null),
    default_role: byId(set.default_role_id),
    creator_role: byId(set.creator_role_id),
    type: set.type,
    role_set_migration: null,
    created_at: set.created_at,
    updated_at: set.updated_at,
  };
}
