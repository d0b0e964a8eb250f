import { randomUUID } from 'node:crypto';
import type { Log } from '../services/ports.ts';
import { forward, pick, relay, restOf, type Fetch } from './forward.ts';

export interface FrontendApiPorts {
  readonly fetch: Fetch;
  /** Base URL of the Frontend API; undefined while nobody answers there. May wait a moment for a restart. */
  readonly target: () => Promise<string | undefined>;
  /** How the Frontend API is called in sentences: `The sandbox`, or the instance's host. */
  readonly name: () => string;
  readonly clientToken: () => string | undefined;
  readonly keepClientToken: (token: string) => void;
  readonly log: Log;
}

/** Never Origin (the real API refuses it beside Authorization), Cookie or the page's own Authorization. */
const requestHeaders = ['accept', 'accept-language', 'content-type', 'user-agent'];
/** Never Authorization (the client token) or Set-Cookie. */
const responseHeaders = ['content-type', 'cache-control', 'retry-after', 'date'];

/** The gateway `/fapi/*`: a native client of Clerk's Frontend API whose client token stays here. */
export const createFrontendApi =
  (ports: FrontendApiPorts) =>
  async (request: Request): Promise<Response> => {
    const path = restOf(request, '/fapi');
    if (!path.startsWith('/v1/')) return refuse(404, 'resource_not_found', 'Not found', path);
    if (request.method !== 'GET' && request.method !== 'POST') {
      return refuse(405, 'method_not_allowed', 'Method not allowed', 'Only GET and POST go here.');
    }
    const target = await ports.target();
    if (target === undefined) return unreachable(ports, 'not running');
    const headers = pick(request.headers, requestHeaders);
    const token = ports.clientToken();
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    let answer: Response;
    try {
      answer = await forward({ fetch: ports.fetch, target: target + path, headers, request });
    } catch (cause) {
      if (request.signal.aborted) throw cause;
      return unreachable(ports, reasonOf(cause));
    }
    const given = answer.headers.get('authorization')?.replace(/^Bearer\s+/i, '');
    if (given !== undefined && given !== '') ports.keepClientToken(given);
    return relay(answer, responseHeaders);
  };

function unreachable({ name, log }: FrontendApiPorts, reason: string): Response {
  const traceId = randomUUID();
  log('warn', 'the Frontend API does not answer', { traceId, reason });
  return refuse(
    502,
    'frontend_api_unreachable',
    `${name()} does not answer.`,
    `${name()} does not answer. Check that it runs and that it can be reached, then try again.`,
    traceId,
  );
}

/** Clerk's error envelope, which clerk-js and its components know how to show. */
function refuse(
  status: number,
  code: string,
  message: string,
  longMessage: string,
  traceId?: string,
): Response {
  const body = {
    errors: [{ code, message, long_message: longMessage }],
    ...(traceId === undefined ? {} : { clerk_trace_id: traceId }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error ? cause.cause : undefined;
  if (inner instanceof Error && 'code' in inner) return String(inner.code);
  return cause instanceof Error ? cause.name : 'unknown';
}
