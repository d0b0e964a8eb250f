import { z } from 'zod';
import { appError, statusOf, type AppError } from '../../../shared/errors/appError.ts';
import { plainResponse } from '../../origin/page.ts';
import type { Host } from '../../services/ports.ts';
import type { EventStream } from './eventStream.ts';
import type { Sessions } from './sessions.ts';

/** The header every call carries. A page of another origin cannot send it without a preflight, which is refused. */
export const sessionHeader = 'x-claimdeck-session';

const maxCallBytes = 1024 * 1024;
const Launch = z.strictObject({ launch: z.string().max(200) });
const Call = z.strictObject({ method: z.string().max(100), input: z.unknown() });

export interface WebRoutesPorts {
  readonly host: Pick<Host, 'handle' | 'call'>;
  readonly sessions: Sessions;
  readonly events: EventStream;
  /** `http://127.0.0.1:<port>`: the only Host and the only Origin that are answered. */
  readonly origin: string;
}

/**
 * What the web host answers: the exchange of a launch token, the contract, the events, and the page's origin.
 * Static files need no secret: they hold none. Everything else does.
 */
export const createWebRoutes =
  ({ host, sessions, events, origin }: WebRoutesPorts) =>
  async (request: Request): Promise<Response> => {
    const refusal = refuseForeign(request, origin);
    if (refusal !== undefined) return refusal;
    const { pathname } = new URL(request.url);
    const guarded = /^\/(?:host|fapi|api)(?:\/|$)/.test(pathname);
    if (!guarded) return host.handle(request);

    if (pathname === '/host/session' && request.method === 'POST') {
      const body = Launch.safeParse(await readJson(request));
      const secret = body.success ? sessions.exchange(body.data.launch) : undefined;
      return secret === undefined ? noSession('This launch link is not valid.') : json({ secret });
    }
    if (!sessions.isSecret(request.headers.get(sessionHeader))) {
      return noSession('This page was opened without its launch link.');
    }
    if (pathname === '/host/call' && request.method === 'POST') {
      const body = Call.safeParse(await readJson(request));
      if (!body.success) {
        return failure(appError('boundary.bad_input', 'A call is {method, input}, as JSON.'));
      }
      return json(await host.call(body.data.method, body.data.input));
    }
    if (pathname === '/host/events' && request.method === 'GET') {
      return new Response(events.open(), {
        headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
      });
    }
    if (pathname.startsWith('/host')) return plainResponse(404, 'Not found.');
    return host.handle(request);
  };

/** A name that was pointed here (DNS rebinding), a page of elsewhere, a preflight: none gets further. */
function refuseForeign(request: Request, origin: string): Response | undefined {
  if (request.headers.get('host') !== new URL(origin).host) {
    return plainResponse(421, `Claimdeck answers at ${origin} only.`);
  }
  const from = request.headers.get('origin');
  if (from !== null && from !== origin) {
    return failure(
      appError('boundary.foreign_sender', 'This origin may not talk to Claimdeck.', {
        remedy: `Open the console at ${origin}.`,
      }),
    );
  }
  if (request.method === 'OPTIONS') return plainResponse(405, 'There is no CORS here.');
  return undefined;
}

const noSession = (message: string): Response => failure(appError('host.no_session', message));

const failure = (error: AppError): Response => json({ ok: false, error }, statusOf(error));

const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });

/** The body as JSON; undefined when it is none, or larger than any call is. */
async function readJson(request: Request): Promise<unknown> {
  if (request.headers.get('content-type')?.split(';')[0]?.trim() !== 'application/json') {
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      // What is too much is still read to its end: a page that is cut off in the middle sees no answer.
      bytes += chunk.length;
      if (bytes <= maxCallBytes) chunks.push(chunk);
    }
    if (bytes > maxCallBytes) return undefined;
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
