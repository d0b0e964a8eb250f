import { verifyToken } from '@clerk/backend';
import { createPublicKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeySet } from '../../../main/clerk/keySet.ts';
import type { SigningKey } from '../../../main/clerk/port.ts';
import { createRevocations } from '../../../main/clerk/revocations.ts';
import {
  createSessionVerifier,
  type SessionVerifierOptions,
} from '../../../main/clerk/verifySession.ts';
import { AppException } from '../../../shared/errors/appError.ts';
import { makeKey, sign, type TestKey } from '../backend/support/keys.ts';

const ISSUER = 'https://made-up-00.clerk.accounts.dev';
const NOW_MS = 1_800_000_000_000;
const NOW_SEC = NOW_MS / 1000;
const SKEW_MS = 5_000;

const one = makeKey('ins_one');
const other = makeKey('ins_other');

const toSigningKey = ({ kid, jwk }: TestKey): SigningKey => ({
  kid,
  kty: 'RSA',
  alg: 'RS256',
  n: String(jwk['n']),
  e: String(jwk['e']),
});

const header = { alg: 'RS256', typ: 'JWT', kid: 'ins_one', cat: 'cl_B7d4PD111AAA' };
const claims = {
  exp: NOW_SEC + 60,
  iat: NOW_SEC,
  nbf: NOW_SEC - 10,
  iss: ISSUER,
  sid: 'sess_1',
  sub: 'user_1',
  sts: 'active',
  v: 2,
};
const token = (
  changed: Record<string, unknown> = {},
  changedHeader: Record<string, unknown> = {},
  key: TestKey = one,
): string => sign(key, { ...header, ...changedHeader }, { ...claims, ...changed });

/** A verifier over keys that the test may exchange; counts how often they were fetched. */
function verifierOf(options: Partial<SessionVerifierOptions> = {}) {
  const source = { keys: [one], loads: 0, failing: false };
  const keys = createKeySet({
    load: async () => {
      source.loads += 1;
      if (source.failing) throw new Error('unreachable');
      return source.keys.map(toSigningKey);
    },
  });
  const revocations = createRevocations();
  const verifier = createSessionVerifier({
    keys,
    issuer: ISSUER,
    authorizedParties: ['https://app.example.com'],
    revocations,
    ...options,
  });
  /** `ok`, or the reason code of the refusal. */
  const ask = async (text: string): Promise<string> => {
    try {
      await verifier.verify(text);
      return 'ok';
    } catch (cause) {
      if (!(cause instanceof AppException)) throw cause;
      const reason = cause.error.details?.['reason'];
      return `${cause.error.code} ${String(reason)}`;
    }
  };
  return { source, verifier, revocations, ask };
}

