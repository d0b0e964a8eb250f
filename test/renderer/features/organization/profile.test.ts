import { describe, expect, it } from 'vitest';
import {
  domainProblem,
  modeName,
} from '../../../../renderer/features/organization/domains/domains.logic.ts';
import {
  mergedMetadata,
  metadataOf,
  profileErrors,
  profileFields,
  profilePatch,
  readMetadata,
} from '../../../../renderer/features/organization/profile/profile.logic.ts';
import {
  inOrder,
  sessionsSentence,
} from '../../../../renderer/features/organization/sessions/sessions.logic.ts';

describe('the profile', () => {
  const before = profileFields({ name: 'Acme', slug: null });

  it('sends only what was changed', () => {
    expect(before).toEqual({ name: 'Acme', slug: '' });
    expect(profilePatch({ name: 'Acme', slug: '' }, before)).toEqual({});
    expect(profilePatch({ name: 'Acme 2', slug: '' }, before)).toEqual({ name: 'Acme 2' });
  });

  it('refuses what Clerk would, and leaves a missing slug missing', () => {
    expect(profileErrors(before, before)).toEqual({ name: null, slug: null });
    expect(profileErrors({ name: ' ', slug: 'A B' }, before)).toEqual({
      name: '1 to 256 characters.',
      slug: 'Lower-case letters, digits and dashes.',
    });
  });

  it('merges metadata at every depth, with null taking a name away', () => {
    expect(
      mergedMetadata(
        { a: { b: 1, c: { d: 1 } }, e: [1], f: 1 },
        { a: { b: null, c: { x: 2 } }, e: [2], f: { g: null, h: 1 } },
      ),
    ).toEqual({ a: { c: { d: 1, x: 2 } }, e: [2], f: { h: 1 } });
    expect(metadataOf({ public_metadata: null })).toEqual({});
  });

  it('takes metadata up to 8 KB', () => {
    expect(readMetadata(JSON.stringify({ a: 'x'.repeat(8_184) })).problem).toBeNull();
    expect(readMetadata(JSON.stringify({ a: 'x'.repeat(8_185) })).problem?.message).toBe(
      'Metadata is at most 8 KB as compact JSON.',
    );
  });
});

it('a domain is a name, not an address', () => {
  expect(domainProblem('')).toBeNull();
  expect(domainProblem('example.com')).toBeNull();
  expect(domainProblem('https://example.com')).toMatch(/without https/);
  expect(domainProblem('ada@example.com')).not.toBeNull();
  expect(modeName('automatic_suggestion')).toBe('Ask to join');
  expect(modeName('something_new')).toBe('something_new');
});

it('sessions begin with this window’s, and those that ended come last', () => {
  const session = (id: string, status: string, lastActiveAtMs: number, current = false) => ({
    id,
    userId: 'user_1',
    status,
    current,
    lastActiveAtMs,
    createdAtMs: 0,
    expiresAtMs: 0,
    device: '',
    place: '',
  });
  const sessions = [
    session('ended', 'revoked', 9),
    session('old', 'active', 1),
    session('new', 'active', 2),
    session('mine', 'active', 0, true),
  ];
  expect(inOrder(sessions).map(({ id }) => id)).toEqual(['mine', 'new', 'old', 'ended']);
  expect(sessionsSentence('Ada', sessions)).toBe('Ada: 3 sessions can be used, 1 has ended.');
  expect(sessionsSentence('Ada', sessions.slice(1, 2))).toBe('Ada: 1 session can be used.');
});
