import { forbidden, organizationNotFound } from '../errors.ts';
import { membershipOf, permissionsOfMembership, systemPermissions } from '../logic/access.ts';
import { listMemberships } from '../logic/memberships.ts';
import {
  invitationShape,
  membershipShape,
  organizationForClient,
  roleShape,
} from '../shapes/organization.ts';
import type { MembershipRecord, OrganizationRecord, UserRecord } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import { actingSession, type FapiCall, type FapiRoutes } from './call.ts';

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

/** Organizations, as Clerk's components read them. */
export function addOrganizations(routes: FapiRoutes): void {
  routes.on('GET', '/organizations/:org', (call) =>
    organizationForClient(call.core, call, inside(call).organization),
  );
  routes.on('GET', '/organizations/:org/roles', (call) => {
    inside(call, systemPermissions.readMemberships);
    const page = pageShape(call.core.state.tables.role.all(), pageOf(call.query), (role) =>
      roleShape(call.core.state, role),
    );
    return { ...page, has_role_set_migration: false };
  });
  routes.on('GET', '/organizations/:org/memberships', (call) => {
    const { organization } = inside(call, systemPermissions.readMemberships);
    const all = call.core.state.tables.membership.find('organization', organization.id);
    const page = pageShape(listMemberships(call.core, all, call.query), pageOf(call.query), (row) =>
      membershipShape(call.core, call, row),
    );
    return call.query.flag('paginated') ? page : page.data;
  });
  routes.on('GET', '/organizations/:org/invitations', (call) => {
    const { organization } = inside(call, systemPermissions.manageMemberships);
    const wanted = new Set(call.query.all('status'));
    const rows = call.core.state.tables.invitation
      .find('organization', organization.id)
      .filter((invitation) => wanted.size === 0 || wanted.has(invitation.status))
      .sort((a, b) => b.created_at - a.created_at);
    return pageShape(rows, pageOf(call.query), (row) => invitationShape(call.core, row));
  });
  for (const list of ['membership_requests', 'domains']) {
    routes.on('GET', `/organizations/:org/${list}`, (call) => {
      inside(call);
      return { data: [], total_count: 0 };
    });
  }
}
