import { encodeBase64url } from '../../shared/kernel/base64url.ts';

const segment = (value: unknown): string =>
  encodeBase64url(new TextEncoder().encode(JSON.stringify(value)));

/** A session token in shape and size; its signature is 342 characters of nothing. */
export function fakeToken(claims: Record<string, unknown>, issuedAtSec = 1_800_000_000): string {
  const header = {
    alg: 'RS256',
    cat: 'cl_B7d4PD111AAA',
    kid: 'ins_2sandbox000000000000000000',
    oiat: issuedAtSec,
    typ: 'JWT',
  };
  const payload = {
    iat: issuedAtSec,
    nbf: issuedAtSec - 10,
    exp: issuedAtSec + 60,
    iss: 'https://sandbox.clerk.accounts.dev',
    jti: `jti${issuedAtSec}`,
    sid: 'sess_2ada0000000000000000000000',
    sub: 'user_2ada0000000000000000000000',
    v: 2,
    ...claims,
  };
  return `${segment(header)}.${segment(payload)}.${'A'.repeat(342)}`;
}
