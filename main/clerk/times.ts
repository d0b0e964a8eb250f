import type { SessionRejection } from './rejection.ts';

/** The times of a token, in whole seconds as its claims give them. */
export interface TokenTimes {
  readonly exp: number;
  readonly nbf: number | null;
  readonly iat: number | null;
}

/** The last second that a JavaScript date can hold. Beyond it Clerk's own comparison lets everything pass. */
const LAST_SECOND = 8.64e12;

/** The times of verified claims; null when one has no usable form. */
export function readTimes(claims: Readonly<Record<string, unknown>>): TokenTimes | null {
  const exp = claims['exp'];
  const nbf = claims['nbf'] ?? null;
  const iat = claims['iat'] ?? null;
  if (!isSecond(exp)) return null;
  if (nbf !== null && !isSecond(nbf)) return null;
  if (iat !== null && !isSecond(iat)) return null;
  return { exp: Math.trunc(exp), nbf: nbf && Math.trunc(nbf), iat: iat && Math.trunc(iat) };
}

const isSecond = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= LAST_SECOND;

/**
 * The same comparisons as clerk/javascript `packages/backend/src/jwt/assertions.ts`, so that a token answered from
 * the cache is judged at this moment exactly as a newly verified one. Null = inside its times.
 */
export function judgeTimes(
  times: TokenTimes,
  nowMs: number,
  skewMs: number,
): Extract<
  SessionRejection,
  'token-expired' | 'token-not-active-yet' | 'token-iat-in-the-future'
> | null {
  if (times.exp * 1000 <= nowMs - skewMs) return 'token-expired';
  if (times.nbf !== null && times.nbf * 1000 > nowMs + skewMs) return 'token-not-active-yet';
  if (times.iat !== null && times.iat * 1000 > nowMs + skewMs) return 'token-iat-in-the-future';
  return null;
}
