import { describe, expect, it } from 'vitest';
import { anatomyOfReport } from '../../../../renderer/features/inspect/anatomy.logic.ts';
import { diffSentence, shownChanges } from '../../../../renderer/features/inspect/compare.logic.ts';
import { growToken, roomFor } from '../../../../renderer/features/inspect/growth.logic.ts';
import {
  readReport,
  type TokenReport,
} from '../../../../renderer/features/inspect/report.logic.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { claimCosts, measureToken } from '../../../../shared/domain/token/size.ts';
import { decodeToken } from '../../../../shared/domain/token/decode.ts';
import { encodeBase64url } from '../../../../shared/kernel/base64url.ts';
import { fakeToken } from '../../fakeToken.ts';

const instance = {
  cookieSuffix: 'a1b2c3d4',
  frontendApi: 'sandbox.clerk.accounts.dev',
  kind: 'development',
} as const;
const options = { instance, nowMs: 1_800_000_000_000, live: null };

const organization = {
  fea: 'o:data',
  o: { id: 'org_acme', rol: 'admin', per: 'read,write', fpm: '3' },
};

function readToken(text: string, live: JsonObject | null = null): TokenReport {
  const report = readReport(text, { ...options, live });
  if (report.kind !== 'token') throw new Error(`read as ${report.kind}`);
  return report;
}

describe('a report', () => {
  it('holds all of a token of the usual size', () => {
    const report = readToken(fakeToken({ ...organization, plan: 'pro' }));
    expect(report).toMatchObject({ tokenKind: 'session-v2', source: 'bare', abridged: null });
    expect(report.auth.orgPermissions).toEqual(['org:data:read', 'org:data:write']);
    expect(report.versions.losses.length).toBeGreaterThan(0);
  });

  it('names the cookie the server of this instance would read, and keeps the token out of it', () => {
    const raw = fakeToken({});
    const report = readToken(
      `__session=${fakeToken({}, 1_700_000_000)}; __session_a1b2c3d4=${raw}; __client_uat_a1b2c3d4=1700000000; __client_uat=1700000000`,
    );
    expect(report.cookie).toMatchObject({ name: '__session_a1b2c3d4', isCertain: true });
    expect(JSON.stringify(report.cookie)).not.toContain(raw.slice(-50));
  });

  it('leaves another instance’s cookies to what they say of themselves', () => {
    const report = readToken(`__session_zzzzzzzz=${fakeToken({})}; __client_uat_zzzzzzzz=1`);
    expect(report.cookie).toMatchObject({ name: '__session_zzzzzzzz', isCertain: false });
  });

  it('keeps nothing of a secret', () => {
    const key = ['sk', 'test', 'canarycanarycanary'].join('_');
    for (const text of [key, `curl -H "Authorization: Bearer ${key}" https://api.clerk.com/v1`]) {
      const report = readReport(text, options);
      expect(report.kind).toBe('secret');
      expect(JSON.stringify(report)).not.toContain('canary');
    }
  });
});

const segment = (text: string): string => encodeBase64url(new TextEncoder().encode(text));
const header = segment('{"alg":"RS256","typ":"JWT","kid":"ins_1"}');
const tokenOf = (payload: string): string => `${header}.${segment(payload)}.${'A'.repeat(342)}`;

describe('a token too large to be shown whole', () => {
  it.each([
    [
      'one long text',
      JSON.stringify({ sub: 'user_1', sid: 's', v: 2, big: 'x'.repeat(2_000_000) }),
    ],
    [
      'many claims',
      JSON.stringify({
        sub: 'user_1',
        sid: 's',
        v: 2,
        ...Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`claim${i}`, i])),
      }),
    ],
    [
      'long lists',
      JSON.stringify({
        sub: 'user_1',
        sid: 's',
        org_id: 'org_1',
        org_permissions: Array.from({ length: 50_000 }, (_, i) => `org:data:p${i}`),
        deep: { a: Array.from({ length: 20_000 }, (_, i) => ({ i })) },
      }),
    ],
    ['a long name', `{"sub":"user_1","sid":"s","v":2,"${'n'.repeat(500_000)}":1}`],
  ])('%s: little is left, the numbers are of the whole', (_, payload) => {
    const raw = tokenOf(payload);
    const decoded = decodeToken(raw);
    if (!decoded.ok) throw new Error(decoded.error.message);
    const report = readToken(raw, { sub: 'user_2' });
    expect(report.abridged?.allClaims).toBe(decoded.value.members.length);
    const { raw: whole, ...rest } = report.decoded;
    expect(whole).toBe(raw);
    expect(JSON.stringify({ ...report, decoded: rest }).length).toBeLessThan(400_000);
    const anatomy = anatomyOfReport(report);
    const expected = measureToken(decoded.value, report.tokenKind, { azp: 'https://a.b' });
    expect(anatomy.measure({ azp: 'https://a.b' })).toEqual(expected);
    const dearest = claimCosts(decoded.value, report.tokenKind).toSorted(
      (a, b) => b.costChars - a.costChars,
    )[0];
    expect(Math.max(...anatomy.costs.map(({ costChars }) => costChars))).toBe(dearest?.costChars);
  });
});

describe('compared with another token', () => {
  const diffOf = (before: JsonObject, after: JsonObject) => {
    const { diff } = readToken(
      fakeToken({ ...after }),
      readToken(fakeToken({ ...before })).decoded.claims,
    );
    if (diff === null) throw new Error('nothing was compared');
    return diff;
  };

  it('says what matters first', () => {
    expect(diffSentence(diffOf(organization, organization))).toBe('The claims are the same.');
    expect(diffSentence(diffOf({ fva: [1, -1] }, { fva: [2, -1] }))).toBe(
      'Only times differ, as after any refresh.',
    );
    expect(
      diffSentence(diffOf(organization, { ...organization, o: { ...organization.o, fpm: '1' } })),
    ).toBe('1 claim differs. This token loses org:data:write.');
    expect(
      diffSentence(
        diffOf(organization, { ...organization, o: { ...organization.o, id: 'org_x' } }),
      ),
    ).toBe('Another organization: 1 claim differs.');
  });

  it('keeps what every refresh changes apart', () => {
    const diff = diffOf({ fva: [1, -1], plan: 'a' }, { fva: [2, -1], plan: 'b' });
    expect(shownChanges(diff, false).map(({ path }) => path)).toEqual(['/plan']);
    expect(
      shownChanges(diff, true)
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(['/fva', '/plan']);
  });
});

describe('growth', () => {
  const { decoded, tokenKind } = readToken(fakeToken({ ...organization, note: 'x' }));

  it('is counted on claims that were really grown', () => {
    const none = growToken(decoded, tokenKind, {});
    expect(none).toMatchObject({ addedChars: 0, totalChars: decoded.raw.length });
    expect(none.cookieBytes).toBe(measureToken(decoded, tokenKind).cookie?.suffixed.bytes);
    const more = growToken(decoded, tokenKind, { customBytes: 600 });
    expect(more.customBytes).toBe(none.customBytes + 600);
    expect(growToken(decoded, tokenKind, { permissions: 4 }).addedChars).toBeGreaterThan(40);
  });

  it('finds the last size that still fits', () => {
    const room = roomFor(decoded, tokenKind, 'customBytes');
    if (room === null) throw new Error('no wall was met');
    expect(growToken(decoded, tokenKind, { customBytes: room }).isDropped).toBe(false);
    expect(growToken(decoded, tokenKind, { customBytes: room + 1 }).isDropped).toBe(true);
    expect(roomFor(decoded, 'template', 'customBytes')).toBeNull();
  });
});
