import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createKeySet } from '../../../main/clerk/keySet.ts';
import type { SigningKey } from '../../../main/clerk/port.ts';
import { createRevocations } from '../../../main/clerk/revocations.ts';
import { createSessionVerifier } from '../../../main/clerk/verifySession.ts';
import { AppException } from '../../../shared/errors/appError.ts';
import { makeKey, sign, type TestKey } from '../backend/support/keys.ts';

const ISSUER = 'https://made-up-00.clerk.accounts.dev';
const START_MS = 1_800_000_000_000;
const SKEW_MS = 5_000;
const CASES = 20_000;

/** mulberry32: the same cases at every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const one = makeKey('ins_one');
const two = makeKey('ins_two');
const foreign = makeKey('ins_one');
/** What the instance may have as its keys: before, during and after a rotation, and another key of the same name. */
const keySets: readonly (readonly TestKey[])[] = [
  [one],
  [one],
  [one, two],
  [two],
  [foreign],
  [foreign, two],
];

const toSigningKey = ({ kid, jwk }: TestKey): SigningKey => ({
  kid,
  kty: 'RSA',
  alg: 'RS256',
  n: String(jwk['n']),
  e: String(jwk['e']),
});

interface Sample {
  readonly text: string;
  readonly sid: string;
  /** Moments at which the verdict may turn. */
  readonly turns: readonly number[];
}

/** The same signature bytes in another spelling: the last character of 256 bytes carries four unused bits. */
function respell(text: string, by: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(text.slice(-1));
  return text.slice(0, -1) + (alphabet[(last & 0b110000) | ((last + by) & 0b1111)] ?? 'A');
}

function samples(): Sample[] {
  const pick = random(7);
  const all: Sample[] = [];
  for (let at = 0; at < 240; at += 1) {
    const key = [one, one, one, two, foreign][at % 5] ?? one;
    const iat = START_MS / 1000 + Math.floor(pick() * 1_200);
    const exp = iat + ([60, 60, 31, 600][Math.floor(pick() * 4)] ?? 60);
    const nbf = at % 2 === 0 ? iat - 10 : iat;
    const sid = `sess_${at}`;
    const text = sign(
      key,
      { alg: 'RS256', typ: 'JWT', kid: key.kid, cat: 'cl_B7d4PD111AAA' },
      { exp, iat, nbf, iss: ISSUER, sid, sub: 'user_1', sts: 'active', v: 2, jti: String(at) },
    );
    const turns = [exp * 1000 + SKEW_MS, nbf * 1000 - SKEW_MS, iat * 1000 - SKEW_MS];
    all.push({ text, sid, turns });
    if (at % 3 === 0) all.push({ text: respell(text, 1 + (at % 15)), sid, turns });
  }
  return all;
}

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: START_MS });
});
afterAll(() => {
  vi.useRealTimers();
});

it(
  `answers ${CASES} questions from the cache as it would without one`,
  { timeout: 120_000 },
  async () => {
    const pick = random(20_260_512);
    const among = <T>(all: readonly T[]): T => all[Math.floor(pick() * all.length)] as T;
    const pool = samples();
    let instance = among(keySets);
    const keys = createKeySet({ load: () => Promise.resolve(instance.map(toSigningKey)) });
    const revocations = createRevocations();
    const common = {
      keys,
      issuer: ISSUER,
      authorizedParties: [],
      revocations,
      clockSkewMs: SKEW_MS,
    };
    const cached = createSessionVerifier(common);
    const uncached = createSessionVerifier({ ...common, cache: { entries: 0, bytes: 0 } });

    const ask = async (verifier: typeof cached, text: string): Promise<string> => {
      try {
        // As the guard asks: at once where it can be, and else by verifying.
        const { userId, sessionId } = verifier.remembered(text) ?? (await verifier.verify(text));
        return `${userId} ${sessionId}`;
      } catch (cause) {
        if (!(cause instanceof AppException)) throw cause;
        return `${cause.error.code} ${String(cause.error.details?.['reason'])}`;
      }
    };

    const seen = new Map<string, number>();
    let sample = among(pool);
    let answeredFromCache = 0;
    for (let at = 0; at < CASES; at += 1) {
      // Mostly the same token at the next moment, so that the cache is warm when the verdict turns.
      if (pick() < 0.15) sample = among(pool);
      if (pick() < 0.003) instance = among(keySets);
      if (pick() < 0.0015) revocations.revoke(sample.sid);
      vi.setSystemTime(
        pick() < 0.7
          ? among(sample.turns) + among([-1, 0, 1, -1_000, 1_000])
          : START_MS + Math.floor(pick() * 1_800_000),
      );
      // A refresh in the background ends before the question, so that both are asked of the same keys.
      keys.current();
      await Promise.resolve().then(() => undefined);
      await Promise.resolve().then(() => undefined);
      const before = cached.cached.entries;
      const [first, second] = pick() < 0.5 ? [cached, uncached] : [uncached, cached];
      const one = await ask(first, sample.text);
      const other = await ask(second, sample.text);
      if (one !== other) expect(one, `case ${at}`).toBe(other);
      if (cached.cached.entries === before && one.startsWith('user_')) answeredFromCache += 1;
      const kind = one.startsWith('user_') ? 'accepted' : one;
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }

    // The cases are worth something only when every verdict was met, and the cache was really asked.
    expect(answeredFromCache).toBeGreaterThan(1_500);
    for (const kind of [
      'accepted',
      'auth.token_rejected token-expired',
      'auth.token_rejected token-not-active-yet',
      'auth.token_rejected token-iat-in-the-future',
      'auth.token_rejected session-revoked',
      'auth.token_rejected jwk-kid-mismatch',
      'auth.token_rejected token-invalid-signature',
    ]) {
      expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(20);
    }
  },
);
