import { describe, expect, it } from 'vitest';
import { asAppError } from '../../../renderer/app/errors.ts';
import { troubleOf, withChild } from '../../../renderer/app/host.logic.ts';
import { commandKeys, keyLabels } from '../../../renderer/app/keys.logic.ts';
import { pathOf, subPathOf, toHash } from '../../../renderer/app/router.ts';
import { withToken, type SeenToken } from '../../../renderer/app/sessionStore.ts';

describe('the router', () => {
  it.each([
    ['#/templates', 'templates'],
    ['#/templates?user=1', 'templates'],
    ['#/factor-one', 'factor-one'],
    ['', ''],
    ['#', ''],
  ])('reads %s as %s', (hash, path) => expect(pathOf(hash)).toBe(path));

  it.each([
    ['#/organization/members', 'members'],
    ['#/organization/members?q=1', 'members'],
    ['#/organization', ''],
    ['', ''],
  ])('reads the tab of %s as %s', (hash, tab) => expect(subPathOf(hash)).toBe(tab));

  it.each([
    ['templates', '#/templates'],
    ['#/session', '#/session'],
    ['http://127.0.0.1:4400/#/factor-one', '#/factor-one'],
    ['app://renderer/', '#/'],
    ['/', '#/'],
  ])('goes from %s to %s', (to, hash) => expect(toHash(to)).toBe(hash));
});

describe('the banner', () => {
  it('is silent while all is well', () => {
    expect(troubleOf([{ child: 'sandbox', state: 'ready' }])).toBeUndefined();
  });

  it('names the child that failed before the one that restarts', () => {
    const children = withChild([{ child: 'sandbox', state: 'restarting' }], {
      child: 'backend',
      state: 'failed',
      reason: 'Its database is damaged.',
    });
    expect(troubleOf(children)).toEqual({
      child: 'backend',
      sentence: 'The backend stopped. Its database is damaged.',
      canRestart: true,
    });
  });
});

describe('the keys', () => {
  it('leaves the keys of the browser alone in the web host', () => {
    expect(commandKeys('web').refresh).toBe('alt+R');
    expect(commandKeys('electron').refresh).toBe('mod+R');
    expect(commandKeys('electron').page(0)).toBe('mod+1');
  });

  it('reads as people write them', () => {
    expect(keyLabels('mod+K', true)).toEqual(['⌘', 'K']);
    expect(keyLabels('mod+K', false)).toEqual(['Ctrl', 'K']);
    expect(keyLabels('shift+?', false)).toEqual(['?']);
  });
});

describe('the timeline of tokens', () => {
  const token = (raw: string): SeenToken => ({ raw, receivedAtMs: 0, refreshArmed: true });

  it('keeps one entry per token, newest first', () => {
    const once = withToken([], token('a'));
    expect(withToken(once, token('a'))).toBe(once);
    expect(withToken(once, token('b')).map(({ raw }) => raw)).toEqual(['b', 'a']);
  });

  it('is bounded', () => {
    const many = Array.from({ length: 50 }, (_, at) => token(`t${at}`)).reduce(
      (tokens: readonly SeenToken[], next) => withToken(tokens, next),
      [],
    );
    expect(many).toHaveLength(30);
    expect(many[0]?.raw).toBe('t49');
  });
});

describe('errors of Clerk', () => {
  it('keep the sentence and the code, and nothing else', () => {
    const error = asAppError({
      status: 422,
      errors: [{ code: 'form_code_incorrect', longMessage: 'That code is wrong.' }],
    });
    expect(error).toMatchObject({
      code: 'clerk.refused',
      message: 'That code is wrong.',
      details: { clerkCode: 'form_code_incorrect', status: 422 },
    });
  });
});
