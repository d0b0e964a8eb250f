type Json = Record<string, unknown>;

const TIME = 1_700_000_000_000;

/** A role set as the Backend API sends it, made of role keys. */
export function roleSetJson(
  key: string,
  roles: readonly string[],
  given: { readonly creator?: string; readonly members?: Readonly<Record<string, number>> } = {},
): Json {
  const item = (role: string): Json => ({
    object: 'role_set_item',
    id: `role_${role}`,
    key: role,
    name: role.slice('org:'.length),
    description: null,
    members_count: given.members?.[role] ?? 0,
    has_members: (given.members?.[role] ?? 0) > 0,
    created_at: TIME,
    updated_at: TIME,
  });
  return {
    object: 'role_set',
    id: `roleset_${key.slice('role_set:'.length)}`,
    key,
    name: key.slice('role_set:'.length),
    description: null,
    type: 'initial',
    roles: roles.map(item),
    default_role: item('org:member'),
    creator_role: item(given.creator ?? 'org:admin'),
    role_set_migration: null,
    created_at: TIME,
    updated_at: TIME,
  };
}

export const domainJson = (orgId: string, name: unknown): Json => ({
  object: 'organization_domain',
  id: 'orgdmn_1',
  organization_id: orgId,
  name,
  enrollment_mode: 'manual_invitation',
  verification: { status: 'verified', strategy: 'manual', attempts: 0, expires_at: null },
  affiliation_email_address: null,
  total_pending_invitations: 0,
  total_pending_suggestions: 0,
  created_at: TIME,
  updated_at: TIME,
});

export const permissionJson = (key: unknown): Json => ({
  object: 'permission',
  id: `perm_${String(key)}`,
  key,
  name: key,
  description: '',
  type: 'user',
  created_at: TIME,
  updated_at: TIME,
});
