import { describe, expect, it } from 'vitest';
import { createInspectStore } from '../../../../renderer/features/inspect/inspectStore.ts';
import { insertion } from '../../../../renderer/features/inspect/insertion.logic.ts';
import { readKey, readNames } from '../../../../renderer/features/inspect/key.logic.ts';
import { readReport } from '../../../../renderer/features/inspect/report.logic.ts';
import {
  clockSentence,
  inspectSentence,
  type Asked,
} from '../../../../renderer/features/inspect/sentence.logic.ts';
import { nextTurnMs } from '../../../../renderer/features/inspect/useClockTurns.ts';
import { fakeToken } from '../../fakeToken.ts';

const nowMs = 1_800_000_010_000;
const read = (text: string) => readReport(text, { instance: null, nowMs, live: null });
const tokenOf = (claims: Record<string, unknown>) => {
  const report = read(fakeToken(claims));
  if (report.kind !== 'token') throw new Error(`read as ${report.kind}`);
  return report;
};

const answered = (change: object): Asked => ({
  kind: 'answered',
  answer: {
    valid: true,
    reason: null,
    message: '',
    remedy: null,
    findings: [],
    keySource: 'instance',
    keyIds: [],
    judgedAtMs: nowMs,
    clock: null,
    byServerClock: null,
    ...change,
  },
});
const issuer = 'https://sandbox.clerk.accounts.dev';

describe('the sentence', () => {
  const say = (claims: Record<string, unknown>, asked: Asked, atMs = nowMs): string =>
    inspectSentence(tokenOf(claims), issuer, asked, atMs);

  it('names kind, origin, signature and time', () => {
    expect(say({}, answered({}))).toBe(
      'A version 2 session token from this instance. Signature valid. Expires in 50 s.',
    );
    expect(say({}, answered({ valid: false, reason: 'token-expired' }), nowMs + 230_000)).toBe(
      'A version 2 session token from this instance. Signature valid. Expired 3 minutes ago: clerk-js would have refreshed it.',
    );
  });

  it('tells another instance from a forgery', () => {
    const finding = (code: string) => [{ code, message: '', remedy: '' }];
    expect(
      say(
        { iss: 'https://clerk.example.com' },
        answered({ valid: false, reason: 'jwk-kid-mismatch', findings: finding('wrong-instance') }),
      ),
    ).toMatch(
      /^A version 2 session token from clerk\.example\.com\. Signed for another instance\./,
    );
    expect(
      say(
        {},
        answered({
          valid: false,
          reason: 'token-invalid-signature',
          findings: finding('likely-forged'),
        }),
      ),
    ).toMatch(/Signature does not fit: altered or forged\./);
  });

  it('says while nothing is known', () => {
    expect(say({ exp: 'soon' }, { kind: 'asking' })).toMatch(
      /Checking the signature… It names no expiry\.$/,
    );
    expect(say({ iss: 7 }, { kind: 'failed' })).toMatch(
      /that names no issuer\. Signature not checked/,
    );
  });
});

it('measures the clock in words', () => {
  const clock = (aheadMs: number) =>
    clockSentence({ aheadMs, uncertaintyMs: 520, measuredAtMs: 0 });
  expect(clock(-300)).toMatch(/agrees with the instance’s, within 0\.5 s/);
  expect(clock(7_100)).toMatch(/7\.1 s ahead of the instance’s, give or take 0\.5 s/);
  expect(clock(-600_000)).toMatch(/10 minutes behind/);
});

it('knows when the clock turns the answer', () => {
  const claims = { nbf: 100, iat: 110, exp: 170 };
  expect(nextTurnMs(claims, 0)).toBe(95_000);
  expect(nextTurnMs(claims, 110_000)).toBe(175_000);
  expect(nextTurnMs(claims, 200_000)).toBeNull();
});

describe('a key that is given', () => {
  it('is a PEM, a key set, or one key of one', () => {
    expect(readKey('  ', 'ins_1')).toEqual({ ok: true, value: null });
    const pem = '-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----';
    expect(readKey(`\n${pem}\n`, 'ins_1')).toEqual({ ok: true, value: { pem } });
    expect(readKey('{"keys":[]}', 'ins_1')).toEqual({ ok: true, value: { jwks: '{"keys":[]}' } });
    expect(readKey('{"kty":"RSA","n":"x","e":"AQAB"}', 'ins_1')).toEqual({
      ok: true,
      value: { jwks: '{"keys":[{"kty":"RSA","n":"x","e":"AQAB","kid":"ins_1"}]}' },
    });
  });

  it.each([
    ['hello', false],
    ['{"kty', false],
    ['{"a":1}', false],
    ['-----BEGIN PRIVATE KEY-----', true],
    ['{"kty":"RSA","d":"x"}', true],
    [['sk', 'live', 'x'].join('_'), true],
  ])('is refused in words: %s', (text, isSecret) => {
    expect(readKey(text, 'ins_1')).toMatchObject({ ok: false, error: { isSecret } });
  });
});

it.each([
  ['', 'a', 1, true],
  ['', 'pasted text', 11, true],
  ['header.payload', 'header.payloadX', 1, false],
  ['header.payload', 'header.and-more.payload', 9, false],
  ['one text', 'another thing', 13, true],
  ['aaa', 'aaaa', 1, false],
  ['abc', '', 0, false],
])('sees what was put into a text: %j → %j', (before, after, inserted, isMostlyNew) => {
  expect(insertion(before, after)).toEqual({ inserted, isMostlyNew });
});

it('reads lists as people type them', () => {
  expect(readNames(' a, b\nc  ')).toEqual(['a', 'b', 'c']);
});

describe('what was looked at', () => {
  it('is kept newest first, the same token once', () => {
    const store = createInspectStore();
    store.add(tokenOf({ a: 1 }), 1);
    store.add(tokenOf({ a: 2 }), 2);
    store.add(tokenOf({ a: 1 }), 3);
    const { history, shown } = store.getState();
    expect(history.map(({ readAtMs }) => readAtMs)).toEqual([3, 2]);
    expect(shown).toEqual({ kind: 'inspection', id: history[0]?.id });
  });

  it('never holds a secret, nor what nobody knows', () => {
    const store = createInspectStore();
    store.add(tokenOf({}), 1);
    store.add(read(['whsec', 'canary'].join('_')), 2);
    expect(store.getState()).toMatchObject({
      shown: { kind: 'answer', report: { kind: 'secret' } },
    });
    store.add(read('hello'), 3);
    expect(store.getState().history).toHaveLength(1);
    expect(JSON.stringify(store.getState())).not.toContain('canary');
  });

  it('replaces a text that is being edited', () => {
    const store = createInspectStore();
    const id = store.add(tokenOf({ a: 1 }), 1);
    store.add(tokenOf({ a: 2 }), 2, id ?? undefined);
    expect(store.getState().history.map(({ readAtMs }) => readAtMs)).toEqual([2]);
  });

  it('can be forgotten, and is bounded', () => {
    const store = createInspectStore();
    for (let at = 0; at < 30; at += 1) store.add(tokenOf({ at }), at);
    expect(store.getState().history).toHaveLength(20);
    const [newest, second] = store.getState().history;
    store.forget(second?.id ?? 0);
    expect(store.getState()).toMatchObject({ shown: { kind: 'inspection', id: newest?.id } });
    store.forget(newest?.id ?? 0);
    expect(store.getState().shown).toEqual({ kind: 'none' });
    store.forgetAll();
    expect(store.getState().history).toEqual([]);
  });
});
