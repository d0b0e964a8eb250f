import { notFound } from '../errors.ts';
import { membershipOf, systemPermissions } from '../logic/access.ts';
import { addMember, changeRole, listMemberships, removeMember } from '../logic/memberships.ts';
import {
  acceptInvitation,
  invitationOf,
  invitationsFor,
  invite,
  listInvitations,
  revokeInvitation,
} from '../logic/invitations.ts';
import {
  invitationShape,
  membershipShape,
  publicOrganizationData,
} from '../shapes/organization.ts';
import type { InvitationRecord, MembershipRecord } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import { actingSession, type FapiCall, type FapiRoutes } from './call.ts';
import { inside } from './organizations.ts';

const { readMemberships, manageMemberships } = systemPermissions;

/** Members and invitations of an organization, and the user's own side of both. */
export function addMembers(routes: FapiRoutes): void {
  const shape = (call: FapiCall, membership: MembershipRecord): Record<string, unknown> =>
    membershipShape(call.core, call, membership);
  const path = '/organizations/:org/memberships';
  routes.on('GET', path, (call) => {
    const { organization } = inside(call, readMemberships);
    const all = call.core.state.tables.membership.find('organization', organization.id);
    const rows = listMemberships(call.core, all, call.query);
    const page = pageShape(rows, pageOf(call.query), (row) => shape(call, row));
    return call.query.flag('paginated') ? page : page.data;
  });
  routes.on('POST', path, (call) => {
    const { organization } = inside(call, manageMemberships);
    const { form } = call;
    return shape(
      call,
      addMember(call.core, call, organization, form.required('user_id'), form.required('role')),
    );
  });
  routes.on('PATCH', `${path}/:user`, (call) => {
    const membership = memberOf(call);
    return shape(call, changeRole(call.core, call, membership, call.form.required('role')));
  });
  routes.on('DELETE', `${path}/:user`, (call) => {
    const membership = memberOf(call);
    const answer = shape(call, membership);
    removeMember(call.core, call, membership);
    return answer;
  });
  addInvitations(routes);
  addOwnSide(routes);
}

function memberOf(call: FapiCall): MembershipRecord {
  const { organization } = inside(call, manageMemberships);
  const membership = membershipOf(call.core.state, organization.id, call.param('user'));
  if (membership === undefined) throw notFound('Organization membership');
  return membership;
}

function addInvitations(routes: FapiRoutes): void {
  const path = '/organizations/:org/invitations';
  routes.on('GET', path, (call) => {
    const { organization } = inside(call, manageMemberships);
    const rows = listInvitations(call.core, call, organization, call.query.all('status'));
    return pageShape(rows, pageOf(call.query), (row) => invitationShape(call.core, row));
  });
  const create = (call: FapiCall, emails: readonly string[]): InvitationRecord[] => {
    const { organization, user } = inside(call, manageMemberships);
    const role = call.form.required('role');
    return emails.map((email) =>
      invite(call.core, call, organization, { email, role, inviterUserId: user.id }),
    );
  };
  routes.on('POST', path, (call) => {
    const [made] = create(call, [call.form.required('email_address')]);
    return made === undefined ? null : invitationShape(call.core, made);
  });
  routes.on('POST', `${path}/bulk`, (call) => {
    call.form.required('email_address');
    return create(call, call.form.all('email_address')).map((row) =>
      invitationShape(call.core, row),
    );
  });
  routes.on('POST', `${path}/:invitation/revoke`, (call) => {
    const { organization } = inside(call, manageMemberships);
    const invitation = invitationOf(call.core, organization, call.param('invitation'));
    return invitationShape(call.core, revokeInvitation(call.core, call, invitation));
  });
}

/** What the signed-in user sees of organizations: memberships, invitations, suggestions. */
function addOwnSide(routes: FapiRoutes): void {
  routes.on('GET', '/me/organization_memberships', (call) => {
    const { user } = actingSession(call);
    const rows = call.core.state.tables.membership
      .find('user', user.id)
      .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? -1 : 1));
    const page = pageShape(rows, pageOf(call.query), (row) =>
      membershipShape(call.core, call, row),
    );
    return call.query.flag('paginated') ? page : page.data;
  });
  routes.on('DELETE', '/me/organization_memberships/:org', (call) => {
    const { membership, organization } = inside(call);
    removeMember(call.core, call, membership);
    return { object: 'organization_membership', id: organization.id, deleted: true };
  });
  routes.on('GET', '/me/organization_invitations', (call) => {
    const { user } = actingSession(call);
    const statuses = call.query.all('status');
    const rows = invitationsFor(call.core, call, user).filter(
      (row) => statuses.length === 0 || statuses.includes(row.status),
    );
    return pageShape(rows, pageOf(call.query), (row) => ownInvitation(call, row));
  });
  routes.on('POST', '/me/organization_invitations/:invitation/accept', (call) => {
    const { user } = actingSession(call);
    const done = acceptInvitation(call.core, call, user, call.param('invitation'));
    return ownInvitation(call, done.invitation);
  });
}

const ownInvitation = (call: FapiCall, invitation: InvitationRecord): object => ({
  ...invitationShape(call.core, invitation),
  public_organization_data: publicOrganizationData(call.core, call, invitation.organization_id),
});
