import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { CompactToken } from './compactToken.ts';
import type { SigningKey } from './port.ts';
import type { SessionRejection } from './rejection.ts';

export interface TokenChecks {
  readonly issuer: string;
  readonly clockSkewMs: number;
  readonly nowMs: number;
}

/**
 * The checks of `verifyJwt` (clerk/javascript `packages/backend/src/jwt/verifyJwt.ts`), in its order and with its
 * reasons, on a token that is decoded already and with a key that is imported once: Clerk's decodes again and
 * imports the key at every call. A generated test holds the two to the same answer. Only RS256 comes here.
 * Null = it holds.
 */
export function checkToken(
  token: CompactToken,
  key: SigningKey,
  { issuer, clockSkewMs, nowMs }: TokenChecks,
): SessionRejection | null {
  const { typ } = token.header;
  if (typ !== undefined && typ !== 'JWT') return 'token-invalid';
  const signed = hasValidSignature(token, key);
  if (signed === null) return 'token-verification-failed';
  if (!signed) return 'token-invalid-signature';

  const { sub, iss, exp, nbf, iat } = token.claims;
  if (typeof sub !== 'string') return 'token-verification-failed';
  if (iss !== issuer) return 'token-invalid-issuer';
  if (typeof exp !== 'number') return 'token-verification-failed';
  if (toMs(exp) <= nowMs - clockSkewMs) return 'token-expired';
  if (nbf !== undefined) {
    if (typeof nbf !== 'number') return 'token-verification-failed';
    if (toMs(nbf) > nowMs + clockSkewMs) return 'token-not-active-yet';
  }
  if (iat !== undefined) {
    if (typeof iat !== 'number') return 'token-verification-failed';
    if (toMs(iat) > nowMs + clockSkewMs) return 'token-iat-in-the-future';
  }
  return null;
}

/** The last moment that a date can hold. */
const LAST_MS = 8.64e15;

/** Whole seconds, as `Date.setUTCSeconds` takes them; NaN beyond what a date can hold, so that no comparison holds. */
function toMs(seconds: number): number {
  const ms = Math.trunc(seconds) * 1000;
  return Math.abs(ms) <= LAST_MS ? ms : Number.NaN;
}

const imported = new WeakMap<SigningKey, KeyObject>();

/** Null when the key itself cannot be used. */
function hasValidSignature(token: CompactToken, key: SigningKey): boolean | null {
  try {
    let known = imported.get(key);
    if (known === undefined) {
      const { kty, n, e } = key;
      known = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
      imported.set(key, known);
    }
    return verify('RSA-SHA256', Buffer.from(token.signed, 'latin1'), known, token.signature);
  } catch {
    return null;
  }
}
