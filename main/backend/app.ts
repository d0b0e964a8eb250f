import { setTimeout as sleep } from 'node:timers/promises';
import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import type { Logger } from 'pino';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { createKeySet } from '../clerk/keySet.ts';
import type { ClerkApi } from '../clerk/port.ts';
import { createRevocations, type Revocations } from '../clerk/revocations.ts';
import type { CacheBounds } from '../clerk/tokenCache.ts';
import { createSessionVerifier } from '../clerk/verifySession.ts';
import { accessTable, indexAccess, type AccessEntry } from './access.ts';
import { answerOnce } from './answerOnce.ts';
import type { RouteDeps } from './deps.ts';
import { guardRoutes } from './guard.ts';
import { checkHost } from './hosts.ts';
import { metricsRoute } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { sendProblem } from './problem.ts';
import { auditRoutes } from './routes/audit.ts';
import { domainRoutes } from './routes/domains.ts';
import { itemRoutes } from './routes/items.ts';
import { invitationRoutes } from './routes/invitations.ts';
import { meRoutes } from './routes/me.ts';
import { memberRoutes } from './routes/members.ts';
import { organizationRoutes } from './routes/organization.ts';
import { permissionRoutes } from './routes/permissions.ts';
import { roleSetAssignmentRoutes } from './routes/roleSetsAssign.ts';
import { roleSetRoutes } from './routes/roleSets.ts';
import { roleRoutes } from './routes/roles.ts';
import { sessionClaimRoutes } from './routes/sessionClaims.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { settingsRoutes } from './routes/settings.ts';
import { settingsHistoryRoutes } from './routes/settingsHistory.ts';
import { readyRoute } from './routes/ready.ts';
import { systemRoutes } from './routes/system.ts';
import { templateRoutes } from './routes/templates.ts';
import { templateHistoryRoutes } from './routes/templatesHistory.ts';
import { userRoutes } from './routes/users.ts';
import { addSecurityHeaders } from './securityHeaders.ts';
import { createServer, type BackendApp } from './server.ts';
import { createSessionLimit } from './sessionLimit.ts';
import { closeGently } from './shutdown.ts';
import type { Store } from './store/store.ts';

export interface BackendOptions {
  /** Owned from here on: `close` closes it. */
  readonly store: Store;
  readonly clerk: ClerkApi;
  readonly issuer: string;
  readonly operators: readonly string[];
  readonly authorizedParties: readonly string[];
  readonly log: Logger;
  /** Origins whose pages may call this backend; none unless given. */
  readonly allowedOrigins?: readonly string[];
  /** Names besides the loopback ones that `Host` may carry. */
  readonly allowedHosts?: readonly string[];
  /** Requests per minute and address. */
  readonly requestsPerMinute?: number;
  /** Requests per minute and session. */
  readonly requestsPerSession?: number;
  /** Proxies in front whose `X-Forwarded-For` is believed; none unless given. */
  readonly trustedProxies?: number;
  /** Opens `GET /metrics` to whoever sends it. */
  readonly metricsToken?: string;
  /** How long `/ready` says no before the port closes. */
  readonly drainMs?: number;
  readonly clockSkewMs?: number;
  readonly tokenCache?: CacheBounds;
  readonly revocations?: Revocations;
  readonly access?: readonly AccessEntry[];
  /** Adds routes after the product's own: for tests of the start itself. */
  readonly extend?: (app: BackendApp) => void;
  readonly pace?: (ms: number) => Promise<void>;
  readonly now?: () => number;
}

export interface Backend {
  readonly app: BackendApp;
  /** Finishes the requests in flight, then closes the store. */
  close(): Promise<void>;
}

/**
 * The protected backend as a function of its options: no socket, no environment. Throws
 * `start.bad_configuration` when the access table and the routes do not match.
 */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const { store, clerk, now = Date.now } = options;
  const access = indexAccess(options.access ?? accessTable());
  const app = createServer(options.log, options.trustedProxies);
  const revocations = options.revocations ?? createRevocations();
  const pace = options.pace ?? ((ms: number) => sleep(ms));
  const deps: RouteDeps = { store, clerk, access, revocations, pace, now };

  const keys = createKeySet({ load: () => clerk.listSigningKeys(), now });
  let draining = false;
  const verifier = createSessionVerifier({
    keys,
    issuer: options.issuer,
    authorizedParties: options.authorizedParties,
    revocations,
    ...(options.clockSkewMs === undefined ? {} : { clockSkewMs: options.clockSkewMs }),
    ...(options.tokenCache === undefined ? {} : { cache: options.tokenCache }),
    now,
  });

  try {
    await addSecurityHeaders(app);
    app.addHook('onRequest', checkHost(options.allowedHosts ?? []));
    await addFences(app, options);
    await describeApi(app, access);
    guardRoutes(app, {
      access,
      verifier,
      clerk,
      operators: new Set(options.operators),
      countSession: createSessionLimit(options.requestsPerSession ?? 1_200, now),
    });
    answerOnce(app, store, access);
    systemRoutes(app, deps);
    readyRoute(app, {
      store,
      keys,
      isDraining: () => draining,
    });
    metricsRoute(app, {
      token: options.metricsToken,
      cachedTokens: () => verifier.cached.entries,
    });
    meRoutes(app, deps);
    settingsRoutes(app, deps);
    settingsHistoryRoutes(app, deps);
    auditRoutes(app, deps);
    itemRoutes(app, deps);
    memberRoutes(app, deps);
    organizationRoutes(app, deps);
    invitationRoutes(app, deps);
    sessionRoutes(app, deps);
    domainRoutes(app, deps);
    roleRoutes(app, deps);
    permissionRoutes(app, deps);
    roleSetRoutes(app, deps);
    roleSetAssignmentRoutes(app, deps);
    templateRoutes(app, deps);
    templateHistoryRoutes(app, deps);
    sessionClaimRoutes(app, deps);
    userRoutes(app, deps);
    options.extend?.(app);
    if (options.log.isLevelEnabled('info')) logRequests(app);
    await app.ready();
  } catch (cause) {
    await app.close();
    throw cause;
  }
  return {
    app,
    async close() {
      draining = true;
      await sleep(options.drainMs ?? 0);
      await closeGently(app);
      await store.close();
    },
  };
}

async function addFences(app: BackendApp, options: BackendOptions): Promise<void> {
  if (options.allowedOrigins !== undefined && options.allowedOrigins.length > 0) {
    await app.register(cors, {
      origin: [...options.allowedOrigins],
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowedHeaders: [
        'authorization',
        'content-type',
        'if-match',
        'if-none-match',
        'idempotency-key',
      ],
      exposedHeaders: ['etag', 'retry-after', 'x-request-id'],
      maxAge: 600,
    });
  }
  // Registered before the guard, so that it counts before a signature is checked.
  await app.register(rateLimit, {
    max: options.requestsPerMinute ?? 1_200,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, { ttl }) =>
      new AppException(
        appError('boundary.rate_limited', 'Too many requests from this address.', {
          retryAfterMs: ttl,
        }),
      ),
  });
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) =>
    sendProblem(
      reply,
      appError('resource.not_found', 'There is nothing at this address.', {
        remedy: 'GET /openapi.json lists every address and method.',
      }),
      request.id,
    ),
  );
}

/** One line per request: ids, route, status and time. Never the address as sent: it may carry anything. */
function logRequests(app: BackendApp): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        reqId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        userId: request.principal?.userId ?? null,
        orgId: request.principal?.orgId ?? null,
      },
      'request',
    );
  });
}
