import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import { AppException, appError } from '../../shared/errors/appError.ts';
import type { ClerkApi, ClerkMembership } from '../clerk/port.ts';
import type { SessionVerifier, VerifiedSession } from '../clerk/verifySession.ts';
import { isWrite, type AccessEntry, type AccessIndex } from './access.ts';
import { createDecider, decide, type Decision } from './decide.ts';
import { toPrincipal, withMembership, type Principal } from './principal.ts';
import { ProblemException } from './problem.ts';
import type { BackendApp } from './server.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard on every route that is not public. */
    principal: Principal | null;
    /** The caller's membership as Clerk holds it now: set on writes inside an organization. */
    membership: ClerkMembership | null;
  }
}

export interface GuardOptions {
  readonly access: AccessIndex;
  readonly verifier: SessionVerifier;
  readonly clerk: ClerkApi;
  readonly operators: ReadonlySet<string>;
  /** Counts a request of a session; throws when it was one too many. */
  readonly countSession: (sessionId: string) => void;
}

/**
 * Puts its rule in front of every route: before the body is read for the token, and before the handler once more
 * for writes, with the membership read from Clerk at that moment. A route without a rule, or a rule without a
 * route, throws `start.bad_configuration` when the app gets ready.
 */
export function guardRoutes(app: BackendApp, options: GuardOptions): void {
  const { access } = options;
  const decideByToken = createDecider();
  const guarded = new Set<AccessEntry>();
  const open: string[] = [];

  /** First decision: the token alone. */
  const admit = (request: FastifyRequest, entry: AccessEntry, session: VerifiedSession): void => {
    options.countSession(session.sessionId);
    const principal = toPrincipal(session, options.operators);
    request.principal = principal;
    assertAllowed(decideByToken(entry.rule, principal), entry);
  };

  /** Answers at once for a token that is known already, as most are: a promise costs more than looking it up. */
  const admitTo =
    (entry: AccessEntry): onRequestHookHandler =>
    (request, _reply, done) => {
      let token: string;
      let known: VerifiedSession | null;
      try {
        token = bearer(request.headers.authorization);
        known = options.verifier.remembered(token);
        if (known !== null) admit(request, entry, known);
      } catch (cause) {
        done(asError(cause));
        return;
      }
      if (known === null) void admitLater(request, entry, token, done);
      else done();
    };

  const admitLater = async (
    request: FastifyRequest,
    entry: AccessEntry,
    token: string,
    done: (error?: Error) => void,
  ): Promise<void> => {
    try {
      admit(request, entry, await options.verifier.verify(token));
    } catch (cause) {
      done(asError(cause));
      return;
    }
    done();
  };

  app.decorateRequest('principal', null);
  app.decorateRequest('membership', null);

  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      const entry = access.find(method, route.url);
      if (entry === undefined) {
        open.push(`${method} ${route.url}`);
        continue;
      }
      guarded.add(entry);
      if (entry.rule.kind === 'public') continue;
      route.onRequest = [...[route.onRequest ?? []].flat(), admitTo(entry)];
      if (isWrite(entry)) {
        route.preHandler = [
          (request: FastifyRequest) => confirm(request, entry, options.clerk),
          ...[route.preHandler ?? []].flat(),
        ];
      }
    }
  });

  app.addHook('onReady', async () => {
    const unused = access.entries
      .filter((entry) => !guarded.has(entry))
      .map(({ method, path }) => `${method} ${path}`);
    if (open.length === 0 && unused.length === 0) return;
    throw new AppException(
      appError('start.bad_configuration', 'The access table and the routes do not match.', {
        remedy: 'Give every route one rule in the access table, and every rule one route.',
        details: { withoutRule: open.join(', '), withoutRoute: unused.join(', ') },
      }),
    );
  });
}

/**
 * Second decision, for writes: a token is up to a minute old, so the caller's place is read again. Both the token
 * and the membership must allow it; in the personal account the session must still be active.
 */
async function confirm(
  request: FastifyRequest,
  entry: AccessEntry,
  clerk: ClerkApi,
): Promise<void> {
  const principal = principalOf(request);
  if (principal.orgId === null) return assertActive(principal, clerk);
  const membership = await upstream(() =>
    clerk.getMembership(principal.orgId ?? '', principal.userId),
  );
  if (membership === null) {
    throw new AppException(
      appError('auth.denied', 'You are no longer a member of this organization.', {
        remedy: 'Choose another organization.',
      }),
    );
  }
  request.membership = membership;
  assertAllowed(decide(entry.rule, principal, withMembership(principal.auth, membership)), entry);
}

/**
 * The second decision once more, for handlers that wait before they write: whoever lost their place while their own
 * change was queued must not get it through. To be called as the last thing before the write.
 */
export async function confirmNow(
  request: FastifyRequest,
  { access, clerk }: Pick<GuardOptions, 'access' | 'clerk'>,
): Promise<void> {
  const entry = access.find(request.method, request.routeOptions.url ?? '');
  if (entry === undefined) throw new Error('the route has no rule');
  await confirm(request, entry, clerk);
}

async function assertActive(principal: Principal, clerk: ClerkApi): Promise<void> {
  const session = await upstream(async () => {
    try {
      return await clerk.getSession(principal.sessionId);
    } catch (cause) {
      if (cause instanceof AppException && cause.error.code === 'clerk.not_found') return null;
      throw cause;
    }
  });
  if (session?.status === 'active' && session.userId === principal.userId) return;
  throw new AppException(appError('auth.no_session', 'The session was ended.'));
}

/** A decision that cannot be made is not a yes, and not the caller's fault: 503, whatever Clerk answered. */
async function upstream<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof AppException && cause.error.code === 'clerk.rate_limited') throw cause;
    const details = cause instanceof AppException ? cause.error.details : undefined;
    throw new AppException(
      appError(
        'clerk.unreachable',
        'Clerk could not confirm that you may do this; nothing changed.',
        details === undefined ? {} : { details },
      ),
      { cause },
    );
  }
}

function assertAllowed(decision: Decision, entry: AccessEntry): void {
  if (decision.allowed) return;
  throw new ProblemException(decision.error, {
    failed: decision.failed,
    purpose: entry.purpose,
    // The shape that Clerk's client hooks react to by asking for a fresh verification.
    ...(decision.reverification === undefined
      ? {}
      : {
          clerk_error: {
            type: 'forbidden',
            reason: 'reverification-error',
            metadata: { reverification: decision.reverification },
          },
        }),
  });
}

/** The verified caller. Only for routes whose rule is not public. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new Error('the route has no guard');
  return request.principal;
}

const asError = (cause: unknown): Error =>
  cause instanceof Error ? cause : new Error('the guard failed', { cause });

/** What no token holds: white space, and the comma between two headers of one name. */
const FOREIGN = [' ', '\t', '\u00a0', ','];

function bearer(header: string | undefined): string {
  const scheme = /^Bearer +/i.exec(header ?? '')?.[0] ?? '';
  const token = scheme === '' ? '' : (header ?? '').slice(scheme.length);
  // Four looks for one character each are quicker than one for a class of them.
  if (token !== '' && !FOREIGN.some((character) => token.includes(character))) return token;
  throw new AppException(
    appError('auth.no_session', 'The request carries no session token.', {
      remedy: 'Sign in, and send "Authorization: Bearer" with the session token.',
      details: { reason: 'session-token-missing' },
    }),
  );
}
