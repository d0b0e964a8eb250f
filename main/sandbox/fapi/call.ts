import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Asked, Core } from '../core.ts';
import { ClerkApiError, authenticationInvalid } from '../errors.ts';
import { newId, randomText } from '../ids.ts';
import { clientShape } from '../shapes/client.ts';
import { isLive, liveSessions } from '../logic/sessions.ts';
import type { ClientRecord, SessionRecord, UserRecord } from '../state/records.ts';
import { clientOfToken, clientToken } from '../tokens/clientToken.ts';
import { baseUrlOf } from '../wire/address.ts';
import { Form } from '../wire/form.ts';
import { partOf } from '../wire/multipart.ts';

/** One Frontend API request, understood: who asks, in which mode, with what. */
export interface FapiCall extends Asked {
  readonly core: Core;
  readonly request: FastifyRequest;
  readonly mode: 'native' | 'dev-browser' | 'cookie';
  readonly devBrowserId: string | null;
  /** `Origin` of the request; becomes `azp`. */
  readonly origin: string | null;
  readonly query: Form;
  readonly form: Form;
  param(name: string): string;
  /** The client that asks; null before the first sign-in. */
  client: ClientRecord | null;
}

/** The client that asks, made when there is none yet. */
export function ensureClient(call: FapiCall): ClientRecord {
  if (call.client !== null) return call.client;
  const { core, nowMs } = call;
  const client = core.state.tables.client.put({
    id: newId('client'),
    rotating_token: randomText(40),
    last_active_session_id: null,
    sign_in_id: null,
    last_authentication_strategy: null,
    created_at: nowMs,
    updated_at: nowMs,
  });
  const browser =
    call.devBrowserId === null ? undefined : core.state.tables.dev_browser.get(call.devBrowserId);
  if (browser !== undefined) {
    core.state.tables.dev_browser.put({ ...browser, client_id: client.id, updated_at: nowMs });
  }
  call.client = client;
  return client;
}

export function updateClient(call: FapiCall, change: Partial<ClientRecord>): ClientRecord {
  const client = { ...ensureClient(call), ...change, updated_at: call.nowMs };
  call.client = call.core.state.tables.client.put(client);
  return client;
}

/** A session of the asking client, in whatever state. @throws 404 for another client's, 401 without a client */
export function sessionOfCall(call: FapiCall, id: string): SessionRecord {
  if (call.client === null) throw authenticationInvalid();
  const session = call.core.state.tables.session.get(id);
  if (session === undefined || session.client_id !== call.client.id) {
    throw new ClerkApiError(404, 'resource_not_found', 'Session not found', {
      long: `No session was found with id ${id}`,
    });
  }
  return session;
}

/** As `sessionOfCall`, but one that still counts. @throws ClerkApiError 401 when it is over */
export function liveSessionOfCall(call: FapiCall, id: string): SessionRecord {
  const session = sessionOfCall(call, id);
  if (!isLive(session, call.nowMs)) throw authenticationInvalid();
  return session;
}

/** The session that acts: named in the query, else the client's last active one. @throws 401 without one */
export function actingSession(call: FapiCall): { session: SessionRecord; user: UserRecord } {
  if (call.client === null) throw authenticationInvalid();
  const live = liveSessions(call.core, call.client, call.nowMs);
  const id = call.query.get('_clerk_session_id') ?? call.client.last_active_session_id;
  const session = live.find((one) => one.id === id);
  const user = session && call.core.state.tables.user.get(session.user_id);
  if (session === undefined || user === undefined) throw authenticationInvalid();
  return { session, user };
}

/** The file of an upload; null without one. */
export const uploadOf = ({ request }: FapiCall): Buffer | null =>
  partOf(request.body, request.headers['content-type'], 'file');

type Handler = (call: FapiCall) => unknown;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Registers Frontend API routes. Each runs in one transaction: answered means stored. */
export interface FapiRoutes {
  /** Answers `{ response, client }`; with the whole client after everything but GET. */
  on(method: Method, path: string, handler: Handler): void;
  /** Answers what the handler returns, unwrapped. */
  bare(method: Method, path: string, handler: Handler): void;
}

