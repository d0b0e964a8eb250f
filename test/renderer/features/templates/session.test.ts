import { describe, expect, it } from 'vitest';
import {
  entriesOf,
  firstOf,
  sessionKey,
} from '../../../../renderer/features/templates/entries.logic.ts';
import { noteOf } from '../../../../renderer/features/templates/sentence.logic.ts';
import {
  nameMismatch,
  sessionStateOf,
} from '../../../../renderer/features/templates/session/session.logic.ts';

const none = { claims: null, source: 'none', etag: null, updatedAtMs: null } as const;
const mark = { claims: { metadata: '{{user.public_metadata}}' }, atMs: 5 };

describe('what counts as the deployed session token claims', () => {
  it('is what the instance says, whatever was marked', () => {
    const answer = { claims: { a: 1 }, source: 'instance', etag: '"1"', updatedAtMs: 7 } as const;
    expect(sessionStateOf(answer, mark)).toEqual({
      from: 'instance',
      claims: { a: 1 },
      etag: '"1"',
      updatedAtMs: 7,
    });
  });

  it('is the mark where there is no API, and nothing where there is no mark', () => {
    expect(sessionStateOf(none, mark)).toEqual({ from: 'mark', claims: mark.claims, atMs: 5 });
    expect(sessionStateOf(none, undefined)).toEqual({ from: 'unknown' });
  });

  it('is doubted when a live token has other names', () => {
    expect(nameMismatch({ a: '{{user.id}}' }, { a: 'user_1' })).toBeNull();
    expect(nameMismatch({ a: 1, b: 2 }, { a: 1, c: null })).toEqual({
      onlyInToken: ['c'],
      onlyInText: ['b'],
    });
  });
});

describe('the entry of the session token', () => {
  it('stands first, is opened last, and says where its text comes from', () => {
    const [entry, ...others] = entriesOf({ from: 'mark', claims: {}, atMs: 0 }, [], {}, []);
    if (entry === undefined) throw new Error('no entry');
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ key: sessionKey, kind: 'session-claims', dirty: false });
    expect(firstOf([entry])).toBe(entry);
    expect(noteOf(entry, 'Acme', false)).toBe('As you marked it deployed.');
    const [unknown] = entriesOf({ from: 'unknown' }, [], { [sessionKey]: { text: '{"a":1}' } }, []);
    expect(unknown).toMatchObject({ deployed: null, text: '{"a":1}' });
  });
});
