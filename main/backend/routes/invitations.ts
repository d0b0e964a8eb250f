import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Invitation,
  InvitationList,
  InvitationResults,
  NewInvitations,
} from '../../../shared/contract/http.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import type { ClerkInvitation } from '../../clerk/port.ts';
import { readOffset, writeOffset } from '../cursor.ts';
import type { RouteDeps } from '../deps.ts';
import { confirmNow, principalOf } from '../guard.ts';
import { inviteMany } from '../inviteMany.ts';
import { assertAssignable, readOrganizationRoles } from '../organizationRoles.ts';
import { organizationOf, writerOf } from '../principal.ts';
import { organizationWrite, recordWrite } from '../recordWrite.ts';
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

  const scopeOf = (request: FastifyRequest): { userId: string; orgId: string } => {
    const principal = principalOf(request);
    return { userId: principal.userId, orgId: organizationOf(principal).orgId };
  };
  const revoke = (request: FastifyRequest, before: ClerkInvitation): Promise<ClerkInvitation> => {
    const { userId, orgId } = scopeOf(request);
    return recordWrite(
      store,
      organizationWrite(request, {
        action: 'invitation.revoke',
        target: before.id,
        before,
        asked: { status: 'revoked' },
      }),
      () => clerk.revokeInvitation(orgId, before.id, userId),
      (after) => ({ after }),
    );
  };

  app.route({
    method: 'GET',
    url: '/v1/org/invitations',
    schema: { querystring: ListQuery, response: answers({ 200: InvitationList }) },
    handler: async (request) => {
      const { orgId } = scopeOf(request);
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
        confirm: () => confirmNow(request, deps),
      });
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/org/invitations/:id/resend',
    schema: { params: Params, response: answers({ 200: Invitation }) },
    handler: async (request) => {
      const { userId, orgId } = scopeOf(request);
      const [old, roles] = await Promise.all([
        clerk.getInvitation(orgId, request.params.id),
        readOrganizationRoles(clerk, orgId),
      ]);
      assertOpen(old.status, ['pending', 'expired']);
      // Looked at before the old one is revoked: a role may have left the role set since it was sent.
      assertAssignable(roles, old.role);
      // Clerk has no call to send one again: the old one is revoked, its link ends, and a new one is made. Each is a
      // change of its own, and the second one may fail.
      if (old.status === 'pending') await revoke(request, old);
      return recordWrite(
        store,
        organizationWrite(request, {
          action: 'invitation.resend',
          target: old.id,
          before: old,
          asked: { emailAddress: old.emailAddress, role: old.role },
        }),
        () =>
          clerk.invite(orgId, {
            emailAddress: old.emailAddress,
            role: old.role,
            inviterUserId: userId,
          }),
        (after) => ({ target: after.id, after }),
      );
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/org/invitations/:id',
    schema: { params: Params, response: answers({ 204: NoBody }) },
    handler: async (request, reply) => {
      const before = await clerk.getInvitation(scopeOf(request).orgId, request.params.id);
      assertOpen(before.status, ['pending']);
      await revoke(request, before);
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
