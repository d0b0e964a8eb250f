import type { Asked, Core } from '../core.ts';
import { missingToRun, permissionsOfMembership, roleByKey } from '../logic/access.ts';
import { identifierOf } from '../logic/people.ts';
import { roleSetOf } from '../logic/roleSets.ts';
import type {
  InvitationRecord,
  JwtTemplateRecord,
  MembershipRecord,
  OrganizationRecord,
  PermissionRecord,
  RoleRecord,
  UserRecord,
} from '../state/records.ts';
import type { State } from '../state/state.ts';
import { pictureFields } from './picture.ts';

export function organizationForClient(
  core: Core,
  asked: Asked,
  organization: OrganizationRecord,
): Record<string, unknown> {
  const pending = core.state.tables.invitation
    .find('organization', organization.id)
    .filter((one) => one.status === 'pending' && one.organization_domain_id === undefined).length;
  return {
    object: 'organization',
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    ...pictureFields(asked, organization),
    members_count: core.state.tables.membership.count('organization', organization.id),
    pending_invitations_count: pending,
    max_allowed_memberships: organization.max_allowed_memberships,
    admin_delete_enabled: organization.admin_delete_enabled,
    public_metadata: organization.public_metadata,
    created_at: organization.created_at,
    updated_at: organization.updated_at,
  };
}

export const organizationForBackend = (
  core: Core,
  asked: Asked,
  organization: OrganizationRecord,
): Record<string, unknown> => ({
  ...organizationForClient(core, asked, organization),
  private_metadata: organization.private_metadata,
  created_by: organization.created_by ?? '',
  role_set_key: roleSetOf(core.state, organization).key,
  missing_member_with_elevated_permissions: false,
  last_active_at: organization.last_active_at,
});

/** What somebody outside may see of an organization; null when it is gone. */
export function publicOrganizationData(core: Core, asked: Asked, id: string): object | null {
  const organization = core.state.tables.organization.get(id);
  if (organization === undefined) return null;
  return {
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    ...pictureFields(asked, organization),
  };
}

export const publicUserData = (asked: Asked, user: UserRecord): object => ({
  user_id: user.id,
  identifier: identifierOf(user),
  first_name: user.first_name,
  last_name: user.last_name,
  ...pictureFields(asked, user),
  username: user.username,
  banned: user.banned,
});

function membershipBase(core: Core, asked: Asked, membership: MembershipRecord): object {
  const user = core.state.tables.user.get(membership.user_id);
  return {
    object: 'organization_membership',
    id: membership.id,
    role: membership.role,
    role_name: roleByKey(core.state, membership.role)?.name ?? membership.role,
    // System permissions included: Clerk's components decide from this list what to show.
    permissions: permissionsOfMembership(core.state, membership),
    public_metadata: membership.public_metadata,
    public_user_data: user === undefined ? null : publicUserData(asked, user),
    created_at: membership.created_at,
    updated_at: membership.updated_at,
  };
}

/** A membership as the Frontend API gives it. */
export function membershipShape(
  core: Core,
  asked: Asked,
  membership: MembershipRecord,
): Record<string, unknown> {
  const organization = core.state.tables.organization.get(membership.organization_id);
  return {
    ...membershipBase(core, asked, membership),
    organization:
      organization === undefined ? null : organizationForClient(core, asked, organization),
  };
}

/** A membership as the Backend API gives it. `organization` may be handed in to save its count. */
export function membershipForBackend(
  core: Core,
  asked: Asked,
  membership: MembershipRecord,
): Record<string, unknown> {
  const organization = core.state.tables.organization.get(membership.organization_id);
  return {
    ...membershipBase(core, asked, membership),
    private_metadata: membership.private_metadata,
    organization:
      organization === undefined ? null : organizationForBackend(core, asked, organization),
  };
}

export const permissionShape = (permission: PermissionRecord): object => ({
  object: 'permission',
  id: permission.id,
  key: permission.key,
  name: permission.name,
  description: permission.description,
  type: permission.type,
  created_at: permission.created_at,
  updated_at: permission.updated_at,
});

export const roleShape = (state: State, role: RoleRecord): Record<string, unknown> => ({
  object: 'role',
  id: role.id,
  key: role.key,
  name: role.name,
  description: role.description,
  permissions: role.permission_ids
    .map((id) => state.tables.permission.get(id))
    .filter((permission) => permission !== undefined)
    .map(permissionShape),
  is_creator_eligible: missingToRun(state, role).length === 0,
  created_at: role.created_at,
  updated_at: role.updated_at,
});

export const invitationShape = (core: Core, invitation: InvitationRecord): object => ({
  object: 'organization_invitation',
  id: invitation.id,
  email_address: invitation.email_address,
  organization_id: invitation.organization_id,
  role: invitation.role,
  role_name: roleByKey(core.state, invitation.role)?.name ?? invitation.role,
  status: invitation.status,
  public_metadata: invitation.public_metadata,
  url: null,
  expires_at: invitation.expires_at,
  created_at: invitation.created_at,
  updated_at: invitation.updated_at,
});

export const jwtTemplateShape = (template: JwtTemplateRecord): object => ({
  object: 'jwt_template',
  id: template.id,
  name: template.name,
  claims: template.claims,
  lifetime: template.lifetime,
  allowed_clock_skew: template.allowed_clock_skew,
  custom_signing_key: template.custom_signing_key,
  signing_algorithm: template.signing_algorithm,
  created_at: template.created_at,
  updated_at: template.updated_at,
});