const refusal = (reason: string): string => `auth.token_rejected ${reason}`;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a session token', () => {
  it('is accepted, and read into one model', async () => {
    const { verifier } = verifierOf();
    const session = await verifier.verify(
      token({ fea: 'o:data', o: { id: 'org_1', rol: 'admin', per: 'read,write', fpm: '3' } }),
    );
    expect(session).toMatchObject({
      userId: 'user_1',
      sessionId: 'sess_1',
      expiresAtMs: NOW_MS + 60_000,
      auth: {
        orgId: 'org_1',
        orgRole: 'org:admin',
        orgPermissions: ['org:data:read', 'org:data:write'],
      },
    });
  });

  it.each([
    ['of a listed origin', { azp: 'https://app.example.com' }, 'ok'],
    ['without an origin', {}, 'ok'],
    [
      'of an origin not listed',
      { azp: 'https://evil.example' },
      'token-invalid-authorized-parties',
    ],
    ['with an origin that is no text', { azp: 7 }, 'token-invalid-authorized-parties'],
    ['of another instance', { iss: 'https://x.clerk.accounts.dev' }, 'token-invalid-issuer'],
    ['without an issuer', { iss: undefined }, 'token-invalid-issuer'],
    ['of a pending session', { sts: 'pending' }, 'session-pending'],
    ['with an unknown status', { sts: 'odd' }, 'session-pending'],
    ['of an unknown version', { v: 3 }, 'token-version-unknown'],
    ['of version 1', { v: undefined, sts: undefined }, 'ok'],
    ['with an organization that cannot be read', { o: { id: 7 } }, 'token-verification-failed'],
    ['with no organization id', { o: {} }, 'token-verification-failed'],
    ['with an organization that is no object', { o: 'org_1' }, 'token-verification-failed'],
    [
      'of version 1 with an unreadable organization',
      { v: undefined, org_id: 7 },
      'token-verification-failed',
    ],
    ['without a subject', { sub: undefined }, 'token-verification-failed'],
    ['without an expiry', { exp: undefined }, 'token-verification-failed'],
    ['with an expiry that is text', { exp: '9999999999' }, 'token-verification-failed'],
    ['with an expiry beyond every date', { exp: 1e300 }, 'token-verification-failed'],
    ['that has expired', { exp: NOW_SEC - 5 }, 'token-expired'],
    ['that expires within the skew', { exp: NOW_SEC - 4 }, 'ok'],
    ['that starts within the skew', { nbf: NOW_SEC + 5 }, 'ok'],
    ['that has not started', { nbf: NOW_SEC + 6 }, 'token-not-active-yet'],
    ['from the future', { iat: NOW_SEC + 6 }, 'token-iat-in-the-future'],
  ])('%s', async (_name, changed, verdict) => {
    const { ask } = verifierOf();
    const text = token(changed);
    const expected = verdict === 'ok' ? 'ok' : refusal(verdict);
    expect(await ask(text)).toBe(expected);
    expect(await ask(text), 'asked again').toBe(expected);
  });

  it('is not replaced by a token of another kind', async () => {
    const { ask } = verifierOf();
    expect(await ask(token({ sid: undefined, v: undefined }, { cat: 'cl_B7d4PD222AAA' }))).toBe(
      'auth.template_token token-type-mismatch',
    );
    expect(
      await ask(token({ sid: undefined, v: undefined, sts: undefined }, { cat: undefined })),
    ).toBe('auth.template_token token-type-mismatch');
    expect(await ask(token({}, { cat: 'cl_B7d4PD222AAA' }))).toBe(
      'auth.template_token token-type-mismatch',
    );
    expect(await ask(token({}, { cat: 'cl_B7d4PD333AAA' }))).toBe(refusal('token-type-mismatch'));
    expect(await ask(token({ sub: 'mch_1' }))).toBe(refusal('token-type-mismatch'));
    expect(await ask(token({}, { typ: 'at+jwt' }))).toBe(refusal('token-type-mismatch'));
    expect(await ask(token({ sid: '' }))).toBe(refusal('token-type-mismatch'));
    expect(await ask(token({}, { cat: undefined }))).toBe('ok');
    expect(await ask(token({}, { cat: 'cl_I7d4PD111III' }))).toBe('ok');
  });

  it('is signed with RS256 by a key of the instance', async () => {
    const { ask } = verifierOf();
    for (const alg of ['RS384', 'RS512', 'HS256', 'none', 'ES256', 7, undefined]) {
      expect(await ask(token({}, { alg })), String(alg)).toBe(refusal('token-invalid-algorithm'));
    }
    expect(await ask(token({}, {}, other))).toBe(refusal('token-invalid-signature'));
    expect(await ask(token({}, { kid: 'ins_other' }, other))).toBe(refusal('jwk-kid-mismatch'));
    expect(await ask(token({}, { kid: undefined }))).toBe(refusal('jwk-kid-mismatch'));
    const [head, , signature] = token().split('.');
    const [, body] = token({ sub: 'user_2' }).split('.');
    expect(await ask(`${head}.${body}.${signature}`)).toBe(refusal('token-invalid-signature'));
  });

  it.each([
    '',
    '.',
    '..',
    'a.b.c',
    'a.b',
    'a.b.c.d',
    `${Buffer.from('null').toString('base64url')}.${Buffer.from('null').toString('base64url')}.AA`,
    `${Buffer.from('[]').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.AA`,
    `${Buffer.from('{"alg":').toString('base64url')}.e30.AA`,
    'e30.e30.AA=',
    'e30.e30.AA\u0000',
    `e30.${'A'.repeat(20_000)}.AA`,
    'mt_opaque',
  ])('is not this text: %j', async (text) => {
    const { ask } = verifierOf();
    expect(await ask(text)).toMatch(/^auth\.token_rejected /);
  });
});