export function fapiRoutes(scope: FastifyInstance, core: Core): FapiRoutes {
  const add = (method: Method, path: string, answer: (call: FapiCall) => unknown): void => {
    scope.route({
      method,
      url: path,
      handler: (request, reply) => {
        const call = understand(core, request);
        const body = core.state.transaction(() => answer(call));
        identify(call, reply);
        return reply.send(body);
      },
    });
  };
  return {
    on: (method, path, handler) =>
      add(method, path, (call) => {
        const response = handler(call);
        const client =
          method === 'GET' || call.client === null
            ? null
            : clientShape(core, call, call.client, call.origin);
        return { response, client };
      }),
    bare: add,
  };
}

/** Works out mode and client. @throws ClerkApiError for an unknown dev browser or Origin with Authorization */
function understand(core: Core, request: FastifyRequest): FapiCall {
  const query = new Form(new URLSearchParams(request.url.split('?')[1] ?? ''));
  const origin = request.headers.origin ?? null;
  const authorization = request.headers.authorization;
  if (
    origin !== null &&
    authorization !== undefined &&
    !core.state.instance.allowed_origins.includes(origin)
  ) {
    throw new ClerkApiError(
      400,
      'origin_authorization_headers_conflict',
      'Origin and Authorization headers conflict',
      {
        long: "For security purposes, only one of the 'Origin' and 'Authorization' headers should be provided, but not both.",
      },
    );
  }
  const native = query.get('_is_native') === '1' || authorization !== undefined;
  const devBrowserId = native ? null : (query.get('__clerk_db_jwt') ?? null);
  const mode = native ? 'native' : devBrowserId === null ? 'cookie' : 'dev-browser';
  const params = request.params as Readonly<Record<string, string | undefined>>;
  return {
    core,
    request,
    mode,
    devBrowserId,
    origin,
    query,
    form: new Form(request.body instanceof URLSearchParams ? request.body : new URLSearchParams()),
    baseUrl: baseUrlOf(request),
    nowMs: core.now(),
    param: (name) => params[name] ?? '',
    client: clientOf(core, request, mode, devBrowserId),
  };
}

function clientOf(
  core: Core,
  request: FastifyRequest,
  mode: FapiCall['mode'],
  devBrowserId: string | null,
): ClientRecord | null {
  if (mode === 'native') {
    const token = (request.headers.authorization ?? '').replace(/^Bearer\s+/i, '');
    return token === '' ? null : clientOfToken(core, token);
  }
  if (devBrowserId !== null) {
    const browser = core.state.tables.dev_browser.get(devBrowserId);
    if (browser === undefined) throw devBrowserUnauthenticated();
    return browser.client_id === null
      ? null
      : (core.state.tables.client.get(browser.client_id) ?? null);
  }
  // A development instance knows its browsers by the dev browser, never by a cookie.
  if (isDevelopmentHost(core.state.instance.frontend_host)) {
    if (!/\/(?:environment|dev_browser)(?:\?|$)/.test(request.url))
      throw devBrowserUnauthenticated();
    return null;
  }
  const cookie = /(?:^|;\s*)__client=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  return cookie === undefined ? null : clientOfToken(core, cookie);
}

/** Hosts for which clerk-js asks for a dev browser (clerk/javascript `packages/shared/src/keys.ts`). */
const isDevelopmentHost = (host: string): boolean =>
  /\.(?:accounts\.dev|lcl\.dev|stg\.dev|accountsstage\.dev|lclclerk\.com)$/.test(host);

const devBrowserUnauthenticated = (): ClerkApiError =>
  new ClerkApiError(401, 'dev_browser_unauthenticated', 'Browser unauthenticated', {
    long: 'Unable to authenticate this browser for your development instance. Check your Clerk cookies and try again.',
  });

/** Tells the client who it is: `Authorization` in native mode, a cookie where there is no dev browser. */
function identify(call: FapiCall, reply: FastifyReply): void {
  const { client, core, mode } = call;
  if (mode === 'native') {
    if (client !== null) void reply.header('authorization', clientToken(core, client));
    return;
  }
  if (mode === 'cookie' && client !== null) {
    const signedIn = liveSessions(core, client, call.nowMs).length > 0;
    const uat = signedIn ? Math.floor(client.updated_at / 1000) : 0;
    void reply.header('set-cookie', [
      `__client=${clientToken(core, client)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000`,
      `__client_uat=${uat}; Path=/; SameSite=Lax; Max-Age=31536000`,
    ]);
  }
}
