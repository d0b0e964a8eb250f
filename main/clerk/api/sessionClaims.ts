import { AppException } from '../../../shared/errors/appError.ts';
import type { Ask } from '../ask.ts';
import type { ClerkApi, ClerkSessionClaims } from '../port.ts';
import { recordOr, unreadable } from '../readers.ts';
import type { Calls } from './calls.ts';

/** Only the sandbox has it: Clerk's Backend API offers the customization of the session token nowhere. */
const PATH = '/sandbox/session_token_claims';

export function sessionClaimCalls(
  { call, change }: Calls,
  ask: Ask,
): Pick<ClerkApi, 'readSessionClaims' | 'writeSessionClaims'> {
  return {
    async readSessionClaims() {
      try {
        return toClaims(await call(() => ask('GET', PATH)));
      } catch (cause) {
        if (isAbsent(cause)) return null;
        throw cause;
      }
    },

    async writeSessionClaims(claims) {
      return toClaims(await change(() => ask('PUT', PATH, { claims })));
    },
  };
}

/** What a server says to a path that it does not have: 404, or 405 from some (inferred for Clerk's). */
const isAbsent = (cause: unknown): boolean =>
  cause instanceof AppException &&
  (cause.error.code === 'clerk.not_found' || cause.error.details?.['status'] === 405);

function toClaims(answer: unknown): ClerkSessionClaims {
  const { claims, updated_at: updatedAtMs } = recordOr(answer);
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) {
    throw unreadable(PATH);
  }
  return {
    claims: recordOr(claims),
    updatedAtMs: typeof updatedAtMs === 'number' ? updatedAtMs : null,
  };
}
