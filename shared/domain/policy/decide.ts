import { isMalformedURLError, normalizePath } from '@clerk/shared/pathMatcher';
import { explainHas, type Dimension } from '../access/has.ts';
import type { TokenAuth } from '../token/claims.ts';
import type { Pattern } from './patterns.ts';
import type { Access, Requirement, RoutePolicy } from './policy.ts';

export const requestKinds = ['page', 'fetch', 'action'] as const;
/**
 * Who asks, which decides what a refused request receives (clerk/javascript packages/nextjs/src/server/protect.ts):
 * a `page` load, a server `action`, or anything else (`fetch`: XHR, curl, a route handler).
 */
type RequestKind = (typeof requestKinds)[number];

export interface RouteRequest {
  /** Path of the URL. A query or fragment is cut off: the matcher sees the pathname alone. */
  readonly path: string;
  readonly method: string;
  readonly as: RequestKind;
  /** A machine token (M2M, OAuth, API key) is no session: routes that want one answer 401. */
  readonly machine?: boolean;
}

type Decision = 'allow' | 'sign-in' | 'deny' | 'skip' | 'error';

/** What the caller receives. `status` is null when the request goes on to the app. */
interface HttpOutcome {
  readonly status: 307 | 400 | 401 | 404 | null;
  readonly sentence: string;
}

type TraceStep =
  | {
      readonly step: 'path';
      readonly given: string;
      /** As the URL parser gives it: dots resolved, query cut off. */
      readonly pathname: string;
      /** What the patterns are compared with; null when it cannot be decoded. */
      readonly normalized: string | null;
      readonly sentence: string;
    }
  | {
      readonly step: 'matcher' | 'rule';
      /** Place of the rule, from 0; null for the middleware's matcher. */
      readonly index: number | null;
      readonly matched: boolean;
      /** The first pattern that matched. */
      readonly pattern: string | null;
      readonly sentence: string;
    }
  | { readonly step: 'fallback' | 'session'; readonly sentence: string }
  | {
      readonly step: 'has';
      readonly result: boolean;
      readonly dimensions: readonly Dimension[];
      readonly sentence: string;
    }
  | ({ readonly step: 'http' } & HttpOutcome);

export interface RouteDecision {
  readonly decision: Decision;
  /** The rule that decided; null for the fallback, a skipped path and an error. */
  readonly rule: {
    readonly index: number;
    readonly pattern: string;
    readonly routes: readonly string[];
    readonly access: Access;
    readonly require: Requirement | null;
  } | null;
  readonly http: HttpOutcome;
  readonly trace: readonly TraceStep[];
}

/** The pathname as a server sees it. The origin is only there to parse against. */
function pathnameOf(path: string): string {
  const target = path.startsWith('/') ? path : `/${path}`;
  try {
    return new URL(`http://localhost${target}`).pathname;
  } catch {
    return target;
  }
}

function normalized(pathname: string): string | null {
  try {
    return normalizePath(pathname);
  } catch (cause) {
    if (isMalformedURLError(cause)) return null;
    throw cause;
  }
}

const firstMatch = (patterns: readonly Pattern[], pathname: string): Pattern | null =>
  patterns.find((pattern) => pattern.matches(pathname)) ?? null;

const goesOn: HttpOutcome = { status: null, sentence: 'The request goes on to the app.' };

function signInOutcome(as: RequestKind, pending: boolean): HttpOutcome {
  if (as === 'action') return { status: 401, sentence: 'A server action receives 401.' };
  if (as === 'fetch') {
    return {
      status: 404,
      sentence:
        'A request that is no page load receives 404, not 401: Clerk rewrites it to a path that does not exist.',
    };
  }
  return pending
    ? { status: 307, sentence: "The browser is redirected to the session's pending task." }
    : { status: 307, sentence: 'The browser is redirected to the sign-in page.' };
}

/**
 * Decides a request as Clerk's middleware with `auth.protect()` does: matcher, rules in order, session, requirement,
 * answer; every step is in the trace. `auth` null is signed out. The token is taken as verified.
 */
