import { describe, expect, it } from 'vitest';
import { OrgSettings } from '../../../../shared/contract/http.ts';
import {
  conflictRows,
  firstPicks,
  resolveConflict,
} from '../../../../renderer/features/organization/settings/conflict.logic.ts';
import {
  changesOf,
  draftOf,
  flagProblem,
  readCustom,
  settingErrors,
  settingsOf,
  settingText,
} from '../../../../renderer/features/organization/settings/settings.logic.ts';

const base = OrgSettings.parse({});

describe('what saving changes', () => {
  it('is listed in the order of the form, as people read it', () => {
    const after = {
      ...base,
      requireReview: true,
      displayName: 'Acme',
      notifications: { ...base.notifications, recipients: ['a@example.com'] },
      featureFlags: { beta: false },
      custom: { a: { b: 1 } },
    };
    expect(changesOf(base, after)).toEqual([
      { key: 'displayName', label: 'Display name', before: '(empty)', after: 'Acme' },
      { key: 'requireReview', label: 'Require review', before: 'off', after: 'on' },
      {
        key: 'notifications.recipients',
        label: 'Recipients',
        before: '(none)',
        after: 'a@example.com',
      },
      { key: 'featureFlags/beta', label: 'Flag beta', before: '(not there)', after: 'off' },
      { key: 'custom/a', label: 'JSON a', before: '(not there)', after: '{"b":1}' },
    ]);
    expect(changesOf(after, { ...after, custom: { a: { b: 1 } } })).toEqual([]);
    expect(changesOf(after, { ...after, featureFlags: {} }).at(-1)?.after).toBe('(not there)');
  });

  it('is refused field by field, in words', () => {
    const bad = {
      ...draftOf(base),
      supportEmail: 'nobody',
      dataRetentionDays: '' as unknown as number,
      accentColor: 'blue',
      general: { ...base.general, locale: 'English' },
      notifications: { ...base.notifications, recipients: ['nobody'] },
      customText: '[]',
    };
    expect(settingErrors(bad)).toEqual({
      supportEmail: 'An email address, or nothing.',
      dataRetentionDays: 'A whole number of days from 1 to 3,650.',
      accentColor: 'A colour like #3366ff.',
      'general.locale': 'A language tag like en or de-CH.',
      'notifications.recipients': 'Up to 20 email addresses.',
      customText: 'This is one JSON object: { "name": value }.',
    });
    expect(settingErrors(draftOf(base))).toEqual({});
    expect(settingText(undefined)).toBe('(not there)');
  });
});

describe('free-form JSON', () => {
  it('is told where it is wrong', () => {
    expect(readCustom('{\n  "a": tru\n}').problem).toMatchObject({ offset: 9 });
    expect(readCustom('{"a": 1, "a": 2}').problem?.message).toMatch(/column 10: .*twice/);
    expect(readCustom('').problem?.message).toBe('Write a JSON object; {} is an empty one.');
  });

  it('is measured as compact UTF-8, up to 64 KB', () => {
    expect(readCustom('{ "a": "é" }')).toMatchObject({ sizeBytes: 10, problem: null });
    const most = 65_536 - '{"a":""}'.length;
    expect(readCustom(JSON.stringify({ a: 'x'.repeat(most) })).problem).toBeNull();
    expect(readCustom(JSON.stringify({ a: 'x'.repeat(most + 1) })).problem?.message).toBe(
      'This part takes at most 64 KB as compact JSON.',
    );
    const deep = `{"a":${'['.repeat(70)}${']'.repeat(70)}}`;
    expect(readCustom(deep).problem?.message).toBe('This part takes at most 64 levels deep.');
  });

  it('keeps what was saved while it cannot be read', () => {
    const saved = { ...base, custom: { kept: 1 } };
    expect(settingsOf({ ...draftOf(saved), customText: '{' }, saved)).toEqual(saved);
    expect(settingsOf(draftOf(saved), base)).toEqual(saved);
  });
});

it('a flag has a name of its own', () => {
  expect(flagProblem('beta', {})).toBeNull();
  expect(flagProblem('beta', { beta: false })).toBe('There is a flag of this name.');
  expect(flagProblem('9x', {})).toMatch(/^A name like new-editor/);
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`f${at}`, true]));
  expect(flagProblem('one-more', many)).toBe('At most 200 flags.');
});

describe('a conflict', () => {
  const start = { ...base, featureFlags: { a: true, b: true }, custom: { keep: 1, both: 1 } };
  const theirs = {
    ...start,
    displayName: 'Theirs',
    weeklyDigest: false,
    dataRetentionDays: 30,
    featureFlags: { a: false, b: true, c: true },
    custom: { keep: 1, both: 2 },
  };
  const mine = {
    ...start,
    displayName: 'Mine',
    general: { ...start.general, timeZone: 'Asia/Tokyo' },
    dataRetentionDays: 30,
    featureFlags: { a: true },
    custom: { keep: 1, both: 3, mine: [] },
  };
  const rows = conflictRows(start, theirs, mine);

  it('shows the settings of every section that differ, and who moved them', () => {
    expect(rows.map(({ label, movedBy }) => [label, movedBy])).toEqual([
      ['Display name', 'both'],
      ['Time zone', 'mine'],
      ['Weekly digest', 'theirs'],
      ['Flag a', 'theirs'],
      ['Flag b', 'mine'],
      ['Flag c', 'theirs'],
      ['JSON both', 'both'],
      ['JSON mine', 'mine'],
    ]);
  });

  it('leaves only what both moved to be decided, and keeps what one of them did', () => {
    const picks = firstPicks(rows);
    expect(resolveConflict(theirs, rows, picks)).toBeNull();
    const decided = { ...picks, displayName: 'mine', 'custom/both': 'theirs' } as const;
    expect(resolveConflict(theirs, rows, decided)).toEqual({
      ...theirs,
      displayName: 'Mine',
      general: { ...start.general, timeZone: 'Asia/Tokyo' },
      featureFlags: { a: false, c: true },
      custom: { keep: 1, both: 2, mine: [] },
    });
  });
});
