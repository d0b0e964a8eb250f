import { generateKeyPairSync, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { verifyToken } from '@clerk/backend';
import { verifyJwt } from '@clerk/backend/jwt';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { verifyForInspection, type InspectOptions } from '../../../main/clerk/inspect.ts';
import { generator } from '../../shared/domain/access/generate.ts';
import { personalV2 } from '../../shared/domain/token/support.ts';

const pair = (bits = 2048) => generateKeyPairSync('rsa', { modulusLength: bits });
const { publicKey, privateKey } = pair();
const stranger = pair();

const pemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const jwkOf = (key: KeyObject, kid: string): JsonWebKey & { kid: string } => ({
  ...key.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'RS256',
});

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function mint(claims: object, header: object = {}, key: KeyObject = privateKey): string {
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'ins_1', ...header })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

const nowMs = personalV2.iat * 1000 + 10_000;
const jwtKeyPem = pemOf(publicKey);
const jwks = { keys: [jwkOf(publicKey, 'ins_1')] };

const ask = (token: string, options: Partial<InspectOptions> = {}) =>
  verifyForInspection(token, { jwks, nowMs, ...options });

const codes = (result: Awaited<ReturnType<typeof ask>>): string[] =>
  result.findings.map(({ code }) => code);

describe('verifyForInspection', () => {
  test('accepts what Clerk accepts, by key set and by PEM', async () => {
    const token = mint(personalV2);
    expect(await ask(token)).toMatchObject({ valid: true, reason: null, findings: [] });
    expect(await verifyForInspection(token, { jwtKeyPem, nowMs })).toMatchObject({ valid: true });
  });

  test('says nothing without a key', async () => {
    const result = await verifyForInspection(mint(personalV2), { nowMs });
    expect(result).toMatchObject({ valid: null, reason: null });
  });

  const { exp, iat } = personalV2;
  test.each([
    ['exp within the skew', { ...personalV2, exp: nowMs / 1000 - 4 }, {}, null],
    ['exp at the skew', { ...personalV2, exp: nowMs / 1000 - 5 }, {}, 'token-expired'],
    ['nbf within the skew', { ...personalV2, nbf: nowMs / 1000 + 5 }, {}, null],
    ['nbf beyond the skew', { ...personalV2, nbf: nowMs / 1000 + 6 }, {}, 'token-not-active-yet'],
    [
      'iat beyond the skew',
      { ...personalV2, iat: nowMs / 1000 + 6 },
      {},
      'token-iat-in-the-future',
    ],
    ['a wider skew', { ...personalV2, iat: nowMs / 1000 + 6 }, { clockSkewMs: 6000 }, null],
    ['another moment', personalV2, { nowMs: exp * 1000 + 5000 }, 'token-expired'],
    ['an earlier moment', personalV2, { nowMs: (iat - 20) * 1000 }, 'token-not-active-yet'],
    ['no exp', { ...personalV2, exp: undefined }, {}, 'token-verification-failed'],
    ['no sub', { ...personalV2, sub: undefined }, {}, 'token-verification-failed'],
    ['a listed party', personalV2, { authorizedParties: [personalV2.azp] }, null],
    [
      'another party',
      personalV2,
      { authorizedParties: ['https://x'] },
      'token-invalid-authorized-parties',
    ],
    [
      'a missing party',
      { ...personalV2, azp: undefined },
      { authorizedParties: ['https://x'] },
      'token-invalid-authorized-parties',
    ],
    ['an audience and no aud', personalV2, { audience: ['api'] }, null],
    [
      'an audience that differs',
      { ...personalV2, aud: 'b' },
      { audience: ['api'] },
      'token-verification-failed',
    ],
    ['the issuer', personalV2, { issuer: [personalV2.iss] }, null],
    ['another issuer', personalV2, { issuer: ['https://x'] }, 'token-invalid-issuer'],
    ['another header type', personalV2, { headerTypes: ['at+jwt'] }, 'token-invalid'],
  ] as const)('%s', async (_name, claims, options, reason) => {
    const result = await ask(mint(claims), options);
    expect(result).toMatchObject({ valid: reason === null, reason });
    expect(result.message).toMatch(/^[A-Z].*\.$/);
    if (reason !== null) expect(result.remedy).toMatch(/^[A-Z].*\.$/);
  });

  test.each([
    ['an HS256 token', { alg: 'HS256' }, 'token-invalid-algorithm'],
    ['no algorithm', { alg: 'none' }, 'token-invalid-algorithm'],
    ['an M2M token', { cat: 'cl_B7d4PD333AAA' }, 'token-invalid'],
    ['an unknown key', { kid: 'ins_2' }, 'jwk-kid-mismatch'],
    ['no kid', { kid: undefined }, 'jwk-kid-mismatch'],
  ] as const)('refuses %s', async (_name, header, reason) => {
    expect(await ask(mint(personalV2, header))).toMatchObject({ valid: false, reason });
  });

  test.each([
    ['no token', 'undefined', jwks, 'token-invalid'],
    ['no key set', mint(personalV2), 'keys', 'jwk-remote-invalid'],
    ['an empty key set', mint(personalV2), { keys: [] }, 'jwk-remote-failed-to-load'],
    [
      'a useless key',
      mint(personalV2),
      { keys: [{ kid: 'ins_1', kty: 'oct', k: 'AA' }] },
      'token-verification-failed',
    ],
  ])('%s', async (_name, token, set, reason) => {
    expect(await ask(token, { jwks: set })).toMatchObject({ valid: false, reason });
  });

  test('tells another instance from a forgery', async () => {
    const foreign = mint(
      { ...personalV2, iss: 'https://other.example.com' },
      { kid: 'ins_2' },
      stranger.privateKey,
    );
    const expectedIssuer = personalV2.iss;
    expect(codes(await ask(foreign, { expectedIssuer }))).toEqual([
      'issuer-unexpected',
      'wrong-instance',
    ]);
    expect(codes(await ask(foreign))).toEqual(['wrong-instance']);
    const forged = mint(personalV2, {}, stranger.privateKey);
    const result = await ask(forged, { expectedIssuer });
    expect(result.reason).toBe('token-invalid-signature');
    expect(codes(result)).toEqual(['likely-forged']);
    const renamed = mint(personalV2, { kid: 'ins_9' }, stranger.privateKey);
    expect(codes(await ask(renamed, { expectedIssuer }))).toEqual(['likely-forged']);
    expect(codes(await ask(mint(personalV2, { kid: 'ins_9' }), { expectedIssuer }))).toEqual([
      'kid-mislabelled',
    ]);
  });

  test('warns of what Clerk lets pass, without changing its answer', async () => {
    const { sid: _, v: __, ...template } = { ...personalV2, exp: personalV2.iat + 10_000_000 };
    const result = await ask(
      mint(template, { cat: 'cl_B7d4PD222AAA', crit: ['b64'], jku: 'https://evil' }),
      {
        audience: ['api'],
        authorizedParties: ['https://app.example.com/', personalV2.azp],
        expectedIssuer: 'https://other',
      },
    );
    expect(result.valid).toBe(true);
    expect(codes(result)).toEqual([
      'issuer-unexpected',
      'critical-header',
      'key-address-in-header',
      'template-as-session',
      'audience-unchecked',
      'party-never-matches',
      'never-expires-soon',
    ]);
    expect(codes(await ask(mint({ ...personalV2, sts: 'pending' })))).toEqual(['session-pending']);
    const ahead = await ask(mint(personalV2), { nowMs: (personalV2.iat - 3) * 1000 });
    expect(codes(ahead)).toEqual(['clock-skew']);
  });

  test('warns of a weak or mislabelled key', async () => {
    const weak = pair(1024);
    const set = { keys: [{ ...jwkOf(weak.publicKey, 'ins_1'), use: 'enc' }] };
    const result = await ask(mint(personalV2, {}, weak.privateKey), { jwks: set });
    expect(codes(result)).toContain('weak-key');
    expect(codes(result)).toContain('key-mislabelled');
  });
});

