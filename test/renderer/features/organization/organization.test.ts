import { describe, expect, it } from 'vitest';
import type { Member, Role } from '../../../../shared/contract/http.ts';
import { mayPass } from '../../../../renderer/features/organization/common/access.logic.ts';
import { roleDifference } from '../../../../renderer/features/organization/common/roles.logic.ts';
import {
  countMembers,
  pagesFor,
} from '../../../../renderer/features/organization/members/members.logic.ts';
import {
  memberSentence,
  settingsSentence,
} from '../../../../renderer/features/organization/sentence.logic.ts';

describe('members', () => {
  const role = (key: string, permissions: string[]): Role => ({
    key,
    name: key,
    description: '',
    permissions,
  });
  const roles = [role('org:a', ['x', 'y']), role('org:b', ['y', 'z'])];

  it('gain and lose permissions with a role', () => {
    expect(roleDifference(roles, 'org:a', 'org:b')).toEqual({ gains: ['z'], losses: ['x'] });
    expect(roleDifference(roles, 'org:a', 'org:unknown')).toBeNull();
  });

  it('are fetched by the page', () => {
    expect(pagesFor(0, 199)).toEqual([0, 1]);
    expect(pagesFor(250, 320)).toEqual([2, 3]);
    expect(pagesFor(0, -1)).toEqual([]);
  });

  it('are counted in the sentence, admins only when all are known', () => {
    const member = (userId: string, key: string): Member => ({
      userId,
      name: userId,
      identifier: '',
      imageUrl: null,
      role: key,
      roleName: key,
      createdAtMs: 0,
    });
    const known = [member('a', 'org:admin'), member('b', 'org:member')];
    expect(memberSentence('Acme', countMembers(2, known))).toBe(
      'Acme has 2 members, 1 of them an admin.',
    );
    expect(memberSentence('Acme', countMembers(1200, known))).toBe('Acme has 1,200 members.');
    // Asked for by role, where a page of members does not tell.
    expect(memberSentence('Acme', countMembers(1200, known, 3))).toBe(
      'Acme has 1,200 members, 3 of them admins.',
    );
  });
});

describe('who saved the settings', () => {
  it('is named, with the version and how long ago', () => {
    const state = { version: 7, updatedAtMs: 0, updatedBy: 'Ada Byron' };
    expect(settingsSentence(state, 240_000)).toBe(
      'Ada Byron saved version 7 of its settings, 4 minutes ago.',
    );
    expect(settingsSentence({ version: 0, updatedAtMs: null, updatedBy: null }, 0)).toBe(
      'Its settings are the defaults: nothing was saved yet.',
    );
  });
});

describe('a rule of the backend', () => {
  const items = 'the permission org:data:read or the personal account';
  it.each([
    ['the role org:admin', 'org:admin', [], true, true],
    ['the role org:admin', 'org:administrator', [], true, false],
    [
      'the role org:admin or the permission org:settings:manage',
      'org:editor',
      ['org:settings:manage'],
      true,
      true,
    ],
    [items, 'org:viewer', ['org:data:write'], true, false],
    [items, null, [], false, true],
    ['any member of the active organization', 'org:member', [], true, true],
  ])('%s for %s %j in an organization %s: %s', (rule, role, permissions, inside, passes) =>
    expect(mayPass(rule, role, permissions, inside)).toBe(passes),
  );
});
