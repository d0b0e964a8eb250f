import { describe, expect, it } from 'vitest';
import type { Member } from '../../../../shared/contract/http.ts';
import { appError } from '../../../../shared/errors/appError.ts';
import {
  bulkQuestion,
  bulkSentence,
  planBulk,
  type Outcome,
} from '../../../../renderer/features/organization/members/bulk.logic.ts';
import {
  firstOrder,
  membersPath,
  nextOrder,
  rowAfterKey,
  sortedAs,
} from '../../../../renderer/features/organization/members/members.logic.ts';

const member = (userId: string, role: string): Member => ({
  userId,
  name: userId,
  identifier: '',
  imageUrl: null,
  role,
  roleName: role,
  createdAtMs: 0,
});

describe('the list of members', () => {
  it('asks for one page, and says only what is not the default', () => {
    expect(membersPath({ query: '', role: '', order: firstOrder }, 0)).toBe(
      '/v1/org/members?limit=100&offset=0',
    );
    expect(membersPath({ query: 'a b', role: 'org:x', order: '-email' }, 3)).toBe(
      '/v1/org/members?limit=100&offset=300&query=a+b&role=org%3Ax&sort=-email',
    );
  });

  it('is turned round by a second click on a column', () => {
    expect(nextOrder('-joined', 'joined')).toBe('joined');
    expect(nextOrder('joined', 'firstName')).toBe('firstName');
    expect(nextOrder('firstName', 'firstName')).toBe('-firstName');
    expect(nextOrder('-email', 'joined')).toBe('-joined');
    expect(sortedAs('-email', 'email')).toBe('descending');
    expect(sortedAs('email', 'email')).toBe('ascending');
    expect(sortedAs('email', 'joined')).toBe('none');
  });

  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowUp', 0, 0],
    ['PageDown', 45, 49],
    ['PageUp', 45, 35],
    ['Home', 45, 0],
    ['End', 0, 49],
    ['a', 0, null],
  ])('moves by %s from row %i to %s', (key, row, to) => {
    expect(rowAfterKey(key, row, 50)).toBe(to);
  });
});

describe('one thing done to many members', () => {
  const people = [member('me', 'org:admin'), member('b', 'org:viewer'), member('c', 'org:admin')];
  const toViewer = { kind: 'role', role: 'org:viewer' } as const;

  it('leaves out oneself and who has the role, with the reason', () => {
    expect(planBulk(people, toViewer, 'me').map(({ skipped }) => skipped)).toEqual([
      'This is you: nobody changes their own role.',
      'Has this role already.',
      null,
    ]);
    expect(planBulk(people, { kind: 'remove' }, 'me').map(({ skipped }) => skipped)).toEqual([
      'This is you: nobody takes themselves out here.',
      null,
      null,
    ]);
  });

  it('is asked and told in one sentence', () => {
    expect(bulkQuestion(toViewer, 1)).toBe('Make 1 member org:viewer?');
    expect(bulkQuestion({ kind: 'remove' }, 3)).toBe('Remove 3 members?');
    const rows = planBulk([...people, member('d', 'x')], { kind: 'remove' }, 'me');
    const outcomes = new Map<string, Outcome>([
      ['b', 'done'],
      ['c', appError('organization.last_admin', 'The last one.')],
      ['d', 'waiting'],
    ]);
    expect(bulkSentence({ kind: 'remove' }, rows, outcomes)).toBe(
      '1 removed, 1 not, 1 left out, 1 not tried.',
    );
  });
});
