import type { Asked, Core } from '../core.ts';
import { newId } from '../ids.ts';
import type { Metadata, OrganizationRecord } from '../state/records.ts';
import { addMember, checkOrganizationName, leaveSessions, slugFor } from './memberships.ts';
import { checkSize } from './metadata.ts';

export interface NewOrganization {
  readonly name: string;
  readonly slug?: string | null | undefined;
  readonly createdBy: string | null;
  readonly maxAllowedMemberships?: number | null | undefined;
  readonly publicMetadata?: Metadata | undefined;
  readonly privateMetadata?: Metadata | undefined;
}

/** Makes an organization; whoever creates it gets the creator role. */
export function createOrganization(
  core: Core,
  asked: Asked,
  wanted: NewOrganization,
): OrganizationRecord {
  const name = checkOrganizationName(wanted.name);
  const settings = core.state.instance.organization_settings;
  const organization = core.state.tables.organization.put({
    id: newId('org'),
    name,
    slug: slugFor(core, name, wanted.slug),
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
    addMember(core, asked, organization, wanted.createdBy, settings.creator_role);
  }
  return organization;
}

/** Deletes an organization with its memberships and invitations; there is no way back. */
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
  tables.organization.delete(organization.id);
  return { object: 'organization', id: organization.id, slug: organization.slug, deleted: true };
}
