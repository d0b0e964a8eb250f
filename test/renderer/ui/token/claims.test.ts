import { describe, expect, it } from 'vitest';
import { decodeToken } from '../../../../shared/domain/token/decode.ts';
import { tokenKind } from '../../../../shared/domain/token/kind.ts';
import { claimCosts, measureToken } from '../../../../shared/domain/token/size.ts';
import { byFeature, claimSections } from '../../../../renderer/ui/token/claims.logic.ts';
import {
  cookieParts,
  dearestFirst,
  headerParts,
  segmentParts,
  sizeSentence,
} from '../../../../renderer/ui/token/size.logic.ts';
import { fakeToken } from '../../fakeToken.ts';

function read(custom: Record<string, unknown>) {
  const decoded = decodeToken(fakeToken({ ...custom }));
  if (!decoded.ok) throw new Error(decoded.error.message);
  const kind = tokenKind(decoded.value.header, decoded.value.claims);
  const costs = claimCosts(decoded.value, kind);
  return {
    kind,
    costs,
    claims: decoded.value.claims,
    size: measureToken(decoded.value, kind, { otherCookieBytes: 100 }),
  };
}

describe('the claims on screen', () => {
  const { claims, costs, kind } = read({
    o: { id: 'org_acme', rol: 'admin' },
    fea: 'o:data',
    metadata: { plan: 'pro' },
    'o.id': 'a name with a dot',
  });
  const sections = claimSections(claims, costs, kind);

  it('stand in their groups, the organization member by member', () => {
    expect(sections.map(({ title, rows }) => [title, rows.map(({ path }) => path)])).toEqual([
      ['Identity', ['iss', 'sub']],
      ['Session', ['jti', 'sid', 'v']],
      ['Organization', ['o.id', 'o.rol']],
      ['Billing', ['fea']],
      ['Time', ['iat', 'nbf', 'exp']],
      ['Custom', ['metadata', 'o.id']],
    ]);
  });

  it('carry their bytes, their meaning and whether they are a moment', () => {
    const rows = sections.flatMap((section) => section.rows);
    expect(rows.find(({ path }) => path === 'o.rol')).toMatchObject({
      valueBytes: 7,
      isDefault: true,
    });
    expect(rows.find(({ path }) => path === 'exp')).toMatchObject({ isTime: true });
    expect(rows.find(({ path }) => path === 'metadata')).toMatchObject({
      isDefault: false,
      meaning: null,
      valueBytes: 14,
    });
  });

  it('group permissions by feature', () => {
    expect(byFeature(['org:data:read', 'org:data:write', 'org:billing:manage'])).toEqual([
      { feature: 'data', actions: ['read', 'write'] },
      { feature: 'billing', actions: ['manage'] },
    ]);
  });
});

describe('the size', () => {
  it('is said in one sentence with both limits', () => {
    expect(sizeSentence(read({ note: 'x'.repeat(500) }).size)).toMatch(
      /^511 bytes of custom claims: 689 left of the 1\.2 KB budget\. The cookie fits \([\d,]+ of 4,096\)\.$/,
    );
    expect(sizeSentence(read({ note: 'x'.repeat(1300) }).size)).toMatch(
      /^1,311 bytes of custom claims: 111 over the 1\.2 KB budget\. The cookie still fits/,
    );
    expect(sizeSentence(read({ note: 'x'.repeat(3000) }).size)).toMatch(
      /As a cookie it would be dropped by the browser \([\d,]+ of 4,096\)\.$/,
    );
  });

  it('is drawn from parts that add up exactly', () => {
    const { size, costs } = read({ note: 'x'.repeat(500), other: [1, 2, 3] });
    const sum = (parts: readonly { sizeBytes: number }[]): number =>
      parts.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
    expect(sum(segmentParts(size, costs))).toBe(size.totalBytes);
    expect(sum(cookieParts(size, costs))).toBe(size.cookie?.suffixed.bytes);
    expect(sum(headerParts(size, costs))).toBe(size.cookie?.header.bytes);
  });

  it('lists the dearest claim first', () => {
    const { costs } = read({ small: 1, large: 'x'.repeat(300) });
    expect(dearestFirst(costs)[0]?.name).toBe('large');
  });
});
