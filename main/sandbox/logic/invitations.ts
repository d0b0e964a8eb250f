import type { Asked, Core } from '../core.ts';
import { ClerkApiError, formInvalid, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import type {
  InvitationRecord,
  MembershipRecord,
  Metadata,
  OrganizationRecord,
  UserRecord,
} from '../state/records.ts';
import { membershipOf } from './access.ts';
import { addMember } from './memberships.ts';
import { requireRole } from './roleSets.ts';

const day = 86_400_000;

export interface NewInvitation {
  readonly email: string;
  readonly role: string;
  readonly inviterUserId: string | null;
  readonly publicMetadata?: Metadata | undefined;
  readonly privateMetadata?: Metadata | undefined;
  readonly expiresInDays?: number | null | undefined;
}

/** Invites an address. No message is sent: the invitation waits in the list of whoever owns the address. */
export function invite(
  core: Core,
  asked: Asked,
  organization: OrganizationRecord,
  wanted: NewInvitation,
): InvitationRecord {
  const email = wanted.email.trim();
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) {
    throw formInvalid('email_address', 'email_address must be a valid email address.');
  }
  requireRole(core, organization, wanted.role);
  const { tables } = core.state;
  const owner = tables.user.find('email', email.toLowerCase())[0];
  if (owner !== undefined && membershipOf(core.state, organization.id, owner.id) !== undefined) {
    throw new ClerkApiError(400, 'already_a_member_in_organization', 'Already a member', {
      long: `${email} is already a member of the organization.`,
      param: 'email_address',
    });
  }
  const waiting = tables.invitation
    .find('email', email.toLowerCase())
    .some(
      (one) =>
        one.organization_id === organization.id &&
        one.status === 'pending' &&
        one.organization_domain_id === undefined,
    );
  if (waiting) {
    throw new ClerkApiError(400, 'organization_invitation_not_unique', 'Invitation not unique', {
      long: 'Organizations cannot have duplicate pending invitations for an email address.',
      param: 'email_address',
    });
  }
  requireSeat(core, asked, organization);
  return tables.invitation.put({
    id: newId('orginv'),
    organization_id: organization.id,
    email_address: email,
    role: wanted.role,
    status: 'pending',
    inviter_user_id: wanted.inviterUserId,
    public_metadata: wanted.publicMetadata ?? {},
    private_metadata: wanted.privateMetadata ?? {},
    expires_at: asked.nowMs + (wanted.expiresInDays ?? 30) * day,
    created_at: asked.nowMs,
    updated_at: asked.nowMs,
  });
}

const notPending = (): ClerkApiError =>
  new ClerkApiError(404, 'organization_invitation_not_pending', 'not pending', {
    long: "The organization invitation is not in the 'pending' status.",
  });

/** Invitations that wait take seats too. @throws ClerkApiError 403 when there is none left */
function requireSeat(core: Core, asked: Asked, organization: OrganizationRecord): void {
  const seats = organization.max_allowed_memberships;
  if (seats === 0) return;
  const members = core.state.tables.membership.count('organization', organization.id);
  const waiting = listInvitations(core, asked, organization, ['pending']).length;
  if (members + waiting >= seats) {
    throw new ClerkApiError(403, 'organization_membership_quota_exceeded', 'Quota exceeded', {
      long: `You have reached your limit of ${seats} organization memberships, including outstanding invitations.`,
    });
  }
}

/**
 * Invitations of an organization, newest first, in the statuses asked for. Those that came of a domain are not among
 * them (clerk/openapi-specs `bapi/2026-05-12.yml`, ListOrganizationInvitations).
 */
export function listInvitations(
  core: Core,
  { nowMs }: Asked,
  organization: OrganizationRecord,
  statuses: readonly string[],
): InvitationRecord[] {
  return core.state.tables.invitation
    .find('organization', organization.id)
    .filter((invitation) => invitation.organization_domain_id === undefined)
    .map((invitation) => asOfNow(invitation, nowMs))
    .filter((invitation) => statuses.length === 0 || statuses.includes(invitation.status))
    .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1));
}

const asOfNow = (invitation: InvitationRecord, nowMs: number): InvitationRecord =>
  invitation.status === 'pending' && invitation.expires_at <= nowMs
    ? { ...invitation, status: 'expired' }
    : invitation;

export function invitationOf(
  core: Core,
  organization: OrganizationRecord,
  id: string,
): InvitationRecord {
  const invitation = core.state.tables.invitation.get(id);
  if (invitation === undefined || invitation.organization_id !== organization.id) {
    throw notFound('Organization invitation');
  }
  return invitation;
}

export function revokeInvitation(
  core: Core,
  { nowMs }: Asked,
  invitation: InvitationRecord,
): InvitationRecord {
  if (invitation.status !== 'pending') {
    throw notPending();
  }
  return core.state.tables.invitation.put({ ...invitation, status: 'revoked', updated_at: nowMs });
}

/** Invitations that wait for one of the user's verified addresses. */
export const invitationsFor = (
  core: Core,
  { nowMs }: Asked,
  user: UserRecord,
): InvitationRecord[] =>
  user.email_addresses
    .filter((email) => email.verified)
    .flatMap((email) =>
      core.state.tables.invitation.find('email', email.email_address.toLowerCase()),
    )
    .map((invitation) => asOfNow(invitation, nowMs))
    .sort((a, b) => b.created_at - a.created_at);

export function acceptInvitation(
  core: Core,
  asked: Asked,
  user: UserRecord,
  id: string,
): { invitation: InvitationRecord; membership: MembershipRecord } {
  const invitation = invitationsFor(core, asked, user).find((one) => one.id === id);
  const organization = invitation && core.state.tables.organization.get(invitation.organization_id);
  if (invitation === undefined || organization === undefined) {
    throw notFound('Organization invitation');
  }
  if (invitation.status !== 'pending') {
    throw notPending();
  }
  const membership = addMember(core, asked, organization, user.id, invitation.role, {
    public: invitation.public_metadata,
    private: invitation.private_metadata,
  });
  const accepted = core.state.tables.invitation.put({
    ...invitation,
    status: 'accepted',
    updated_at: asked.nowMs,
  });
  return { invitation: accepted, membership };
}
