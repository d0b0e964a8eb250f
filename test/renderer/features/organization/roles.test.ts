import { describe, expect, it } from 'vitest';
import type { Role, RoleSet } from '../../../../shared/contract/http.ts';
import {
  holdersOf,
  keyFor,
  permissionIds,
  permissionKeyProblem,
  permissionRows,
  reachOf,
  roleKeyProblem,
  rolesLost,
} from '../../../../renderer/features/organization/roles/roles.logic.ts';

const role = (key: string, permissions: string[] = []): Role => ({
  key,
  name: key,
  description: '',
  permissions,
});

const set = (name: string, roles: readonly (readonly [key: string, count: number | null])[]) =>
  ({
    key: `role_set:${name}`,
    name,
    roles: roles.map(([key, membersCount]) => ({
      id: key,
      key,
      name: key,
      description: '',
      membersCount,
    })),
  }) as unknown as RoleSet;

describe('the matrix of roles', () => {
  const roles = [role('org:a', ['org:sys_profile:manage', 'org:b:x']), role('org:b', ['org:a:y'])];

  it('shows the app’s permissions before Clerk’s, by key where names are not known', () => {
    expect(
      permissionRows(roles, undefined).map(({ key, name, system }) => [key, name, system]),
    ).toEqual([
      ['org:a:y', null, false],
      ['org:b:x', null, false],
      ['org:sys_profile:manage', null, true],
    ]);
  });

  it('shows permissions that no role has to those who know them', () => {
    const known = [
      { id: 'p1', key: 'org:c:z', name: 'Zed', description: 'd', system: false },
      { id: 'p2', key: 'org:b:x', name: 'Ex', description: '', system: false },
    ];
    expect(permissionRows(roles, known).map(({ key, name }) => [key, name])).toEqual([
      ['org:a:y', null],
      ['org:b:x', 'Ex'],
      ['org:c:z', 'Zed'],
      ['org:sys_profile:manage', null],
    ]);
    expect(permissionIds(['org:b:x', 'org:unknown:z'], known)).toEqual(['p2']);
  });
});

describe('whom a role reaches', () => {
  const sets = [
    set('Default', [
      ['org:a', 4],
      ['org:b', null],
    ]),
    set('Partners', [['org:a', 2]]),
  ];

  it('is summed over the role sets, and unknown where one does not tell', () => {
    expect(holdersOf('org:a', sets)).toBe(6);
    expect(holdersOf('org:b', sets)).toBeNull();
    expect(holdersOf('org:none', sets)).toBeNull();
    expect(holdersOf('org:a', undefined)).toBeNull();
  });

  it('is said in words', () => {
    expect(reachOf(role('org:a'), sets)).toBe(
      'It is in the role sets Default, Partners. 6 members hold it.',
    );
    expect(reachOf(role('org:b'), sets)).toBe(
      'It is in the role set Default. How many members hold it is not known.',
    );
    expect(reachOf(role('org:c'), sets)).toMatch(/^It is in no role set/);
  });

  it('asks for another role for members of those that a set lacks', () => {
    const [first, second] = sets;
    if (first === undefined) throw new Error('no set');
    expect(rolesLost(first, second)).toEqual(['org:b']);
    expect(rolesLost(first, first)).toEqual([]);
  });
});

it('a key is made of a name, and checked', () => {
  expect(keyFor(' Data editor (EU) ')).toBe('org:data_editor_eu');
  expect(roleKeyProblem('org:a', [role('org:a')], null)).toBe('There is a role of this key.');
  expect(roleKeyProblem('org:a', [role('org:a')], 'org:a')).toBeNull();
  expect(permissionKeyProblem('org:a:b', [{ key: 'org:a:b' }], null)).toMatch(/of this key/);
  expect(permissionKeyProblem('org:a:b', [{ key: 'org:a:b' }], 'org:a:b')).toBeNull();
  expect(permissionKeyProblem('org:sys_a:b', [], null)).toMatch(/Clerk’s/);
  expect(roleKeyProblem('editor', [], null)).toMatch(/^A key like org:editor/);
});