describe('a remembered token', () => {
  it('is judged at every moment as a new one would be', async () => {
    const warm = verifierOf();
    const text = token();
    expect(await warm.ask(text)).toBe('ok');
    const expiryMs = NOW_MS + 60_000 + SKEW_MS;
    for (const moment of [-20_000, -15_001, -15_000, -5_001, -5_000, -1, 0, 1].flatMap((offset) => [
      NOW_MS + offset,
      expiryMs + offset,
    ])) {
      vi.setSystemTime(moment);
      const cold = verifierOf();
      expect(await warm.ask(text), String(moment - NOW_MS)).toBe(await cold.ask(text));
    }
  });

  it('is not verified again while its keys hold', async () => {
    const { ask, verifier, source } = verifierOf();
    const text = token();
    const first = await verifier.verify(text);
    expect(await verifier.verify(text)).toBe(first);
    expect(verifier.cached.entries).toBe(1);
    vi.setSystemTime(NOW_MS + 59_000);
    expect(await ask(text)).toBe('ok');
    expect(source.loads).toBe(1);
  });

  it('ends with its session', async () => {
    const { ask, revocations } = verifierOf();
    const text = token();
    expect(await ask(text)).toBe('ok');
    revocations.revoke('sess_1');
    expect(await ask(text)).toBe(refusal('session-revoked'));
    expect(await ask(token({ jti: 'another' }))).toBe(refusal('session-revoked'));
  });

  it('ends with the key set that vouched for it', async () => {
    const { ask, source } = verifierOf();
    const text = token({ exp: NOW_SEC + 3_600 });
    expect(await ask(text)).toBe('ok');
    source.keys = [other];
    vi.setSystemTime(NOW_MS + 4 * 60_000);
    expect(await ask(text), 'asks in the background').toBe('ok');
    await vi.waitFor(() => expect(source.loads).toBe(2));
    expect(await ask(text)).toBe(refusal('jwk-kid-mismatch'));
  });

  it('is not believed when the keys are too old and cannot be fetched', async () => {
    const { verifier, ask, source } = verifierOf();
    const text = token({ exp: NOW_SEC + 3_600 });
    expect(await ask(text)).toBe('ok');
    source.failing = true;
    vi.setSystemTime(NOW_MS + 5 * 60_000);
    await expect(verifier.verify(text)).rejects.toThrow('unreachable');
    source.failing = false;
    expect(await ask(text)).toBe('ok');
  });

  it('takes bounded room', async () => {
    const { verifier } = verifierOf({ cache: { entries: 3, bytes: 10_000 } });
    for (let at = 0; at < 10; at += 1) await verifier.verify(token({ jti: String(at) }));
    expect(verifier.cached.entries).toBe(3);
    const small = verifierOf({ cache: { entries: 100, bytes: 10_000 } });
    for (let at = 0; at < 10; at += 1) await small.verifier.verify(token({ jti: String(at) }));
    expect(small.verifier.cached.bytes).toBeLessThanOrEqual(10_000);
    expect(small.verifier.cached.entries).toBeGreaterThan(0);
  });
});

describe('keys that were rotated', () => {
  it('are found at once by a token that names a new one', async () => {
    const { ask, source } = verifierOf();
    expect(await ask(token())).toBe('ok');
    source.keys = [other];
    expect(await ask(token({}, { kid: 'ins_other' }, other))).toBe('ok');
    expect(await ask(token())).toBe(refusal('jwk-kid-mismatch'));
  });

  it('are found too when the new one has the old name', async () => {
    const { ask, source } = verifierOf();
    expect(await ask(token())).toBe('ok');
    source.keys = [{ ...other, kid: 'ins_one' }];
    expect(await ask(token({}, {}, other))).toBe('ok');
    expect(await ask(token())).toBe(refusal('token-invalid-signature'));
  });

  it('are not asked for by every stray token', async () => {
    const { ask, source } = verifierOf();
    for (let at = 0; at < 30; at += 1) {
      expect(await ask(token({}, { kid: `ins_${at}` }, other))).toBe(refusal('jwk-kid-mismatch'));
    }
    expect(source.loads).toBeLessThanOrEqual(2);
    vi.setSystemTime(NOW_MS + 10_000);
    await ask(token({}, { kid: 'ins_late' }, other));
    expect(source.loads).toBe(3);
  });
});

it('accepts nothing that the SDK’s verifyToken refuses', async () => {
  const { ask } = verifierOf();
  const jwtKey = createPublicKey(one.privateKey).export({ format: 'pem', type: 'spki' }).toString();
  const changes: [Record<string, unknown>, Record<string, unknown>?, TestKey?][] = [
    [{}],
    [{ exp: NOW_SEC - 5 }],
    [{ exp: NOW_SEC - 4 }],
    [{ exp: NOW_SEC + 0.9 }],
    [{ nbf: NOW_SEC + 5.9 }],
    [{ nbf: NOW_SEC + 6 }],
    [{ iat: NOW_SEC + 6 }],
    [{ iat: 'x' }],
    [{ nbf: null }],
    [{ sub: 7 }],
    [{ iss: 'x' }],
    [{}, { typ: 'JOSE' }],
    [{}, { typ: undefined }],
    [{}, { alg: 'HS256' }],
    [{}, { alg: 'RS512' }],
    [{}, {}, other],
    [{}, { cat: 'cl_B7d4PD333AAA' }],
  ];
  for (const [changed, changedHeader, key] of changes) {
    const text = token(changed, changedHeader, key);
    const theirs = await verifyToken(text, { jwtKey, issuer: ISSUER }).then(
      () => 'accepted',
      () => 'refused',
    );
    const ours = await ask(text);
    const label = JSON.stringify([changed, changedHeader]);
    if (theirs === 'refused') expect(ours, label).not.toBe('ok');
    else if (changedHeader === undefined) expect(ours, label).toBe('ok');
  }
});
