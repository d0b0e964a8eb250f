import { z } from 'zod';
import { ClerkApiError, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import type { SignInTokenRecord } from '../state/records.ts';
import { ticketOf } from '../tokens/clientToken.ts';
import { MetadataSchema } from '../logic/metadata.ts';
import type { BapiCall, BapiRoutes } from './call.ts';
import { userOf } from './userOf.ts';

const NewSignInToken = z.strictObject({
  user_id: z.string(),
  expires_in_seconds: z.int().min(1).nullable().optional(),
});
const NewActorToken = z.strictObject({
  user_id: z.string(),
  expires_in_seconds: z.int().min(1).nullable().optional(),
  actor: MetadataSchema,
  session_max_duration_in_seconds: z.int().min(1).nullable().optional(),
});

/** Clerk's default: 30 days for a sign-in token, one hour for an actor token. */
const monthSec = 2_592_000;
const hourSec = 3600;

/** Tickets: good for one sign-in, with `strategy: 'ticket'`. */
export function addSignInTokens(on: BapiRoutes): void {
  on('POST', '/sign_in_tokens', (call) => {
    const body = call.body(NewSignInToken);
    return create(call, 'sign_in_token', body.user_id, body.expires_in_seconds ?? monthSec, null);
  });
  on('POST', '/actor_tokens', (call) => {
    const body = call.body(NewActorToken);
    const limit = body.session_max_duration_in_seconds ?? 1800;
    return create(
      call,
      'actor_token',
      body.user_id,
      body.expires_in_seconds ?? hourSec,
      body.actor,
      limit * 1000,
    );
  });
  for (const kind of ['sign_in_token', 'actor_token'] as const) {
    on('POST', `/${kind}s/:id/revoke`, (call) => {
      const token = call.core.state.tables.sign_in_token.get(call.param('id'));
      if (token === undefined || token.kind !== kind) throw notFound('Sign in token');
      if (token.status !== 'pending') {
        throw new ClerkApiError(
          400,
          'sign_in_token_cannot_be_revoked_code',
          'Only a pending token can be revoked',
        );
      }
      const revoked = { ...token, status: 'revoked' as const, updated_at: call.nowMs };
      return shape(call, call.core.state.tables.sign_in_token.put(revoked));
    });
  }
}

function create(
  call: BapiCall,
  kind: SignInTokenRecord['kind'],
  userId: string,
  seconds: number,
  actor: SignInTokenRecord['actor'],
  sessionMs: number | null = null,
): object {
  const user = userOf(call, userId);
  const token = call.core.state.tables.sign_in_token.put({
    id: newId(kind === 'sign_in_token' ? 'sit' : 'act'),
    kind,
    user_id: user.id,
    status: 'pending',
    expires_at: call.nowMs + seconds * 1000,
    actor,
    session_max_duration_ms: sessionMs,
    created_at: call.nowMs,
    updated_at: call.nowMs,
  });
  return { ...shape(call, token), ...addressOf(call, ticketOf(call.core, token)) };
}

const addressOf = (call: BapiCall, ticket: string): object => {
  const host = call.core.state.instance.frontend_host.replace('.clerk.', '.');
  return { token: ticket, url: `https://${host}/sign-in?__clerk_ticket=${ticket}` };
};

const shape = (_call: BapiCall, token: SignInTokenRecord): object => ({
  object: token.kind,
  id: token.id,
  user_id: token.user_id,
  status: token.status,
  ...(token.actor === null ? {} : { actor: token.actor }),
  created_at: token.created_at,
  updated_at: token.updated_at,
});
