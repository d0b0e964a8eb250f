import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { JsonObject } from '../../shared/domain/json.ts';
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
  token: string,
  header: JsonObject,
  claims: JsonObject,
  key: SigningKey,
  { issuer, clockSkewMs, nowMs }: TokenChecks,
): SessionRejection | null {
  const { typ } = header;
  if (typ !== undefined && typ !== 'JWT') return 'token-invalid';
  const signed = hasValidSignature(token, key);
  if (signed === null) return 'token-verification-failed';
  if (!signed) return 'token-invalid-signature';

  const { sub, iss, exp, nbf, iat } = claims;
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

/** Whole seconds, as `Date.setUTCSeconds` takes them; NaN beyond what a date can hold, so that no comparison holds. */
const toMs = (seconds: number): number => new Date(Math.trunc(seconds) * 1000).getTime();

const imported = new WeakMap<SigningKey, KeyObject>();

/** Null when the key itself cannot be used. */
function hasValidSignature(token: string, key: SigningKey): boolean | null {
  const dot = token.lastIndexOf('.');
  try {
    let known = imported.get(key);
    if (known === undefined) {
      const { kty, n, e } = key;
      known = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
      imported.set(key, known);
    }
    const data = Buffer.from(token.slice(0, dot), 'latin1');
    return verify('RSA-SHA256', data, known, Buffer.from(token.slice(dot + 1), 'base64url'));
  } catch {
    return null;
  }
}