describe('beside the SDK', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: nowMs });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** The SDK's own answer at the faked moment. */
  async function sdkReason(
    token: string,
    usesPem: boolean,
    checks: object,
  ): Promise<string | null> {
    try {
      if (usesPem) await verifyToken(token, { jwtKey: jwtKeyPem, ...checks });
      else await verifyJwt(token, { key: jwkOf(publicKey, 'ins_1'), ...checks });
      return null;
    } catch (cause) {
      return (cause as { reason: string }).reason;
    }
  }

  test('gives the same reason on 600 generated tokens and options', async () => {
    const random = generator(3);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    const now = nowMs / 1000;
    const times = [
      now - 100,
      now - 6,
      now - 5,
      now - 4.5,
      now,
      now + 4,
      now + 5,
      now + 5.9,
      now + 6,
      now + 60,
      1e300,
      -1e300,
      '5',
      null,
      undefined,
    ];
    const reasons = new Set<string | null>();
    for (let i = 0; i < 600; i += 1) {
      const claims: Record<string, unknown> = { ...personalV2, exp: now + 50 };
      for (const name of ['exp', 'nbf', 'iat']) if (random() < 0.4) claims[name] = pick(times);
      if (random() < 0.1) claims['sub'] = pick([5, null, undefined]);
      if (random() < 0.3) claims['aud'] = pick(['api', 'x', ['x', 'api'], [], 5]);
      if (random() < 0.2) claims['azp'] = pick([undefined, null, 'https://x']);
      if (random() < 0.1) claims['iss'] = pick([undefined, 5, 'https://x']);
      const header =
        random() < 0.15
          ? pick([{ typ: undefined }, { typ: 'at+jwt' }, { alg: 'RS384' }, { alg: 'HS256' }])
          : {};
      const token = mint(claims, header, random() < 0.05 ? stranger.privateKey : privateKey);
      const options = {
        ...(random() < 0.3 ? { audience: pick([['api'], [], ['y', 'api']]) } : {}),
        ...(random() < 0.3
          ? { authorizedParties: pick([[personalV2.azp], [], ['https://x']]) }
          : {}),
        ...(random() < 0.3 ? { issuer: pick([[personalV2.iss], []]) } : {}),
        ...(random() < 0.3 ? { clockSkewMs: pick([0, 5900, 10_000, Number.NaN]) } : {}),
        ...(random() < 0.1 ? { headerTypes: pick([['JWT'], ['at+jwt', 'JWT']]) } : {}),
      };
      const usesPem = random() < 0.5;
      const { clockSkewMs, headerTypes, ...same } = options;
      const expected = await sdkReason(token, usesPem, {
        ...same,
        ...(clockSkewMs === undefined ? {} : { clockSkewInMs: clockSkewMs }),
        ...(headerTypes === undefined ? {} : { headerType: headerTypes }),
      });
      reasons.add(expected);
      const result = await verifyForInspection(token, {
        nowMs,
        ...options,
        ...(usesPem ? { jwtKeyPem } : { jwks }),
      });
      expect({ claims, header, options, reason: result.reason }).toEqual({
        claims,
        header,
        options,
        reason: expected,
      });
    }
    expect(reasons.size).toBeGreaterThanOrEqual(9);
  });
});
