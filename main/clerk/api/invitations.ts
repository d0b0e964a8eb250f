import type { ClerkClient } from '@clerk/backend';
import type { ClerkApi, ClerkInvitation } from '../port.ts';
import { assertId, numberOr, textOr, unreadable } from '../readers.ts';
import type { Calls } from './calls.ts';

export function invitationCalls({
  call,
  change,
}: Calls): Pick<ClerkApi, 'listInvitations' | 'getInvitation' | 'invite' | 'revokeInvitation'> {
  return {
    async listInvitations(organizationId, { limit, offset, status }) {
      assertId(organizationId, 'organization');
      const page = await call((c) =>
        c.organizations.getOrganizationInvitationList({
          organizationId,
          limit,
          offset,
          ...(status === undefined ? {} : { status: [status as 'pending'] }),
        }),
      );
      if (!Array.isArray(page.data)) throw unreadable('getOrganizationInvitationList');
      return { data: page.data.map(toInvitation), total: numberOr(page.totalCount, 0) };
    },

    async getInvitation(organizationId, invitationId) {
      assertId(organizationId, 'organization');
      assertId(invitationId, 'invitation');
      return toInvitation(
        await call((c) =>
          c.organizations.getOrganizationInvitation({ organizationId, invitationId }),
        ),
      );
    },

    async invite(organizationId, { emailAddress, role, expiresInDays, inviterUserId }) {
      assertId(organizationId, 'organization');
      return toInvitation(
        await change((c) =>
          c.organizations.createOrganizationInvitation({
            organizationId,
            emailAddress,
            role,
            inviterUserId,
            ...(expiresInDays === undefined ? {} : { expiresInDays }),
          }),
        ),
      );
    },

    async revokeInvitation(organizationId, invitationId, requestingUserId) {
      assertId(organizationId, 'organization');
      assertId(invitationId, 'invitation');
      return toInvitation(
        await change((c) =>
          c.organizations.revokeOrganizationInvitation({
            organizationId,
            invitationId,
            requestingUserId,
          }),
        ),
      );
    },
  };
}

type SdkInvitation = Awaited<ReturnType<ClerkClient['organizations']['getOrganizationInvitation']>>;

function toInvitation(invitation: SdkInvitation): ClerkInvitation {
  if (typeof invitation !== 'object' || typeof invitation.id !== 'string') {
    throw unreadable('invitations');
  }
  return {
    id: invitation.id,
    emailAddress: invitation.emailAddress,
    role: invitation.role,
    roleName: textOr(invitation.roleName, invitation.role),
    status: textOr(invitation.status, 'unknown'),
    createdAtMs: invitation.createdAt,
    expiresAtMs: typeof invitation.expiresAt === 'number' ? invitation.expiresAt : null,
  };
}
