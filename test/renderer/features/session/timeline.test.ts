import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import {
  diffClaims,
  isTouched,
  timelineOf,
  type TimelineToken,
} from '../../../../renderer/features/session/timeline.logic.ts';

const token = (raw: string, claims: JsonObject, extra: Partial<TimelineToken> = {}) =>
  ({ raw, receivedAtMs: 0, claims, orgId: null, orgRole: null, ...extra }) as const;

const name = (orgId: string): string => (orgId === 'org_acme' ? 'Acme Robotics' : orgId);

describe('the difference between two tokens', () => {
  it('leaves out what moves by itself', () => {
    const before = { exp: 1, iat: 1, nbf: 1, jti: 'a', fva: [0, -1], sub: 'u' };
    expect(
      diffClaims(before, { ...before, exp: 2, iat: 2, nbf: 2, jti: 'b', fva: [1, -1] }),
    ).toEqual([]);
  });

  it('names what was added, removed and changed, member by member', () => {
    const before = { dept: 'eng', metadata: { plan: 'free', seats: 3 }, old: true };
    const after = { dept: 'ops', metadata: { plan: 'pro', seats: 3 }, tags: ['a'] };
    expect(diffClaims(before, after)).toEqual([
      { path: 'dept', kind: 'changed', before: 'eng', after: 'ops' },
      { path: 'metadata.plan', kind: 'changed', before: 'free', after: 'pro' },
      { path: 'tags', kind: 'added', before: undefined, after: ['a'] },
      { path: 'old', kind: 'removed', before: true, after: undefined },
    ]);
  });

  it('reads the organization claim member by member when it comes and when it goes', () => {
    const o = { id: 'org_acme', rol: 'admin' };
    expect(diffClaims({}, { o }).map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'added o.id',
      'added o.rol',
    ]);
    expect(diffClaims({ o }, {}).map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'removed o.id',
      'removed o.rol',
    ]);
  });

  it('does not take an inherited name for a claim', () => {
    const after = JSON.parse('{"__proto__":"x","constructor":1}') as JsonObject;
    expect(diffClaims({}, after).map(({ path }) => path)).toEqual(['__proto__', 'constructor']);
  });
});

describe('the timeline', () => {
  it('says what happened, newest first', () => {
    const first = token('1', { sub: 'u' });
    const switched = token(
      '2',
      { sub: 'u', o: { id: 'org_acme' } },
      { orgId: 'org_acme', orgRole: 'org:member' },
    );
    const promoted = token(
      '3',
      { sub: 'u', o: { id: 'org_acme' } },
      { orgId: 'org_acme', orgRole: 'org:admin' },
    );
    const changed = token(
      '4',
      { sub: 'u', o: { id: 'org_acme' }, dept: 1 },
      { orgId: 'org_acme', orgRole: 'org:admin' },
    );
    const left = token('5', { sub: 'u', dept: 1 });
    const titles = timelineOf([left, changed, promoted, switched, first], name).map(
      ({ title }) => title,
    );
    expect(titles).toEqual([
      'Switched to the personal account',
      '1 claim changed',
      'Role changed from org:member to org:admin',
      'Switched to Acme Robotics',
      'First token seen by this window',
    ]);
  });

  it('folds refreshes in a row that changed nothing', () => {
    const tokens = ['4', '3', '2', '1'].map((raw) => token(raw, { sub: 'u', iat: Number(raw) }));
    expect(timelineOf(tokens, name)).toMatchObject([
      { raw: '4', count: 3, title: '3 refreshes: only times changed' },
      { raw: '1', kind: 'first' },
    ]);
  });
});

describe('a row that flashes', () => {
  const changes = diffClaims(
    { o: { rol: 'admin' }, a: { b: 1 } },
    { o: { rol: 'member' }, a: { b: 2 } },
  );
  it.each([
    ['o.rol', true],
    ['o', true],
    ['a', true],
    ['a.b.c', true],
    ['o.id', false],
    ['ab', false],
  ])('%s: %s', (path, touched) => expect(isTouched(path, changes)).toBe(touched));
});
