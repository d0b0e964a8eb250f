import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adviseOnSize, growClaims } from '../../../../shared/domain/token/advice.ts';
import { readAuth } from '../../../../shared/domain/token/claims.ts';
import { customClaims } from '../../../../shared/domain/token/customClaims.ts';
import { diffClaims } from '../../../../shared/domain/token/diff.ts';
import {
  claimMeaning,
  headerMeaning,
  memberMeaning,
} from '../../../../shared/domain/token/meaning.ts';
import { compactBytes } from '../../../../shared/domain/token/size.ts';
import {
  compareVersions,
  toVersion1,
  toVersion2,
} from '../../../../shared/domain/token/versions.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { acmeV2, decoded, personalV2, tokenOf } from './support.ts';

describe('compareVersions', () => {
  test('says what a version 1 reader loses', () => {
    const { rows, losses } = compareVersions(acmeV2);
    expect(rows.map(({ name, v1, v2 }) => [name, v1, v2])).toEqual([
      ['orgId', null, 'org_acme'],
      ['orgSlug', null, 'acme'],
      ['orgRole', null, 'org:admin'],
      ['orgPermissions', null, 'org:data:read, org:data:write, org:teams:read'],
      ['features', null, 'o:data, o:teams'],
      ['plans', null, 'o:pro'],
      ['sessionStatus', null, 'active'],
    ]);
    expect(losses).toHaveLength(7);
    expect(losses[0]).toBe('Code that reads org_id finds nothing where o.id says org_acme.');
  });

  test('both translations keep who is asking', () => {
    const v1 = toVersion1(acmeV2);
    expect(v1).not.toHaveProperty('o');
    const keep = ({
      orgId,
      orgSlug,
      orgRole,
      orgPermissions,
      userId,
    }: ReturnType<typeof readAuth>) => ({ orgId, orgSlug, orgRole, orgPermissions, userId });
    expect(keep(readAuth(v1))).toEqual(keep(readAuth(acmeV2)));
    expect(keep(readAuth(toVersion2(v1)))).toEqual(keep(readAuth(acmeV2)));
    expect(toVersion1(personalV2)).not.toHaveProperty('org_id');
    expect(compareVersions(v1).losses[0]).toBe(
      'Code that reads o.id finds nothing where org_id says org_acme.',
    );
  });
});

describe('diffClaims', () => {
  test('a refresh changes only time', () => {
    const after = { ...acmeV2, iat: 1, exp: 2, nbf: 0, jti: 'x', fva: [4, -1] };
    expect(diffClaims(acmeV2, after)).toMatchObject({
      isOnlyTime: true,
      switchedOrganization: false,
      addedPermissions: [],
    });
    expect(diffClaims(acmeV2, acmeV2)).toMatchObject({ changes: [], isOnlyTime: true });
  });

  test('names what was added, removed and changed, and what it means', () => {
    const after = { ...acmeV2, o: { ...acmeV2.o, fpm: '1,3', rol: 'member' }, 'a/b': [1] };
    const { sts: _, ...rest } = after;
    const diff = diffClaims(acmeV2, rest);
    expect(diff.changes.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'removed /sts',
      'changed /o/rol',
      'changed /o/fpm',
      'added /a~1b',
    ]);
    expect(diff).toMatchObject({
      isOnlyTime: false,
      switchedOrganization: false,
      switchedRole: true,
      addedPermissions: ['org:teams:write'],
      removedPermissions: ['org:data:write'],
    });
    expect(diffClaims(acmeV2, personalV2)).toMatchObject({
      switchedOrganization: true,
      switchedRole: false,
    });
  });

  test('finds a change exactly when there is one', () => {
    const claims = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }), {
      maxKeys: 5,
    });
    fc.assert(
      fc.property(claims, claims, (a, b) => {
        const before = JSON.parse(JSON.stringify(a)) as JsonObject;
        const after = JSON.parse(JSON.stringify(b)) as JsonObject;
        expect(diffClaims(before, before).changes).toEqual([]);
        const same = sorted(before) === sorted(after);
        expect(diffClaims(before, after).changes.length === 0).toBe(same);
      }),
      { numRuns: 300 },
    );
  });
});

/** JSON text with sorted keys. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, held: unknown) =>
    typeof held === 'object' && held !== null && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  );

describe('adviseOnSize', () => {
  const big = {
    ...acmeV2,
    user_id: 'user_1',
    orgs: { org_a: 'org:admin', org_b: 'org:member' },
    metadata: { bio: 'x'.repeat(400), plan: 'pro' },
    note: '',
    a_really_long_claim_name: 'y',
    text: 'z'.repeat(300),
  };

  test('names each way, and counts by encoding what remains', () => {
    const token = decoded(tokenOf(big));
    const advice = adviseOnSize(token, 'session-v2');
    expect(advice.map(({ kind, claim }) => `${kind} ${claim}`)).toEqual([
      'fetch-instead metadata',
      'project metadata',
      'fetch-instead text',
      'drop-memberships orgs',
      'shorten-name a_really_long_claim_name',
      'drop user_id',
      'drop-empty note',
    ]);
    for (const { bytesWon, charsWon, claimsAfter } of advice) {
      const after = decoded(tokenOf(claimsAfter));
      expect(charsWon).toBe(token.raw.length - after.raw.length);
      expect(bytesWon).toBe(
        compactBytes(customClaims(big, 'session-v2')) -
          compactBytes(customClaims(claimsAfter, 'session-v2')),
      );
      expect(bytesWon).toBeGreaterThan(0);
    }
  });

  test('has nothing to say of a token without custom claims', () => {
    expect(adviseOnSize(decoded(tokenOf(acmeV2)), 'session-v2')).toEqual([]);
  });
});

test('growth is measured on claims that really hold it', () => {
  const grown = growClaims(acmeV2, { permissions: 3, features: 2, customBytes: 100 });
  expect(readAuth(grown).orgPermissions).toHaveLength(4 * 5);
  expect(compactBytes(grown)).toBeGreaterThan(compactBytes(acmeV2) + 100);
  expect(compactBytes(growClaims(acmeV2, { customBytes: 100 }))).toBe(compactBytes(acmeV2) + 100);
  const v1 = growClaims({ org_id: 'o', org_permissions: ['org:a:b'] }, { permissions: 2 });
  expect(readAuth(v1).orgPermissions).toHaveLength(3);
  expect(growClaims(personalV2, {})).toEqual(personalV2);
});

test('every default claim has a meaning, and a custom one has none', () => {
  for (const name of Object.keys(acmeV2))
    expect(claimMeaning(name, 'session-v2')?.text).toMatch(/\.$/);
  for (const name of ['org_id', 'org_role', 'org_slug', 'org_permissions', 'act'])
    expect(claimMeaning(name, 'session-v1')).not.toBeNull();
  expect(claimMeaning('constructor', 'session-v2')).toBeNull();
  expect(memberMeaning('/o/fpm')?.source).toBe('documented');
  expect(headerMeaning('cat')?.source).toBe('source');
  expect(claimMeaning('exp', 'template')?.text).toContain('lifetime');
});
