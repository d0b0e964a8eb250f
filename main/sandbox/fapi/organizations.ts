import { forbidden, organizationNotFound } from '../errors.ts';
import { membershipOf, permissionsOfMembership, systemPermissions } from '../logic/access.ts';
import { checkOrganizationName, slugFor } from '../logic/memberships.ts';
import { createOrganization, deleteOrganization } from '../logic/organizations.ts';
import { dropPicture, keepPicture } from '../logic/pictures.ts';
import { roleSetOf, rolesOfSet } from '../logic/roleSets.ts';
import { organizationForClient, roleShape } from '../shapes/organization.ts';
import type { MembershipRecord, OrganizationRecord, UserRecord } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import { actingSession, uploadOf, type FapiCall, type FapiRoutes } from './call.ts';

/** The organization a request is about, as seen by one of its members. */
interface Inside {
  readonly user: UserRecord;
  readonly organization: OrganizationRecord;
  readonly membership: MembershipRecord;
}

/** @throws ClerkApiError 404 for an organization one is not in, 403 without the permission */
export function inside(call: FapiCall, permission?: string): Inside {
  const { user } = actingSession(call);
  const { organization: organizations } = call.core.state.tables;
  const wanted = call.param('org');
  const organization = organizations.get(wanted) ?? organizations.find('slug', wanted)[0];
  const membership = organization && membershipOf(call.core.state, organization.id, user.id);
  if (organization === undefined || membership === undefined) throw organizationNotFound();
  if (
    permission !== undefined &&
    !permissionsOfMembership(call.core.state, membership).includes(permission)
  ) {
    throw forbidden('missing_organization_permission', `Missing permission ${permission}`);
  }
  return { user, organization, membership };
}

/** Organizations, as Clerk's components make and change them. */
export function addOrganizations(routes: FapiRoutes): void {
  const shape = (call: FapiCall, organization: OrganizationRecord): object =>
    organizationForClient(call.core, call, organization);
  routes.on('POST', '/organizations', (call) => {
    const { user } = actingSession(call);
    const made = createOrganization(call.core, call, {
      name: call.form.required('name'),
      slug: call.form.get('slug'),
      createdBy: user.id,
    });
    return shape(call, made);
  });
  routes.on('GET', '/organizations/:org', (call) => shape(call, inside(call).organization));
  routes.on('PATCH', '/organizations/:org', (call) => {
    const { organization } = inside(call, systemPermissions.manageProfile);
    const name = call.form.get('name');
    const slug = call.form.get('slug');
    const changed = call.core.state.tables.organization.put({
      ...organization,
      name: name === undefined ? organization.name : checkOrganizationName(name),
      slug:
        slug === undefined || slug === organization.slug
          ? organization.slug
          : slugFor(call.core, organization.name, slug, organization.id),
      updated_at: call.nowMs,
    });
    return shape(call, changed);
  });
  routes.on('DELETE', '/organizations/:org', (call) => {
    const { organization } = inside(call, systemPermissions.deleteProfile);
    if (!organization.admin_delete_enabled) {
      throw forbidden(
        'organization_admin_delete_not_enabled',
        'Members may not delete this organization',
      );
    }
    return deleteOrganization(call.core, call, organization);
  });
  routes.on('PUT', '/organizations/:org/logo', (call) => {
    const { organization } = inside(call, systemPermissions.manageProfile);
    const picture_at = keepPicture(call.core, call, organization.id, uploadOf(call));
    return shape(call, saveLogo(call, organization, picture_at));
  });
  routes.on('DELETE', '/organizations/:org/logo', (call) => {
    const { organization } = inside(call, systemPermissions.manageProfile);
    dropPicture(call.core, organization.id);
    return shape(call, saveLogo(call, organization, null));
  });
  routes.on('GET', '/organizations/:org/roles', (call) => {
    const { organization } = inside(call, systemPermissions.readMemberships);
    const { state } = call.core;
    const roles = rolesOfSet(state, roleSetOf(state, organization));
    const page = pageShape(roles, pageOf(call.query), (role) => roleShape(state, role));
    return { ...page, has_role_set_migration: false };
  });
}

const saveLogo = (
  call: FapiCall,
  organization: OrganizationRecord,
  picture_at: number | null,
): OrganizationRecord =>
  call.core.state.tables.organization.put({ ...organization, picture_at, updated_at: call.nowMs });
