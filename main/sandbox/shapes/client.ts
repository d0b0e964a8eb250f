import type { Asked, Core } from '../core.ts';
import { isLive, liveSessions } from '../logic/sessions.ts';
import type { ClientRecord, SessionRecord } from '../state/records.ts';
import { activeOrganization, mintSessionToken } from '../tokens/sessionToken.ts';
import { publicUserData } from './organization.ts';
import { sessionBase } from './session.ts';
import { signInShape } from './signIn.ts';
import { userForClient } from './user.ts';

/** A session as the Frontend API gives it, with its user and a fresh token. */
export function sessionForClient(
  core: Core,
  asked: Asked,
  session: SessionRecord,
  azp: string | null,
): Record<string, unknown> {
  const user = core.state.tables.user.get(session.user_id);
  const organization = user === undefined ? null : activeOrganization(core, session, user);
  const age = (thenMs: number | null): number =>
    thenMs === null ? -1 : Math.max(0, Math.floor((asked.nowMs - thenMs) / 60_000));
  return {
    ...sessionBase(session),
    last_active_organization_id: organization?.id ?? null,
    factor_verification_age: [
      age(session.first_factor_verified_at),
      age(session.second_factor_verified_at),
    ],
    user: user === undefined ? null : userForClient(core, asked, user),
    public_user_data: user === undefined ? null : publicUserData(asked, user),
    last_active_token:
      user !== undefined && isLive(session, asked.nowMs)
        ? {
            object: 'token',
            jwt: mintSessionToken(core, asked, session, { azp }),
          }
        : null,
  };
}

/** The client with everything it carries; sent with each mutation, since clerk-js replaces its state by it. */
export function clientShape(
  core: Core,
  asked: Asked,
  client: ClientRecord,
  azp: string | null,
): object {
  const signIn =
    client.sign_in_id === null ? undefined : core.state.tables.sign_in.get(client.sign_in_id);
  const open = signIn !== undefined && signIn.abandon_at > asked.nowMs ? signIn : null;
  const sessions = liveSessions(core, client, asked.nowMs);
  return {
    object: 'client',
    id: client.id,
    sessions: sessions.map((session) => sessionForClient(core, asked, session, azp)),
    sign_in: open === null ? null : signInShape(core, asked, open),
    sign_up: null,
    last_active_session_id: sessions.some((session) => session.id === client.last_active_session_id)
      ? client.last_active_session_id
      : (sessions.at(-1)?.id ?? null),
    last_authentication_strategy: client.last_authentication_strategy,
    cookie_expires_at: null,
    captcha_bypass: false,
    created_at: client.created_at,
    updated_at: client.updated_at,
  };
}
