import { describe, expect, it } from 'vitest';
import {
  answerSentence,
  checkOf,
  codeOf,
  differenceSentence,
  emptyForm,
} from '../../../../renderer/features/access/ask.logic.ts';
import {
  filterGroups,
  firstQuestion,
  membershipOptions,
  permissionGroups,
} from '../../../../renderer/features/access/grid.logic.ts';
import { explainHas } from '../../../../shared/domain/access/has.ts';
import { readAuth } from '../../../../shared/domain/token/claims.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';

const member: JsonObject = {
  sub: 'user_1',
  sid: 'sess_1',
  v: 2,
  fva: [4, -1],
  fea: 'o:data',
  pla: 'o:pro',
  o: { id: 'org_1', rol: 'member', per: 'read', fpm: '1' },
};
const auth = readAuth(member);
const membership = {
  role: 'org:member',
  permissions: ['org:data:read', 'org:sys_memberships:read'],
};
const roles = [
  { key: 'org:admin', permissions: ['org:data:read', 'org:data:write', 'org:sys_profile:manage'] },
  { key: 'org:member', permissions: membership.permissions },
];

describe('the grid', () => {
  const groups = permissionGroups(auth, membership, roles);

  it('knows what roles, token and membership know, system permissions last', () => {
    expect(groups.map(({ feature, rows }) => [feature, rows.map(({ key }) => key)])).toEqual([
      ['data', ['org:data:read', 'org:data:write']],
      ['System', ['org:sys_memberships:read', 'org:sys_profile:manage']],
    ]);
  });

  it('answers each for a server and for a client', () => {
    const verdicts = groups.flatMap(({ rows }) =>
      rows.map(({ key, server, client }) => [key, server, client]),
    );
    expect(verdicts).toEqual([
      ['org:data:read', true, true],
      ['org:data:write', false, false],
      ['org:sys_memberships:read', false, true],
      ['org:sys_profile:manage', false, false],
    ]);
    expect(groups[0]?.rows[0]?.roles).toEqual(['org:admin', 'org:member']);
  });

  it('asks first what a server denies and could grant', () => {
    expect(firstQuestion(groups)).toBe('org:data:write');
    expect(firstQuestion([])).toBeNull();
  });

  it('is filtered by what is typed', () => {
    const keys = filterGroups(groups, ' WRITE ').flatMap(({ rows }) => rows.map(({ key }) => key));
    expect(keys).toEqual(['org:data:write']);
  });

  it('needs neither roles nor membership', () => {
    expect(permissionGroups(auth, null, []).flatMap(({ rows }) => rows)).toMatchObject([
      { key: 'org:data:read', server: true, client: true, roles: [] },
    ]);
  });
});

describe('the form', () => {
  it('asks what is filled in and nothing else', () => {
    expect(checkOf(emptyForm)).toEqual({});
    expect(checkOf({ ...emptyForm, role: ' admin ', reverification: 'strict' })).toEqual({
      role: 'admin',
      reverification: 'strict',
    });
    const custom = checkOf({ ...emptyForm, reverification: 'custom', afterMinutes: 3 });
    expect(custom).toEqual({ reverification: { level: 'second_factor', afterMinutes: 3 } });
    expect(codeOf(custom, 'server')).toBe(
      "(await auth()).has({ reverification: { level: 'second_factor', afterMinutes: 3 } })",
    );
    expect(codeOf({}, 'client')).toBe('useAuth().has()');
  });
});

describe('the sentence', () => {
  const ask = (check: object, side: 'server' | 'client' = 'server') =>
    explainHas(auth, check, { ...membershipOptions(membership), side });

  it('says yes with what was asked', () => {
    expect(answerSentence(ask({ permission: 'org:data:read' }), 'Grace Hopper')).toBe(
      'Yes. Grace Hopper has permission org:data:read.',
    );
  });

  it('says no with the reason and the smallest fix', () => {
    expect(answerSentence(ask({ permission: 'org:data:write' }), 'Grace Hopper')).toMatch(
      /^No\. org:data:write is not among the permissions\. Smallest fix: add org:data:write to the role/,
    );
    expect(answerSentence(ask({}), 'Grace Hopper')).toMatch(/^No: nothing is asked/);
  });

  it('says where server and client differ', () => {
    const difference = (check: { permission: string }) =>
      differenceSentence(ask(check), ask(check, 'client'), check);
    expect(difference({ permission: 'org:data:read' })).toBeNull();
    expect(difference({ permission: 'org:sys_memberships:read' })).toMatch(
      /^A client says yes and a server no: the membership holds system permissions/,
    );
  });
});
