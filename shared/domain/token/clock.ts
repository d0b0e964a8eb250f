import type { JsonObject } from '../json.ts';
import type { VerificationReason } from './verification.ts';

export interface Clock {
  /** The moment to judge by, in milliseconds. */
  readonly nowMs: number;
  /** Clerk's default of 5,000 applies when it is absent or not finite. */
  readonly skewMs?: number | undefined;
}

const defaultSkewMs = 5_000;

/** What the SDK says about a claim that is no number, in the order it looks at them. */
const wrongNbf = 'Invalid JWT not before date claim';
const wrongIat = 'Invalid JWT issued at date claim';

/**
 * The clock, compared as in clerk/javascript packages/backend/src/jwt/assertions.ts. It comes last, but
 * for the types of nbf and iat: a token that is both expired and has an odd nbf is expired.
 */
export function clockFailure(
  claims: JsonObject,
  clock: Clock,
  sdkMessage: string,
): VerificationReason | null {
  const reached =
    sdkMessage === ''
      ? 3
      : sdkMessage.startsWith(wrongIat)
        ? 2
        : sdkMessage.startsWith(wrongNbf)
          ? 1
          : 0;
  const given = clock.skewMs;
  const skew = given !== undefined && Number.isFinite(given) ? given : defaultSkewMs;
  const now = clock.nowMs;
  const { exp, nbf, iat } = claims;
  if (reached >= 1 && typeof exp === 'number' && timeOf(exp) <= now - skew) return 'token-expired';
  if (reached >= 2 && typeof nbf === 'number' && timeOf(nbf) > now + skew)
    return 'token-not-active-yet';
  if (reached >= 3 && typeof iat === 'number' && timeOf(iat) > now + skew)
    return 'token-iat-in-the-future';
  return null;
}

/** Milliseconds as the SDK's dates have them: whole seconds, and not a number beyond their range. */
function timeOf(seconds: number): number {
  return new Date(0).setUTCSeconds(seconds);
}

export function clockSentence(
  reason: VerificationReason,
  claims: JsonObject,
  nowMs: number,
): string {
  const claim =
    { 'token-expired': 'exp', 'token-not-active-yet': 'nbf' }[reason as string] ?? 'iat';
  const seconds = Math.round(Math.abs(Number(claims[claim]) - nowMs / 1000));
  if (claim === 'exp') return `The token expired ${String(seconds)} seconds ago.`;
  return claim === 'nbf'
    ? `The token is not active before another ${String(seconds)} seconds (nbf).`
    : `The token was issued ${String(seconds)} seconds in the future (iat).`;
}
