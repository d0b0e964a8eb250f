import { describe, expect, it } from 'vitest';
import {
  addressProblem,
  readAddresses,
  resultSentence,
} from '../../../../renderer/features/organization/invitations/invitations.logic.ts';

describe('addresses to invite', () => {
  it('are read from any list, each once', () => {
    expect(readAddresses(' a@example.com,b@example.com;\nA@EXAMPLE.com  nobody ')).toEqual({
      valid: ['a@example.com', 'b@example.com'],
      wrong: ['nobody'],
    });
    expect(readAddresses('')).toEqual({ valid: [], wrong: [] });
  });

  it('are refused with what is wrong', () => {
    expect(addressProblem(readAddresses('a b c d'))).toBe(
      'Not an email address: a, b, c and more.',
    );
    const many = Array.from({ length: 101 }, (_, at) => `p${at}@example.com`).join(' ');
    expect(addressProblem(readAddresses(many))).toBe('101 addresses; at most 100 at once.');
    expect(addressProblem(readAddresses('a@example.com'))).toBeNull();
  });
});

it('says how many were invited and how many not', () => {
  expect(resultSentence({ data: [], invited: 1, failed: 0 })).toBe('1 person invited.');
  expect(resultSentence({ data: [], invited: 2, failed: 1 })).toBe('2 people invited, 1 not.');
});
