import { createCheckAuthorization } from '@clerk/shared/authorization';
import { describe, expect, test } from 'vitest';
import { candidateChanges } from '../../../../shared/domain/access/candidates.ts';
import {
  answer,
  applyChanges,
  situationOf,
  type Change,
  type Situation,
} from '../../../../shared/domain/access/changes.ts';
import {
  decideHas,
  explainHas,
  type HasExplanation,
} from '../../../../shared/domain/access/has.ts';
import { readAuth } from '../../../../shared/domain/token/claims.ts';
import vectors from '../../../fixtures/tokens/has.json' with { type: 'json' };
import { generator, makeCase, sdkAnswer, type Case } from './generate.ts';

const explain = ({ claims, check, options }: Case): HasExplanation =>
  explainHas(readAuth(claims), check, options);

describe('explainHas', () => {
  test.each(vectors)('$claims has $check: $result', ({ claims, check, result }) => {
    const item = { claims, check, options: {} };
    expect(explain(item as Case).result).toBe(result);
    expect(sdkAnswer(item as Case)).toBe(result);
  });

  test(
    "gives Clerk's own answer on 104,000 generated pairs, whatever the verdicts",
    { timeout: 120_000 },
    () => {
      const random = generator(20_260_821);
      const combinations = new Map<string, number>();
      let yes = 0;
      const sides = { server: 0, client: 0 };
      for (let i = 0; i < 104_000; i += 1) {
        const item = makeCase(random);
        const auth = readAuth(item.claims);
        const explained = explainHas(auth, item.check, { ...item.options });
        const expected = sdkAnswer(item);
        if (explained.result !== expected || decideHas(auth, item.check, item.options) !== expected)
          expect({ ...item, result: explained.result }).toEqual({ ...item, result: expected });
        const key = explained.dimensions.map(({ verdict }) => verdict).join(' ');
        combinations.set(key, (combinations.get(key) ?? 0) + 1);
        sides[explained.side] += 1;
        if (expected) yes += 1;
      }
      expect(yes).toBeGreaterThanOrEqual(26_000);
      expect(combinations.size).toBe(27);
      expect(Math.min(...combinations.values())).toBeGreaterThanOrEqual(500);
      expect(Math.min(sides.server, sides.client)).toBeGreaterThan(30_000);
    },
  );

  test('every fix works, and no smaller set of changes would', { timeout: 120_000 }, () => {
    const random = generator(7);
    let withFixes = 0;
    for (let i = 0; i < 6_000; i += 1) {
      const item = makeCase(random);
      const explained = explain(item);
      const situation = situationOf(readAuth(item.claims), item.check, item.options);
      if (explained.result) {
        expect(explained.fixes).toEqual([]);
        continue;
      }
      const smallest = smallestByForce(situation, candidateChanges(situation));
      expect(explained.fixes[0]?.changes.length ?? null).toBe(smallest);
      for (const fix of explained.fixes) {
        withFixes += 1;
        const fixed = applyChanges(situation, fix.changes);
        expect(answer(fixed)).toBe(true);
        expect(createCheckAuthorization(fixed.state as never)(fixed.check as never)).toBe(true);
        expect(fix.changes.length).toBe(smallest);
        expect(fix.steps.length).toBe(smallest);
      }
    }
    expect(withFixes).toBeGreaterThan(3_000);
  });
});

/** Tries every subset there is, smallest first; null when none helps. */
function smallestByForce(situation: Situation, candidates: readonly Change[]): number | null {
  let smallest: number | null = null;
  for (let bits = 0; bits < 1 << candidates.length; bits += 1) {
    const chosen = candidates.filter((_, index) => (bits & (1 << index)) !== 0);
    if (smallest !== null && chosen.length >= smallest) continue;
    if (answer(applyChanges(situation, chosen))) smallest = chosen.length;
  }
  return smallest;
}