export function decideRoute(
  policy: RoutePolicy,
  request: RouteRequest,
  auth: TokenAuth | null,
): RouteDecision {
  const trace: TraceStep[] = [];
  const finish = (
    decision: Decision,
    http: HttpOutcome,
    rule: RouteDecision['rule'] = null,
  ): RouteDecision => {
    trace.push({ step: 'http', ...http });
    return { decision, rule, http, trace };
  };

  const pathname = pathnameOf(request.path);
  const compared = normalized(pathname);
  trace.push({
    step: 'path',
    given: request.path,
    pathname,
    normalized: compared,
    sentence:
      compared === null
        ? 'The percent-encoding of this path is malformed.'
        : `Patterns are compared with ${compared} (decoded once, repeated slashes collapsed, case ignored).`,
  });
  const comparesPatterns = policy.matcher !== null || policy.rules.length > 0;
  if (compared === null && comparesPatterns) {
    return finish('error', {
      status: 400,
      sentence: "Clerk's matcher throws MalformedURLError: the caller receives 400.",
    });
  }

  if (policy.matcher !== null) {
    const hit = firstMatch(policy.matcher, pathname);
    trace.push({
      step: 'matcher',
      index: null,
      matched: hit !== null,
      pattern: hit?.source ?? null,
      sentence:
        hit === null
          ? "No pattern of the middleware's matcher covers this path."
          : `The middleware runs: ${hit.source} covers this path.`,
    });
    if (hit === null) {
      return finish('skip', {
        status: null,
        sentence:
          'The middleware does not run, nothing is checked, and auth() throws if the app calls it here.',
      });
    }
  }

  const hit = findRule(policy, pathname, trace);
  const access = hit?.access ?? policy.fallback;
  if (hit === null) {
    trace.push({ step: 'fallback', sentence: `No rule matches; the fallback is ${access}.` });
  }
  if (access === 'public') return finish('allow', goesOn, hit);

  if (request.machine === true) {
    trace.push({ step: 'session', sentence: 'A machine token is not a session token.' });
    return finish('deny', { status: 401, sentence: 'A machine token receives 401.' }, hit);
  }
  const pending = auth?.sessionStatus === 'pending';
  // Claims that Clerk's own reader cannot parse are no session: unknown is not yes.
  const unreadable = auth !== null && auth.sdk.failure !== null;
  if (auth === null || auth.userId === null || pending || unreadable) {
    trace.push({
      step: 'session',
      sentence: unreadable
        ? "Clerk's reader fails on this token's claims, so there is no session."
        : pending
          ? 'The session is pending (sts), which counts as signed out.'
          : 'Nobody is signed in.',
    });
    return finish('sign-in', signInOutcome(request.as, pending), hit);
  }
  trace.push({ step: 'session', sentence: `Signed in as ${auth.userId}.` });
  if (hit === null || hit.require === null) return finish('allow', goesOn, hit);

  const { result, dimensions } = explainHas(auth, hit.require);
  const asked = Object.entries(hit.require)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(' and ');
  trace.push({
    step: 'has',
    result,
    dimensions,
    sentence: `has(${asked}) is ${String(result)}.`,
  });
  if (result) return finish('allow', goesOn, hit);
  return finish(
    'deny',
    {
      status: 404,
      sentence: 'auth.protect() answers 404 to someone who is signed in but not allowed.',
    },
    hit,
  );
}

function findRule(
  policy: RoutePolicy,
  pathname: string,
  trace: TraceStep[],
): RouteDecision['rule'] {
  for (const { index, routes, access, require } of policy.rules) {
    const pattern = firstMatch(routes, pathname);
    trace.push({
      step: 'rule',
      index,
      matched: pattern !== null,
      pattern: pattern?.source ?? null,
      sentence:
        pattern === null
          ? `Rule ${index + 1} does not match.`
          : `Rule ${index + 1} matches through ${pattern.source}: ${access}.`,
    });
    if (pattern === null) continue;
    return {
      index,
      pattern: pattern.source,
      routes: routes.map(({ source }) => source),
      access,
      require,
    };
  }
  return null;
}
