import type { Asked, Core } from '../core.ts';
import { newId } from '../ids.ts';
import type { Metadata, OrganizationRecord } from '../state/records.ts';
import { addMember, checkOrganizationName, leaveSessions, slugFor } from './memberships.ts';
import { checkSize } from './metadata.ts';
import { dropPicture } from './pictures.ts';
import { initialRoleSet, requireRoleSet, roleKeyOf } from './roleSets.ts';

export interface NewOrganization {
  readonly name: string;
  readonly slug?: string | null | undefined;
  readonly createdBy: string | null;
  readonly maxAllowedMemberships?: number | null | undefined;
  readonly publicMetadata?: Metadata | undefined;
  readonly privateMetadata?: Metadata | undefined;
  /** Key of its role set; the initial one unless said. */
  readonly roleSetKey?: string | null | undefined;
}

/** Makes an organization; whoever creates it gets the creator role. */
export function createOrganization(
  core: Core,
  asked: Asked,
  wanted: NewOrganization,
): OrganizationRecord {
  const name = checkOrganizationName(wanted.name);
  const settings = core.state.instance.organization_settings;
  const key = wanted.roleSetKey ?? null;
  const roleSet =
    key === null ? initialRoleSet(core.state) : requireRoleSet(core.state, key, 'role_set_key');
  const organization = core.state.tables.organization.put({
    id: newId('org'),
    name,
    slug: slugFor(core, name, wanted.slug),
    role_set_id: roleSet.id,
    max_allowed_memberships: wanted.maxAllowedMemberships ?? settings.max_allowed_memberships,
    admin_delete_enabled: settings.admin_delete_enabled,
    public_metadata: checkSize(wanted.publicMetadata ?? {}),
    private_metadata: checkSize(wanted.privateMetadata ?? {}),
    created_by: wanted.createdBy,
    plan: 'starter',
    last_active_at: asked.nowMs,
    created_at: asked.nowMs,
    updated_at: asked.nowMs,
  });
  if (wanted.createdBy !== null) {
    const creatorRole = roleKeyOf(core.state, roleSet.creator_role_id);
    addMember(core, asked, organization, wanted.createdBy, creatorRole);
  }
  return organization;
}

/** Deletes an organization with its memberships, invitations and domains; there is no way back. */
export function deleteOrganization(
  core: Core,
  asked: Asked,
  organization: OrganizationRecord,
): object {
  const { tables } = core.state;
  for (const membership of tables.membership.find('organization', organization.id)) {
    leaveSessions(core, asked, membership);
    tables.membership.delete(membership.id);
  }
  for (const invitation of tables.invitation.find('organization', organization.id)) {
    tables.invitation.delete(invitation.id);
  }
  for (const domain of tables.organization_domain.find('organization', organization.id)) {
    tables.organization_domain.delete(domain.id);
  }
  for (const suggestion of tables.suggestion.find('organization', organization.id)) {
    tables.suggestion.delete(suggestion.id);
  }
  for (const request of tables.membership_request.find('organization', organization.id)) {
    tables.membership_request.delete(request.id);
  }
  dropPicture(core, organization.id);
  tables.organization.delete(organization.id);
  return { object: 'organization', id: organization.id, slug: organization.slug, deleted: true };
}
