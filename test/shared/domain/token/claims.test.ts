import fc from 'fast-check';
import { __experimental_JWTPayloadToAuthObjectProperties as readBySdk } from '@clerk/shared/jwtPayloadParser';
import { describe, expect, test } from 'vitest';
import { readAuth } from '../../../../shared/domain/token/claims.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { generator, makeCase } from '../access/generate.ts';
import { acmeV2, personalV2 } from './support.ts';

const codes = (claims: JsonObject): string[] => readAuth(claims).warnings.map(({ code }) => code);

describe('readAuth', () => {
  test('reads both versions into one model', () => {
    const v2 = readAuth(acmeV2);
    expect(v2).toMatchObject({
      version: 2,
      userId: 'user_1',
      sessionId: 'sess_1',
      orgId: 'org_acme',
      orgSlug: 'acme',
      orgRole: 'org:admin',
      orgPermissions: ['org:data:read', 'org:data:write', 'org:teams:read'],
      features: { org: ['data', 'teams'], user: [] },
      plans: { org: ['pro'], user: [] },
      factorVerificationAge: [3, -1],
      sessionStatus: 'active',
      actor: null,
      warnings: [],
    });
    const { v: _, o: __, fea: ___, pla: ____, sts: _____, ...rest } = acmeV2;
    const v1 = readAuth({
      ...rest,
      org_id: 'org_acme',
      org_slug: 'acme',
      org_role: 'org:admin',
      org_permissions: v2.orgPermissions,
    });
    expect(v1).toMatchObject({
      version: 1,
      orgId: v2.orgId,
      orgSlug: v2.orgSlug,
      orgRole: v2.orgRole,
      orgPermissions: v2.orgPermissions,
      features: { org: [], user: [] },
      sessionStatus: null,
      warnings: [],
    });
  });

  test('the personal account has no organization', () => {
    expect(readAuth(personalV2)).toMatchObject({
      orgId: null,
      orgRole: null,
      orgPermissions: [],
      plans: { org: [], user: ['free'] },
    });
  });

  test.each<[string, JsonObject]>([
    ['unknown-version', { ...personalV2, v: 3 }],
    ['unknown-version', { ...personalV2, v: '2' }],
    ['wrong-type', { ...personalV2, fva: [1] }],
    ['wrong-type', { ...personalV2, sub: 5 }],
    ['wrong-type', { ...personalV2, o: 'org_1' }],
    ['wrong-type', { sub: 'user_1', org_permissions: 'org:a:b' }],
    ['malformed-scope-element', { ...personalV2, fea: 'plain' }],
    ['unknown-scope', { ...personalV2, pla: 'z:free' }],
    ['mixed-versions', { ...personalV2, org_id: 'org_1' }],
    ['mixed-versions', { sub: 'user_1', o: { id: 'org_1' } }],
    ['role-without-prefix', { sub: 'user_1', org_id: 'org_1', org_role: 'admin' }],
    ['session-pending', { ...personalV2, sts: 'pending' }],
    ['impersonated', { ...personalV2, act: { sub: 'user_2' } }],
    ['permissions-without-features', { ...personalV2, o: { id: 'o', per: 'read', fpm: '1' } }],
  ])('warns of %s', (code, claims) => {
    expect(codes(claims)).toContain(code);
    for (const { message } of readAuth(claims).warnings) expect(message).toMatch(/^.+\.$/);
  });

  test("hands on the values of Clerk's parser, throwing where it throws", () => {
    const random = generator(5);
    for (let i = 0; i < 20_000; i += 1) {
      const { claims } = makeCase(random);
      const { sdk } = readAuth(claims);
      let expected: ReturnType<typeof readBySdk> | null = null;
      try {
        expected = readBySdk(claims as never);
      } catch {
        // The parser refuses these claims.
      }
      expect(sdk.failure === null).toBe(expected !== null);
      if (expected === null) continue;
      expect({ ...sdk, failure: 0, features: 0, plans: 0 }).toEqual({
        failure: 0,
        features: 0,
        plans: 0,
        userId: expected.userId,
        orgId: expected.orgId,
        orgRole: expected.orgRole,
        orgPermissions: expected.orgPermissions,
        factorVerificationAge: expected.factorVerificationAge,
      });
    }
  });

  test('never throws', () => {
    const name = fc.constantFrom(
      'v',
      'o',
      'fea',
      'pla',
      'fva',
      'sts',
      'act',
      'sub',
      'sid',
      'org_id',
      'org_role',
      'org_permissions',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue({ maxDepth: 3 })), (claims) => {
        expect(
          readAuth(JSON.parse(JSON.stringify(claims)) as JsonObject).orgPermissions,
        ).toBeInstanceOf(Array);
      }),
      { numRuns: 500 },
    );
    const hostile = JSON.parse(
      '{"v":2,"o":{"id":"x","rol":{"toString":1,"valueOf":2}}}',
    ) as JsonObject;
    expect(readAuth(hostile).sdk.failure?.path).toBe('/o/rol');
  });
});
