import fc from 'fast-check';
import { __experimental_JWTPayloadToAuthObjectProperties as readBySdk } from '@clerk/shared/jwtPayloadParser';
import { describe, expect, test } from 'vitest';
import {
  decodePermissions,
  encodePermissions,
  type FeatureEntry,
} from '../../../../shared/domain/token/permissions.ts';
import vectors from '../../../fixtures/tokens/permissions.json' with { type: 'json' };

/** What Clerk's own parser makes of the claims; null when it throws. */
function sdkPermissions(fea: string, per: string, fpm: string): unknown {
  try {
    const claims = { sub: 'user_1', v: 2, fea, o: { id: 'org_1', per, fpm } };
    return readBySdk(claims as never).orgPermissions;
  } catch {
    return null;
  }
}

describe('decodePermissions', () => {
  test.each(vectors)('$fea | $per | $fpm', ({ fea, per, fpm, permissions, warnings }) => {
    const decoded = decodePermissions({ fea, per, fpm });
    expect(decoded.permissions).toEqual(permissions);
    expect(decoded.warnings.map(({ code }) => code)).toEqual(warnings);
    expect(sdkPermissions(fea, per, fpm) ?? []).toEqual(permissions);
  });

  test('agrees with the SDK on any claims', () => {
    const piece = fc.constantFrom('o:a', 'u:b', 'uo:c', 'ou:d', 'x:e', ' o:f ', 'o:', 'plain', '');
    const fea = fc.array(piece, { maxLength: 6 }).map((items) => items.join(','));
    const per = fc
      .oneof(fc.nat({ max: 5 }), fc.nat({ max: 80 }))
      .map((count) => Array.from({ length: count }, (_, i) => `p${String(i)}`).join(','));
    const mask = fc.oneof(
      { weight: 4, arbitrary: fc.bigInt({ min: 0n, max: 1n << 90n }).map(String) },
      { weight: 4, arbitrary: fc.nat({ max: 64 }).map(String) },
      fc.constantFrom('-1', '1.5', '', ' 3 ', '0x3', '007', '1073741824', '4294967295'),
    );
    const fpm = fc.array(mask, { maxLength: 6 }).map((items) => items.join(','));
    fc.assert(
      fc.property(fea, per, fpm, (fea, per, fpm) => {
        expect(decodePermissions({ fea, per, fpm }).permissions).toEqual(
          sdkPermissions(fea, per, fpm) ?? [],
        );
      }),
      { numRuns: 3000 },
    );
  });

  test('a monstrous mask or list is refused in no time, and never amplified', () => {
    const started = performance.now();
    const wide = decodePermissions({ fea: 'o:a', per: 'read', fpm: '9'.repeat(4_000_000) });
    expect(wide.warnings.map(({ code }) => code)).toEqual(['mask-too-wide']);
    const long = 'f'.repeat(1_000_000);
    const many = Array.from({ length: 4000 }, (_, i) => `p${String(i)}`).join(',');
    const big = decodePermissions({ fea: `o:${long}`, per: many, fpm: '9'.repeat(1200) });
    expect(big.warnings.map(({ code }) => code)).toContain('permissions-truncated');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('encodePermissions', () => {
  const slug = fc.stringMatching(/^[a-z0-9_]{1,8}$/);
  const feature = fc.record({
    slug,
    scope: fc.constantFrom<FeatureEntry['scope']>('o', 'u', 'uo', 'ou'),
  });

  test('is the inverse of decoding, in both readings of the masks', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(feature, { maxLength: 6, selector: ({ slug }) => slug }),
        fc.uniqueArray(slug, { maxLength: 70 }),
        fc.infiniteStream(fc.boolean()),
        (features, actions, coin) => {
          const granted = features
            .filter(({ scope }) => scope !== 'u')
            .flatMap(({ slug }) => actions.map((action) => `org:${slug}:${action}`))
            .filter(() => coin.next().value);
          const decoded = decodePermissions(encodePermissions({ features, permissions: granted }));
          expect(decoded.warnings).toEqual([]);
          expect([...decoded.permissions].sort()).toEqual([...granted].sort());
        },
      ),
      { numRuns: 500 },
    );
  });

  test('leaves out what a mask cannot express', () => {
    expect(
      encodePermissions({
        features: [
          { slug: 'gold', scope: 'u' },
          { slug: 'data', scope: 'o' },
        ],
        permissions: [
          'org:sys_profile:manage',
          'org:gold:read',
          'org:data:read',
          'read',
          'org:data',
        ],
      }),
    ).toEqual({ fea: 'o:data,u:gold', per: 'read', fpm: '1,0' });
    expect(encodePermissions({ features: [], permissions: ['org:a:b'] })).toEqual({
      fea: '',
      per: '',
      fpm: '',
    });
  });
});
