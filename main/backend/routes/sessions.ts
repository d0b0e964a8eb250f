import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SessionList, type SessionInfo } from '../../../shared/contract/http.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import type { ClerkSession } from '../../clerk/port.ts';
import { numberOr, recordOr, textOrNull } from '../../clerk/readers.ts';
import type { RouteDeps } from '../deps.ts';
import { principalOf } from '../guard.ts';
import { writerOf } from '../principal.ts';
import { recordWrite } from '../recordWrite.ts';
import type { BackendApp } from '../server.ts';
import { INSTANCE, type Tenant } from '../store/store.ts';
import { answers, NoBody } from './responses.ts';

const OwnParams = z.object({ id: z.string().max(128) });
const UserParams = z.object({ userId: z.string().max(128) });
const BothParams = z.object({ userId: z.string().max(128), id: z.string().max(128) });

/**
 * Sessions: one's own, and anybody's for operators. A session reaches into every organization of its person, so no
 * role inside one organization ends it.
 */
export function sessionRoutes(app: BackendApp, { clerk, store, revocations }: RouteDeps): void {
  const list = async (request: FastifyRequest, userId: string): Promise<SessionInfo[]> => {
    const { sessionId } = principalOf(request);
    return (await clerk.listSessions(userId)).map((session) => toInfo(session, sessionId));
  };

  const end = async (
    request: FastifyRequest,
    tenant: Tenant,
    userId: string,
    sessionId: string,
  ): Promise<void> => {
    const session = await clerk.getSession(sessionId);
    // The id of somebody else's session answers as one that does not exist.
    if (session.userId !== userId) throw noSession();
    await recordWrite(
      store,
      {
        tenant,
        writer: writerOf(principalOf(request), request.id),
        action: 'session.revoke',
        target: sessionId,
        before: { userId, status: session.status },
        asked: { status: 'revoked' },
      },
      async () => {
        const after = await clerk.revokeSession(sessionId);
        // Its tokens would otherwise pass for up to a minute more; other copies of the backend wait that minute.
        revocations.revoke(sessionId);
        return after;
      },
      (after) => ({ after: { userId, status: after.status } }),
    );
  };

  app.route({
    method: 'GET',
    url: '/v1/me/sessions',
    schema: { response: answers({ 200: SessionList }) },
    handler: async (request) => ({ data: await list(request, principalOf(request).userId) }),
  });

  app.route({
    method: 'DELETE',
    url: '/v1/me/sessions/:id',
    schema: { params: OwnParams, response: answers({ 204: NoBody }) },
    handler: async (request, reply) => {
      const { userId } = principalOf(request);
      await end(request, `user:${userId}`, userId, request.params.id);
      return reply.code(204).send();
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/users/:userId/sessions',
    schema: { params: UserParams, response: answers({ 200: SessionList }) },
    handler: async (request) => ({ data: await list(request, request.params.userId) }),
  });

  app.route({
    method: 'DELETE',
    url: '/v1/users/:userId/sessions/:id',
    schema: { params: BothParams, response: answers({ 204: NoBody }) },
    handler: async (request, reply) => {
      await end(request, INSTANCE, request.params.userId, request.params.id);
      return reply.code(204).send();
    },
  });
}

function toInfo({ id, userId, status, raw }: ClerkSession, current: string): SessionInfo {
  const activity = recordOr(raw['latest_activity']);
  const join = (names: readonly string[], between: string): string =>
    names.flatMap((name) => textOrNull(activity[name]) ?? []).join(between);
  return {
    id,
    userId,
    status,
    current: id === current,
    lastActiveAtMs: numberOr(raw['last_active_at'], 0),
    createdAtMs: numberOr(raw['created_at'], 0),
    expiresAtMs: numberOr(raw['expire_at'], 0),
    device: join(['browser_name', 'browser_version', 'device_type'], ' '),
    place: join(['city', 'country'], ', '),
  };
}

const noSession = (): AppException =>
  new AppException(
    appError('resource.not_found', 'This person has no such session.', {
      remedy: 'Load the list of sessions again.',
    }),
  );
