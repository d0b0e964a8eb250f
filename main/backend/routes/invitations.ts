import { z } from 'zod';
import {
  Invitation,
  InvitationList,
  InvitationResults,
  NewInvitations,
} from '../../../shared/contract/http.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import { readOffset, writeOffset } from '../cursor.ts';
import type { RouteDeps } from '../deps.ts';
import { principalOf } from '../guard.ts';
import { inviteMany } from '../inviteMany.ts';
import { organizationOf, writerOf } from '../principal.ts';
import type { BackendApp } from '../server.ts';
import { answers, NoBody } from './responses.ts';

const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().min(1).max(200).optional(),
  status: z.enum(['pending', 'accepted', 'revoked', 'expired']).optional(),
});
const Params = z.object({ id: z.string().max(128) });

/** Invitations to the active organization, through Clerk. */
export function invitationRoutes(app: BackendApp, deps: RouteDeps): void {
  const { clerk, store } = deps;

  app.route({
    method: 'GET',
    url: '/v1/org/invitations',
    schema: { querystring: ListQuery, response: answers({ 200: InvitationList }) },
    handler: async (request) => {
      const { orgId } = organizationOf(principalOf(request));
      const { limit, cursor, status } = request.query;
      const offset = cursor === undefined ? 0 : readOffset(cursor);
      const page = await clerk.listInvitations(orgId, {
        limit,
        offset,
        ...(status === undefined ? {} : { status }),
      });
      const end = offset + page.data.length;
      return {
        data: [...page.data],
        total: page.total,
        nextCursor: page.data.length > 0 && end < page.total ? writeOffset(end) : null,
      };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/org/invitations',
    schema: { body: NewInvitations, response: answers({ 200: InvitationResults }) },
    handler: async (request) => {
      const principal = principalOf(request);
      return inviteMany(deps, {
        ...organizationOf(principal),
        invitations: request.body.invitations,
        writer: writerOf(principal, request.id),
      });
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/org/invitations/:id/resend',
    schema: { params: Params, response: answers({ 200: Invitation }) },
    handler: async (request) => {
      const principal = principalOf(request);
      const { orgId, tenant } = organizationOf(principal);
      const old = await clerk.getInvitation(orgId, request.params.id);
      assertOpen(old.status, ['pending', 'expired']);
      // Clerk has no call to send one again: the old one is revoked, its link ends, and a new one is made.
      if (old.status === 'pending') {
        await clerk.revokeInvitation(orgId, old.id, principal.userId);
      }
      const fresh = await clerk.invite(orgId, {
        emailAddress: old.emailAddress,
        role: old.role,
        inviterUserId: principal.userId,
      });
      await store.recordAudit(
        tenant,
        { action: 'invitation.resend', target: fresh.id, before: old, after: fresh },
        writerOf(principal, request.id),
      );
      return fresh;
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/org/invitations/:id',
    schema: { params: Params, response: answers({ 204: NoBody }) },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const { orgId, tenant } = organizationOf(principal);
      const before = await clerk.getInvitation(orgId, request.params.id);
      assertOpen(before.status, ['pending']);
      const after = await clerk.revokeInvitation(orgId, before.id, principal.userId);
      await store.recordAudit(
        tenant,
        { action: 'invitation.revoke', target: before.id, before, after },
        writerOf(principal, request.id),
      );
      return reply.code(204).send();
    },
  });
}

function assertOpen(status: string, open: readonly string[]): void {
  if (open.includes(status)) return;
  throw new AppException(
    appError('clerk.invalid', `The invitation is ${status}, so this can no longer be done.`, {
      remedy: 'Load the list of invitations again.',
    }),
  );
}
