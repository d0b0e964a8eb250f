import { z } from 'zod';
import { ClerkApiError, notFound } from '../errors.ts';
import { checkOrganizationName, slugFor } from '../logic/memberships.ts';
import { MetadataSchema, checkSize, mergeMetadata } from '../logic/metadata.ts';
import { createOrganization, deleteOrganization } from '../logic/organizations.ts';
import { dropPicture, keepPicture } from '../logic/pictures.ts';
import { rolesInUse } from '../logic/roleMigration.ts';
import { requireRoleSet, rolesOfSet } from '../logic/roleSets.ts';
import { organizationForBackend } from '../shapes/organization.ts';
import type { OrganizationRecord } from '../state/records.ts';
import { partOf } from '../wire/multipart.ts';
import { ordered, pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';

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
  on('POST', '/organizations', (call) => {
    const body = call.body(NewOrganization);
    const creator = body.created_by ?? null;
    if (creator !== null && call.core.state.tables.user.get(creator) === undefined) {
      throw new ClerkApiError(400, 'organization_creator_not_found', 'creator not found', {
        long: `No users found with id ${creator}.`,
        param: 'created_by',
      });
    }
    const made = createOrganization(call.core, call, {
      name: body.name,
      slug: body.slug,
      createdBy: creator,
      maxAllowedMemberships: body.max_allowed_memberships,
      publicMetadata: body.public_metadata,
      privateMetadata: body.private_metadata,
      roleSetKey: body.role_set_key,
    });
    return shape(call, made);
  });
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
      role_set_id: roleSetIdFor(call, before, body.role_set_key),
    });
  });
  on('DELETE', '/organizations/:org', (call) =>
    deleteOrganization(call.core, call, organizationOf(call)),
  );
  on('PUT', '/organizations/:org/logo', (call) => {
    const before = organizationOf(call);
    const file = partOf(call.request.body, call.request.headers['content-type'], 'file');
    return save(call, { ...before, picture_at: keepPicture(call.core, call, before.id, file) });
  });
  on('DELETE', '/organizations/:org/logo', (call) => {
    const before = organizationOf(call);
    dropPicture(call.core, before.id);
    return save(call, { ...before, picture_at: null });
  });
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

/** Another role set is taken only when it has every role in use; that call knows no reassignment. */
function roleSetIdFor(
  call: BapiCall,
  organization: OrganizationRecord,
  key: string | null | undefined,
): string {
  if (key === null || key === undefined) return organization.role_set_id;
  const set = requireRoleSet(call.core.state, key, 'role_set_key');
  const allowed = rolesOfSet(call.core.state, set).map((role) => role.key);
  const outside = rolesInUse(call.core, [organization]).find((used) => !allowed.includes(used));
  if (outside !== undefined) {
    throw new ClerkApiError(
      422,
      'organization_role_on_set_assigned_to_user',
      'role is assigned to users',
      {
        long: `The role ${outside} is assigned to one or more users. Please re-assign the role to the users to proceed.`,
        param: 'role_set_key',
      },
    );
  }
  return set.id;
}

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
