import { z } from 'zod';
import { authenticationInvalid, formMissing, notFound } from '../errors.ts';
import { newId, randomText } from '../ids.ts';
import { activityOf, closeSession, createSession, isLive } from '../logic/sessions.ts';
import { sessionForBackend } from '../shapes/session.ts';
import type { SessionRecord } from '../state/records.ts';
import { mintSessionToken, mintTemplateToken } from '../tokens/sessionToken.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';
import { userOf } from './userOf.ts';

const NewToken = z.strictObject({
  expires_in_seconds: z.number().min(30).max(315_360_000).nullable().optional(),
});

/**
 * What a server sends that refreshes a token for a browser. Clerk checks the refresh token; the sandbox gives none
 * out, so it takes any from whoever holds the secret key and could mint a token all the same.
 */
const Refresh = z.object({
  expired_token: z.string(),
  refresh_token: z.string(),
  request_origin: z.string(),
  format: z.enum(['token', 'cookie']).nullable().optional(),
});

export function addSessions(on: BapiRoutes): void {
  on('GET', '/sessions', (call) => {
    const page = pageShape(filterSessions(call), pageOf(call.query), (session) =>
      sessionForBackend(asOfNow(call, session)),
    );
    return call.query.flag('paginated') ? page : page.data;
  });
  on('POST', '/sessions', (call) => {
    const { user_id } = call.body(
      z.strictObject({ user_id: z.string(), active_organization_id: z.string().optional() }),
    );
    const user = userOf(call, user_id);
    const client = call.core.state.tables.client.put({
      id: newId('client'),
      rotating_token: randomText(40),
      last_active_session_id: null,
      sign_in_id: null,
      last_authentication_strategy: null,
      created_at: call.nowMs,
      updated_at: call.nowMs,
    });
    const session = createSession(call.core, call, {
      client,
      userId: user.id,
      organizationId: null,
      secondFactor: false,
      actor: null,
      activity: activityOf(call.request.headers['user-agent'], call.request.ip),
    });
    return sessionForBackend(session);
  });
  on('GET', '/sessions/:id', (call) => sessionForBackend(asOfNow(call, sessionOf(call))));
  on('POST', '/sessions/:id/revoke', (call) =>
    sessionForBackend(closeSession(call.core, call, sessionOf(call), 'revoked')),
  );
  on('POST', '/sessions/:id/refresh', (call) => {
    const { format } = call.body(Refresh);
    const jwt = mintSessionToken(call.core, call, liveSession(call), {});
    return format === 'cookie'
      ? { object: 'cookies', cookies: [`__session=${jwt}; Path=/; SameSite=Lax`] }
      : { object: 'token', jwt };
  });
  on('POST', '/sessions/:id/tokens', (call) => ({
    object: 'token',
    jwt: mintSessionToken(call.core, call, liveSession(call), lifetime(call)),
  }));
  on('POST', '/sessions/:id/tokens/:template', (call) => ({
    object: 'token',
    jwt: mintTemplateToken(
      call.core,
      call,
      liveSession(call),
      call.param('template'),
      lifetime(call),
    ),
  }));
}

function lifetime(call: BapiCall): { lifetimeSec?: number } {
  const { expires_in_seconds: seconds } = call.body(NewToken);
  return seconds === null || seconds === undefined ? {} : { lifetimeSec: Math.floor(seconds) };
}

function sessionOf(call: BapiCall): SessionRecord {
  const session = call.core.state.tables.session.get(call.param('id'));
  if (session === undefined) throw notFound('Session');
  return session;
}

function liveSession(call: BapiCall): SessionRecord {
  const session = sessionOf(call);
  if (!isLive(session, call.nowMs)) throw authenticationInvalid();
  return session;
}

/** A session whose time ran out is stored as active until somebody looks. */
const asOfNow = (call: BapiCall, session: SessionRecord): SessionRecord =>
  session.status === 'active' && session.expire_at <= call.nowMs
    ? { ...session, status: 'expired' }
    : session;

function filterSessions(call: BapiCall): SessionRecord[] {
  const { session } = call.core.state.tables;
  const user = call.query.get('user_id');
  const client = call.query.get('client_id');
  const status = call.query.get('status');
  if (user === undefined && client === undefined) throw formMissing('client_id');
  const rows =
    user === undefined ? session.find('client', client ?? '') : session.find('user', user);
  return rows
    .filter((row) => client === undefined || row.client_id === client)
    .filter((row) => status === undefined || asOfNow(call, row).status === status)
    .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1));
}
