import { randomUUID } from 'node:crypto';
import { appError } from '../../shared/errors/appError.ts';
import type { Log } from '../services/ports.ts';
import { forward, pick, relay, restOf, type Fetch } from './forward.ts';
import { problemResponse } from './problem.ts';

export interface BackendApiPorts {
  readonly fetch: Fetch;
  /** Base URL; null without a backend, undefined while it does not run. */
  readonly target: () => Promise<string | null | undefined>;
  readonly log: Log;
}

const requestHeaders = ['accept', 'content-type', 'if-match', 'if-none-match'];
const responseHeaders = [
  'content-type',
  'cache-control',
  'etag',
  'retry-after',
  'date',
  'www-authenticate',
  'x-request-id',
];
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The gateway `/api/*`: the page's own session token goes along as Bearer, and nothing else of the page. */
export const createBackendApi =
  (ports: BackendApiPorts) =>
  async (request: Request): Promise<Response> => {
    if (!methods.includes(request.method)) return new Response(null, { status: 405 });
    const target = await ports.target();
    if (target === null) {
      return problemResponse(appError('backend.not_connected', 'No backend is connected.'));
    }
    if (target === undefined) return unreachable(ports, 'not running');
    const headers = pick(request.headers, requestHeaders);
    const bearer = request.headers.get('authorization');
    if (bearer !== null && /^Bearer\s+\S+$/i.test(bearer)) headers.set('authorization', bearer);
    try {
      const path = restOf(request, '/api');
      const answer = await forward({ fetch: ports.fetch, target: target + path, headers, request });
      return relay(answer, responseHeaders);
    } catch (cause) {
      if (request.signal.aborted) throw cause;
      return unreachable(ports, cause instanceof Error ? cause.name : 'unknown');
    }
  };

function unreachable({ log }: BackendApiPorts, reason: string): Response {
  const traceId = randomUUID();
  log('warn', 'the backend does not answer', { traceId, reason });
  return problemResponse(
    appError('backend.unreachable', 'The backend does not answer.', { traceId }),
  );
}
