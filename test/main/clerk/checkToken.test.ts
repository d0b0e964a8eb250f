import { TokenVerificationError } from '@clerk/backend/errors';
import { verifyJwt } from '@clerk/backend/jwt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkToken } from '../../../main/clerk/checkToken.ts';
import { createTokenReader } from '../../../main/clerk/compactToken.ts';
import { createKeySet } from '../../../main/clerk/keySet.ts';
import type { SigningKey } from '../../../main/clerk/port.ts';
import { createRevocations } from '../../../main/clerk/revocations.ts';
import { createSessionVerifier } from '../../../main/clerk/verifySession.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import { AppException } from '../../../shared/errors/appError.ts';
import { makeKey, sign } from '../backend/support/keys.ts';

const ISSUER = 'https://made-up-00.clerk.accounts.dev';
const NOW_MS = 1_800_000_000_000;
const NOW_SEC = NOW_MS / 1000;

const keyOf = ({ kid, jwk }: ReturnType<typeof makeKey>): SigningKey => ({
  kid,
  kty: 'RSA',
  alg: 'RS256',
  n: String(jwk['n']),
  e: String(jwk['e']),
});
const own = makeKey('ins_one');
const other = makeKey('ins_one');
const key = keyOf(own);

const times = [
  undefined,
  null,
  'x',
  0,
  0.9,
  -1.9,
  1e300,
  -1e300,
  8.64e12,
  8.65e12,
  ...[-66, -65, -64, -6, -5, -4.5, 0, 4.9, 5, 5.1, 6, 60].map((offset) => NOW_SEC + offset),
];
const claimsOf: Readonly<Record<string, readonly unknown[]>> = {
  exp: times,
  nbf: times,
  iat: times,
  sub: [undefined, null, 7, '', 'user_1'],
  iss: [undefined, null, 7, '', ISSUER, `${ISSUER}/`, [ISSUER], 'https://other.example'],
  aud: [undefined, 'x', ['x']],
  azp: [undefined, 'https://app.example.com', 7],
};
const headersOf: Readonly<Record<string, readonly unknown[]>> = {
  typ: [undefined, null, 'JWT', 'jwt', 'at+jwt', 7],
};

/** One claim or header of each kind changed at a time, and pairs of the times, which are checked in an order. */
function* changes(): Generator<[claims: JsonObject, header: JsonObject]> {
  yield [{}, {}];
  for (const [name, values] of Object.entries(claimsOf)) {
    for (const value of values) yield [{ [name]: value } as JsonObject, {}];
  }
  for (const [name, values] of Object.entries(headersOf)) {
    for (const value of values) yield [{}, { [name]: value } as JsonObject];
  }
  for (const exp of times) {
    for (const nbf of times) {
      for (const iat of ['x', NOW_SEC, NOW_SEC + 6]) {
        yield [{ exp, nbf, iat } as unknown as JsonObject, {}];
      }
    }
  }
}

async function theirs(token: string): Promise<string | null> {
  try {
    const { kty, alg, n, e } = key;
    await verifyJwt(token, { key: { kty, alg, n, e }, issuer: ISSUER, clockSkewInMs: 5_000 });
    return null;
  } catch (cause) {
    if (cause instanceof TokenVerificationError) return cause.reason;
    throw cause;
  }
}

const make = (claims: JsonObject, header: JsonObject, signer = own): string => {
  const fullHeader = { alg: 'RS256', typ: 'JWT', kid: 'ins_one', ...header };
  const fullClaims = {
    exp: NOW_SEC + 60,
    iat: NOW_SEC,
    nbf: NOW_SEC - 10,
    iss: ISSUER,
    sid: 'sess_1',
    sub: 'user_1',
    v: 2,
    ...claims,
  };
  return sign(signer, fullHeader, fullClaims);
};

describe('our check of a token', () => {
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW_MS });
  });
  afterAll(() => {
    vi.useRealTimers();
  });
  const read = createTokenReader();
  const checks = { issuer: ISSUER, clockSkewMs: 5_000, nowMs: NOW_MS };

  it('gives the reason that the SDK’s verifyJwt gives, whatever the claims and headers', async () => {
    const seen = new Set<string | null>();
    for (const [claims, header] of changes()) {
      const token = make(claims, header);
      const ours = checkToken(read(token), key, checks);
      expect(ours, JSON.stringify([claims, header])).toBe(await theirs(token));
      seen.add(ours);
    }
    expect(seen.size).toBe(7);
  });

  it('gives it for signatures that are altered, cut, foreign or spelt otherwise', async () => {
    const source = createKeySet({ load: () => Promise.resolve([key]) });
    const verifier = createSessionVerifier({
      keys: source,
      issuer: ISSUER,
      authorizedParties: [],
      revocations: createRevocations(),
    });
    /** Through the whole verifier, since spelling is checked where the token is decoded. */
    const ours = async (token: string): Promise<string | null> => {
      try {
        await verifier.verify(token);
        return null;
      } catch (cause) {
        if (cause instanceof AppException) return String(cause.error.details?.['reason']);
        throw cause;
      }
    };
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const token = make({}, {});
    const foreign = make({}, {}, other);
    const dot = token.lastIndexOf('.');
    const variants = [token, foreign, token.slice(0, dot + 3), `${token}AAAA`, `${token}A`];
    for (let at = 0; at < token.length; at += 3) {
      if (token[at] === '.') continue;
      // Within the signature, and at the ends of the other segments, where spare bits are.
      if (at < dot && ![1, 2].includes(token.indexOf('.', at) - at)) continue;
      const swapped = alphabet[(alphabet.indexOf(token[at] ?? 'A') + 1) % 64] ?? 'A';
      variants.push(token.slice(0, at) + swapped + token.slice(at + 1));
    }
    for (let bits = 1; bits < 16; bits += 1) {
      const last = alphabet.indexOf(token.slice(-1));
      variants.push(
        token.slice(0, -1) + (alphabet[(last & 0b110000) | ((last + bits) & 15)] ?? 'A'),
      );
    }
    for (const [at, variant] of variants.entries()) {
      const reason = await theirs(variant);
      expect(await ours(variant), `variant ${at}`).toBe(reason);
    }
    expect(variants.length).toBeGreaterThan(120);
  });
});
