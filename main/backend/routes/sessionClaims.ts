import { z } from 'zod';
import {
  SessionClaims,
  SessionClaimsHistory,
  SessionClaimsWrite,
} from '../../../shared/contract/http.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import type { ClerkSessionClaims } from '../../clerk/port.ts';
import { sessionClaimsTag } from '../contentTag.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { RouteDeps } from '../deps.ts';
import { createKeyedQueue } from '../keyedQueue.ts';
import { assertStill } from '../preconditions.ts';
import { instanceWrite, recordWrite } from '../recordWrite.ts';
import type { BackendApp } from '../server.ts';
import { listVersions, type VersionsOf } from '../versions.ts';
import { answers } from './responses.ts';
import { namingReserved } from './templatesReserved.ts';

const PATH = '/v1/session-claims';
/** There is one of them per instance. */
const TARGET = 'session-claims';

const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().min(1).max(200).optional(),
});

/** Without the bound of a write: what is found may have been made elsewhere. */
const Logged = z.strictObject({ claims: z.record(z.string(), z.unknown()) });
const versions: VersionsOf<z.output<typeof Logged>, 'update'> = {
  actions: { 'session_claims.update': 'update' },
  read: (value) => Logged.safeParse(value).data ?? null,
};

/**
 * The custom claims of every session token of the instance, for operators. Only the sandbox can be asked for them;
 * a real instance has them edited in Clerk's Dashboard, and says nothing about them here.
 */
export function sessionClaimRoutes(app: BackendApp, { clerk, store }: RouteDeps): void {
  const queue = createKeyedQueue();

  app.route({
    method: 'GET',
    url: PATH,
    schema: { response: answers({ 200: SessionClaims }) },
    handler: async (_request, reply) => {
      const body = toBody(await clerk.readSessionClaims());
      if (body.etag !== null) void reply.header('etag', body.etag);
      return body;
    },
  });

  app.route({
    method: 'PUT',
    url: PATH,
    schema: { body: SessionClaimsWrite, response: answers({ 200: SessionClaims }) },
    handler: (request, reply) =>
      queue(TARGET, async () => {
        const before = await clerk.readSessionClaims();
        if (before === null) throw notOffered();
        assertStill(request, reply, sessionClaimsTag(before));
        const { claims } = request.body;
        const after = await recordWrite(
          store,
          instanceWrite(request, {
            action: 'session_claims.update',
            target: TARGET,
            before: { claims: before.claims },
            asked: { claims },
          }),
          () => namingReserved('session-claims', claims, () => clerk.writeSessionClaims(claims)),
          (changed) => ({ after: { claims: changed.claims } }),
        );
        void reply.header('etag', sessionClaimsTag(after));
        return toBody(after);
      }),
  });

  app.route({
    method: 'GET',
    url: `${PATH}/history`,
    schema: { querystring: ListQuery, response: answers({ 200: SessionClaimsHistory }) },
    handler: async ({ query: { limit, cursor } }) => {
      const after = cursor === undefined ? null : readCursor(cursor);
      const page = await listVersions(store, versions, { limit, after });
      return {
        data: page.data.map(({ id, atMs, actorId, action, content }) => ({
          id,
          atMs,
          actorId,
          action,
          claims: content.claims,
        })),
        nextCursor: page.next === null ? null : writeCursor(page.next),
      };
    },
  });
}

const toBody = (found: ClerkSessionClaims | null): SessionClaims =>
  found === null
    ? { claims: null, source: 'none', etag: null, updatedAtMs: null }
    : {
        claims: { ...found.claims },
        source: 'instance',
        etag: sessionClaimsTag(found),
        updatedAtMs: found.updatedAtMs,
      };

const notOffered = (): AppException =>
  new AppException(
    appError('clerk.not_offered', 'Clerk has no API for the claims of the session token.', {
      remedy:
        'Copy them into Clerk’s Dashboard: Sessions, Customize session token, then save them there.',
    }),
  );
