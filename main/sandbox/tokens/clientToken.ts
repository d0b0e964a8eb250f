import type { Core } from '../core.ts';
import type { ClientRecord, SignInTokenRecord } from '../state/records.ts';
import { openCompact, sameText, signCompact } from './jws.ts';

/** The long-lived token a client proves itself with: a cookie in browsers, `Authorization` in native mode. */
export function clientToken(core: Core, client: ClientRecord): string {
  return signCompact(
    { alg: 'RS256', kid: core.keys.kid, typ: 'JWT' },
    { id: client.id, rotating_token: client.rotating_token },
    { kind: 'asymmetric', key: core.keys.privateKey },
  );
}

/** The client a token belongs to; null when it is no token of ours or was rotated away. */
export function clientOfToken(core: Core, token: string): ClientRecord | null {
  const claims = openCompact(token, core.keys.publicKey);
  if (claims === null || typeof claims['id'] !== 'string') return null;
  const client = core.state.tables.client.get(claims['id']);
  if (client === undefined || typeof claims['rotating_token'] !== 'string') return null;
  return sameText(client.rotating_token, claims['rotating_token']) ? client : null;
}

/** The ticket of a sign-in token: signed, of one use, never stored. */
export function ticketOf(core: Core, token: SignInTokenRecord): string {
  return signCompact(
    { alg: 'RS256', kid: core.keys.kid, typ: 'JWT' },
    {
      exp: Math.floor(token.expires_at / 1000),
      iss: `https://${core.state.instance.frontend_host}`,
      sid: token.id,
      st: token.kind,
      sub: token.user_id,
    },
    { kind: 'asymmetric', key: core.keys.privateKey },
  );
}

/** The sign-in token a ticket stands for; null when the ticket is not ours. */
export function tokenOfTicket(core: Core, ticket: string): SignInTokenRecord | null {
  const claims = openCompact(ticket, core.keys.publicKey);
  if (claims === null || typeof claims['sid'] !== 'string') return null;
  if (claims['st'] !== 'sign_in_token' && claims['st'] !== 'actor_token') return null;
  return core.state.tables.sign_in_token.get(claims['sid']) ?? null;
}