describe('the trace', () => {
  const acme = {
    sub: 'user_1',
    sid: 'sess_1',
    v: 2,
    fea: 'o:data,u:gold',
    pla: 'o:pro',
    fva: [10, -1],
    o: { id: 'org_1', rol: 'member', per: 'read,write', fpm: '1' },
  };
  const trace = (check: object, options = {}, claims: object = acme) =>
    explainHas(readAuth(claims as never), check, options);

  test('names the claim, what was asked in normal form, and the nearest miss', () => {
    const [organization, billing, reverification] = trace({
      permission: 'data:write',
      feature: 'organization:gold',
      reverification: 'strict',
    }).dimensions;
    expect(organization).toMatchObject({
      verdict: 'fail',
      asked: 'permission org:data:write',
      from: 'fea, o.per, o.fpm',
      nearest: 'org:data:read, same feature',
    });
    expect(billing).toMatchObject({
      verdict: 'fail',
      asked: 'feature gold of the organization',
      found: 'o:data,u:gold',
      from: 'fea',
      nearest: 'u:gold',
    });
    expect(reverification).toMatchObject({
      verdict: 'fail',
      asked: 'second_factor within 10 minutes',
      found: '[10, -1]',
      from: 'fva',
    });
  });

  test('tells a system permission apart on the two sides', () => {
    const check = { permission: 'org:sys_memberships:manage' };
    const membership = { membershipPermissions: ['org:sys_memberships:manage'] };
    expect(trace(check, { side: 'client', ...membership }).result).toBe(true);
    const onServer = trace(check, membership);
    expect(onServer.result).toBe(false);
    expect(onServer.dimensions[0]?.reason).toContain('never in a token');
    expect(onServer.fixes[0]?.changes).toEqual([
      { kind: 'ask', member: 'permission', by: { member: 'role', value: 'org:admin' } },
      { kind: 'set-role', role: 'org:admin' },
    ]);
  });

  test('a permission of the membership needs its feature, or only a fresh token', () => {
    const membership = { membershipPermissions: ['org:data:write', 'org:billing:read'] };
    expect(
      trace({ permission: 'org:data:write' }, membership).fixes.map(({ changes }) => changes),
    ).toEqual([[{ kind: 'refresh-token' }]]);
    expect(
      trace({ permission: 'org:billing:read' }, membership).fixes.map(({ changes }) => changes),
    ).toEqual([[{ kind: 'add-feature', scope: 'o', slug: 'billing' }]]);
    expect(trace({ permission: 'org:billing:read' }).fixes.map(({ changes }) => changes)).toEqual([
      [
        { kind: 'add-feature', scope: 'o', slug: 'billing' },
        { kind: 'grant-permission', permission: 'org:billing:read' },
      ],
    ]);
  });

  test('without an organization one change brings all that is asked of it', () => {
    const { o: _, ...personal } = acme;
    expect(trace({ role: 'admin', permission: 'org:data:read' }, {}, personal).fixes).toMatchObject(
      [
        {
          changes: [
            { kind: 'activate-organization', role: 'org:admin', permission: 'org:data:read' },
          ],
        },
      ],
    );
  });

  test('offers another spelling, never a lesser requirement', () => {
    expect(
      trace({ permission: 'org:Data:read' }).fixes.map(({ changes }) => changes),
    ).toContainEqual([
      { kind: 'ask', member: 'permission', by: { member: 'permission', value: 'org:data:read' } },
    ]);
    const kinds = trace({ permission: 'org:data:write' }).fixes.flatMap(({ changes }) =>
      changes.map(({ kind }) => kind),
    );
    expect(kinds).not.toContain('ask');
  });

  test('notes what else decides', () => {
    expect(trace({}, {}, { sub: 'user_1', sts: 'pending' }).notes).toHaveLength(2);
    const broken = trace({ role: 'admin' }, {}, { ...acme, fea: 'plain' });
    expect(broken.notes[0]).toContain('throws');
    expect(broken.fixes[0]?.changes).toContainEqual({ kind: 'repair-claim', claim: 'fea' });
  });
});
