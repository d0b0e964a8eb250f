import { setTimeout as sleep } from 'node:timers/promises';
import { ClerkApiError } from './errors.ts';

/**
 * Where calls arrive: the Backend API, the Frontend API, or the key set at either of its addresses
 * (`/.well-known/jwks.json`, and `/jwks` of the Backend API).
 */
export type Api = 'backend' | 'frontend' | 'keys';

/** Which calls something concerns: every one of the Backend API unless given. */
interface Where {
  readonly api?: Api | 'any';
  /**
   * `GET /organizations/:id/memberships`, without `/v1`: `:name` stands for one segment, a `*` at the end for the
   * rest, and a method left out for any.
   */
  readonly route?: string;
  /** A finer choice beside `route`. `path` is without `/v1`, such as `/organizations/org_1`. */
  readonly matches?: (method: string, path: string) => boolean;
}

/** What goes wrong with a call. */
export interface Fault extends Where {
  /** How many calls it lets pass first; none unless given. */
  readonly after?: number;
  /** How many calls it spoils before it is over; until it is lifted unless given. */
  readonly times?: number;
  /** Waits so long before anything else happens. */
  readonly delayMs?: number;
  /**
   * Nothing is done, and: `rate-limited`: 429 with `Retry-After`. `failing`: 500, or another `status` with another
   * `code`. `gateway`: 502 with a page of somebody in between, which is no JSON. `dropped`: the connection ends
   * without an answer. The call is carried out, and: `lost`: its answer is not sent. `cut`: half of it is.
   */
  readonly kind?: 'rate-limited' | 'failing' | 'gateway' | 'dropped' | 'lost' | 'cut';
  /** For `failing`. */
  readonly status?: number;
  readonly code?: string;
  /** Seconds, for `rate-limited`; sent with `failing` when given. */
  readonly retryAfterSec?: number;
}

/** A limit such as Clerk's: `calls` in each `perSec`, the next ones are 429 until the time is over. */
export interface Limit extends Where {
  readonly calls: number;
  readonly perSec: number;
}

/** The troubles of the sandbox, switched on and off by tests. Each switch returns the one that lifts it again. */
export interface Faults {
  inject(fault: Fault): () => void;
  limit(limit: Limit): () => void;
  clear(): void;
}

/** What happens to one call. */
export interface Spoiled {
  readonly kind: 'answered' | 'gateway' | 'dropped' | 'lost' | 'cut';
  /** For `answered`: null when there was a delay alone. */
  readonly error: ClerkApiError | null;
  readonly retryAfterSec: number | null;
}

export interface FaultSource extends Faults {
  /** Takes the fault that concerns a call, after its delay; null when there is none. */
  take(apis: readonly Api[], method: string, path: string): Promise<Spoiled | null>;
}

interface Active {
  readonly concerns: (apis: readonly Api[], method: string, path: string) => boolean;
  /** The call as it is spoiled, or null when it passes. `done` when it concerns no further call. */
  readonly spoil: () => { fault: Fault | null; done: boolean };
}

/** `now` is milliseconds since the epoch, for limits. */
export function createFaults(now: () => number): FaultSource {
  const active = new Set<Active>();
  const add = (entry: Active): (() => void) => {
    active.add(entry);
    return () => void active.delete(entry);
  };
  return {
    inject: (fault) => add({ concerns: concernOf(fault), spoil: countdown(fault) }),
    limit: (limit) => add({ concerns: concernOf(limit), spoil: window(limit, now) }),
    clear: () => active.clear(),
    async take(apis, method, path) {
      for (const entry of active) {
        if (!entry.concerns(apis, method, path)) continue;
        const { fault, done } = entry.spoil();
        if (done) active.delete(entry);
        if (fault === null) continue;
        if (fault.delayMs !== undefined) await sleep(fault.delayMs, undefined, { ref: false });
        return spoiled(fault);
      }
      return null;
    },
  };
}

function concernOf({ api = 'backend', route, matches }: Where): Active['concerns'] {
  const [path = '', method] = (route ?? '*').split(' ').toReversed();
  const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = path
    .replace(/\*$/, '')
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '[^/]+' : literal(segment)))
    .join('/');
  const fits = new RegExp(`^${pattern}${path.endsWith('*') ? '' : '/?$'}`);
  return (apis, called, at) =>
    (api === 'any' ? apis.length > 0 : apis.includes(api)) &&
    (method === undefined || method === called) &&
    fits.test(at) &&
    (matches?.(called, at) ?? true);
}

function countdown(fault: Fault): Active['spoil'] {
  let passing = fault.after ?? 0;
  let left = fault.times ?? Number.POSITIVE_INFINITY;
  return () => {
    if (passing > 0) {
      passing -= 1;
      return { fault: null, done: false };
    }
    left -= 1;
    return { fault, done: left <= 0 };
  };
}

/** Counts calls in windows that open with the first call after the one before. */
function window({ calls, perSec }: Limit, now: () => number): Active['spoil'] {
  let opened = Number.NEGATIVE_INFINITY;
  let count = 0;
  return () => {
    const at = now();
    if (at - opened >= perSec * 1000) {
      opened = at;
      count = 0;
    }
    count += 1;
    if (count <= calls) return { fault: null, done: false };
    const retryAfterSec = Math.max(1, Math.ceil((opened + perSec * 1000 - at) / 1000));
    return { fault: { kind: 'rate-limited', retryAfterSec }, done: false };
  };
}

function spoiled({ kind, retryAfterSec, status, code }: Fault): Spoiled {
  if (kind === 'rate-limited') {
    const error = new ClerkApiError(429, 'too_many_requests', 'Too many requests');
    return { kind: 'answered', error, retryAfterSec: retryAfterSec ?? 1 };
  }
  if (kind === 'failing') {
    const error = new ClerkApiError(status ?? 500, code ?? 'internal_clerk_error', 'Oops');
    return { kind: 'answered', error, retryAfterSec: retryAfterSec ?? null };
  }
  return { kind: kind ?? 'answered', error: null, retryAfterSec: null };
}
