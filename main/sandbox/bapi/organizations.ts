import { z } from 'zod';
import { notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { addMember, checkOrganizationName, leaveSessions, slugFor } from '../logic/memberships.ts';
import { MetadataSchema, checkSize, mergeMetadata } from '../logic/metadata.ts';
import { organizationForBackend } from '../shapes/organization.ts';
import type { OrganizationRecord } from '../state/records.ts';
import { ordered, pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';
import { userOf } from './users.ts';

const NewOrganization = z.strictObject({
  name: z.string(),
  slug: z.string().nullable().optional(),
  created_by: z.string().nullable().optional(),
  max_allowed_memberships: z.int().min(0).nullable().optional(),
  public_metadata: MetadataSchema.optional(),
  private_metadata: MetadataSchema.optional(),
  created_at: z.string().optional(),
  role_set_key: z.string().nullable().optional(),
});

const OrganizationPatch = z.strictObject({
  name: z.string().optional(),
  slug: z.string().nullable().optional(),
  max_allowed_memberships: z.int().min(0).nullable().optional(),
  admin_delete_enabled: z.boolean().optional(),
  role_set_key: z.string().nullable().optional(),
});

const OrganizationMetadata = z.strictObject({
  public_metadata: MetadataSchema.optional(),
  private_metadata: MetadataSchema.optional(),
});

export function organizationOf(call: BapiCall): OrganizationRecord {
  const { organization: organizations } = call.core.state.tables;
  const wanted = call.param('org');
  const found = organizations.get(wanted) ?? organizations.find('slug', wanted)[0];
  if (found === undefined) throw notFound('Organization');
  return found;
}

export function addOrganizations(on: BapiRoutes): void {
  const shape = (call: BapiCall, organization: OrganizationRecord): object =>
    organizationForBackend(call.core, call, organization);
  on('GET', '/organizations', (call) => {
    const { membership } = call.core.state.tables;
    const rows = ordered(filterOrganizations(call), call.query, {
      created_at: (row) => row.created_at,
      name: (row) => row.name.toLowerCase(),
      members_count: (row) => membership.count('organization', row.id),
    });
    return pageShape(rows, pageOf(call.query), (row) => shape(call, row));
  });
  on('POST', '/organizations', (call) => shape(call, createOrganization(call)));
  on('GET', '/organizations/:org', (call) => shape(call, organizationOf(call)));
  on('PATCH', '/organizations/:org', (call) => {
    const before = organizationOf(call);
    const body = call.body(OrganizationPatch);
    const name = body.name === undefined ? before.name : checkOrganizationName(body.name);
    return save(call, {
      ...before,
      name,
      slug: body.slug === undefined ? before.slug : slugFor(call.core, name, body.slug, before.id),
      max_allowed_memberships: body.max_allowed_memberships ?? before.max_allowed_memberships,
      admin_delete_enabled: body.admin_delete_enabled ?? before.admin_delete_enabled,
    });
  });
  on('DELETE', '/organizations/:org', (call) => deleteOrganization(call));
  on('PATCH', '/organizations/:org/metadata', (call) => {
    const before = organizationOf(call);
    const patch = call.body(OrganizationMetadata);
    return save(call, {
      ...before,
      public_metadata: mergeMetadata(before.public_metadata, patch.public_metadata ?? {}),
      private_metadata: mergeMetadata(before.private_metadata, patch.private_metadata ?? {}),
    });
  });
  on('PUT', '/organizations/:org/metadata', (call) => {
    const before = organizationOf(call);
    const next = call.body(OrganizationMetadata);
    return save(call, {
      ...before,
      public_metadata: checkSize(next.public_metadata ?? before.public_metadata),
      private_metadata: checkSize(next.private_metadata ?? before.private_metadata),
    });
  });
}

const save = (call: BapiCall, organization: OrganizationRecord): object =>
  organizationForBackend(
    call.core,
    call,
    call.core.state.tables.organization.put({ ...organization, updated_at: call.nowMs }),
  );

function filterOrganizations(call: BapiCall): OrganizationRecord[] {
  const { organization: organizations, membership } = call.core.state.tables;
  const text = call.query.get('query')?.toLowerCase();
  const users = call.query.all('user_id').map((id) => id.replace(/^[+-]/, ''));
  return organizations.all().filter((row) => {
    if (users.length > 0 && !users.some((id) => membership.count('pair', `${row.id} ${id}`) > 0)) {
      return false;
    }
    return (
      text === undefined ||
      row.id.toLowerCase() === text ||
      row.name.toLowerCase().includes(text) ||
      row.slug.includes(text)
    );
  });
}

function createOrganization(call: BapiCall): OrganizationRecord {
  const body = call.body(NewOrganization);
  const { core, nowMs } = call;
  const name = checkOrganizationName(body.name);
  const creator = body.created_by ?? null;
  if (creator !== null) userOf(call, creator);
  const organization = core.state.tables.organization.put({
    id: newId('org'),
    name,
    slug: slugFor(core, name, body.slug),
    max_allowed_memberships:
      body.max_allowed_memberships ??
      core.state.instance.organization_settings.max_allowed_memberships,
    admin_delete_enabled: true,
    public_metadata: checkSize(body.public_metadata ?? {}),
    private_metadata: checkSize(body.private_metadata ?? {}),
    created_by: creator,
    plan: 'starter',
    last_active_at: nowMs,
    created_at: nowMs,
    updated_at: nowMs,
  });
  if (creator !== null) {
    addMember(
      core,
      call,
      organization,
      creator,
      core.state.instance.organization_settings.creator_role,
    );
  }
  return organization;
}

function deleteOrganization(call: BapiCall): object {
  const organization = organizationOf(call);
  const { tables } = call.core.state;
  for (const membership of tables.membership.find('organization', organization.id)) {
    leaveSessions(call.core, call, membership);
    tables.membership.delete(membership.id);
  }
  for (const invitation of tables.invitation.find('organization', organization.id)) {
    tables.invitation.delete(invitation.id);
  }
  tables.organization.delete(organization.id);
  return { object: 'organization', id: organization.id, slug: organization.slug, deleted: true };
}
