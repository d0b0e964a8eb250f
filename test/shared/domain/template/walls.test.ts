import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import {
  predictSessionToken,
  predictTemplateToken,
} from '../../../../shared/domain/template/predict.ts';
import { wallsOf } from '../../../../shared/domain/template/walls.ts';
import { decodeToken } from '../../../../shared/domain/token/decode.ts';
import { fakeToken } from '../../../renderer/fakeToken.ts';

const decoded = decodeToken(fakeToken({ o: { id: 'org_1', rol: 'admin' }, old: 'claim' }));
if (!decoded.ok) throw new Error('no token');
const live = decoded.value;

/** Claims of exactly so many bytes. */
const claimsOf = (bytes: number) => {
  const claims = { filler: 'x'.repeat(bytes - '{"filler":""}'.length) };
  expect(compileTemplate(claims, { kind: 'jwt-template' }).size({ user: {} })).toBe(bytes);
  return claims;
};

describe('walls', () => {
  it('put the cookie exactly where browsers drop it', () => {
    const bytes = wallsOf('session-claims', live).find(({ name }) => name === 'Cookie')?.bytes ?? 0;
    const cookie = (size: number): number =>
      '__session'.length + predictSessionToken(claimsOf(size), live).totalChars;
    expect(cookie(bytes)).toBeLessThanOrEqual(4096);
    expect(cookie(bytes + 1)).toBeGreaterThan(4096);
  });

  it('put the header of a template token exactly where proxies refuse it', () => {
    const bytes =
      wallsOf('jwt-template', live).find(({ name }) => name === 'Proxy header')?.bytes ?? 0;
    const header = (size: number): number =>
      'Bearer '.length +
      predictTemplateToken(claimsOf(size), {
        userId: live.claims['sub'] as string,
        issuer: live.claims['iss'] as string,
        keyId: live.header['kid'] as string,
        lifetimeSec: 60,
        clockSkewSec: 5,
        algorithm: 'RS256',
        rsaSignatureBytes: live.segments.signature.bytes,
        nowSec: 1_800_000_000,
      }).totalChars;
    expect(header(bytes)).toBeLessThanOrEqual(8192);
    expect(header(bytes + 1)).toBeGreaterThan(8192);
  });

  it('are the advice alone while no token is known', () => {
    expect(wallsOf('session-claims', null).map(({ bytes }) => bytes)).toEqual([1200, 1228]);
  });
});
