import { z } from 'zod';
import { checkClaims } from './claims.ts';
import type { BapiCall, BapiRoutes } from './call.ts';

const PATH = '/sandbox/session_token_claims';
const Claims = z.strictObject({ claims: z.record(z.string(), z.unknown()) });

/**
 * The session token customization. Clerk's Backend API has no such call: there it is edited in the Dashboard
 * (Sessions, Customize session token) or as `session.claims` by Clerk's CLI. The sandbox has no Dashboard, so it
 * offers one of its own, under a path that is no resource of Clerk's. What is put is minted into the next token.
 */
export function addSessionClaims(on: BapiRoutes): void {
  on('GET', PATH, shape);
  on('PUT', PATH, (call) => {
    const { claims } = call.body(Claims);
    checkClaims('session-claims', claims);
    call.core.state.tables.instance.put({
      ...call.core.state.instance,
      session_token_claims: claims,
      session_token_claims_updated_at: call.nowMs,
      updated_at: call.nowMs,
    });
    return shape(call);
  });
}

/** `updated_at` is null as long as the claims are those the instance was made with. */
function shape(call: BapiCall): object {
  const { instance } = call.core.state;
  return {
    object: 'session_token_claims',
    claims: instance.session_token_claims,
    updated_at: instance.session_token_claims_updated_at ?? null,
  };
}
