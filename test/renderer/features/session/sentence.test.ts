import { describe, expect, it } from 'vitest';
import { tokenClock, tokenLife } from '../../../../renderer/app/tokenLife.logic.ts';
import {
  lifeSentence,
  staleNote,
  standingSentence,
} from '../../../../renderer/features/session/sentence.logic.ts';

const issuedSec = 1_800_000_000;
const at = (sec: number): number => (issuedSec + sec) * 1000;
const life = (armed: boolean) => {
  const found = tokenLife({ iat: issuedSec, exp: issuedSec + 60 }, armed);
  if (found === null) throw new Error('no life');
  return found;
};

describe('who is signed in', () => {
  it.each([
    [
      {
        personName: 'Ada Byron',
        organization: { name: 'Acme Robotics', role: 'org:admin' },
        actorId: null,
      },
      'Ada Byron is signed in to Acme Robotics as org:admin.',
    ],
    [
      { personName: 'Katherine Johnson', organization: null, actorId: null },
      'Katherine Johnson is signed in to the personal account.',
    ],
    [
      {
        personName: 'Ada Byron',
        organization: { name: 'Acme', role: null },
        actorId: 'user_support',
      },
      'Ada Byron is signed in to Acme, impersonated by user_support.',
    ],
  ])('%#', (standing, sentence) => expect(standingSentence(standing)).toBe(sentence));
});

describe('the life of a token', () => {
  it('is refreshed 43 s after the issue of a 60 s token', () => {
    expect(life(true).refreshAtMs).toBe(at(43));
    expect(lifeSentence(life(true), at(18))).toBe(
      'This token expires in 42 s; the next one is fetched in 25 s.',
    );
  });

  it('says that nothing is fetched in the background', () => {
    expect(lifeSentence(life(false), at(18))).toBe(
      'This token expires in 42 s; no next one is fetched while this window is in the background.',
    );
  });

  it('says that the next one is due, and that this one is over', () => {
    expect(lifeSentence(life(true), at(44))).toBe(
      'This token expires in 16 s; the next one is being fetched.',
    );
    expect(lifeSentence(life(true), at(72))).toBe('This token expired 12 s ago.');
  });

  it('says how old its claims may be', () => {
    expect(staleNote(life(true), at(18.9))).toMatch(/^Issued 18 s ago/);
  });

  it('is unknown without times', () => {
    expect(tokenLife({ exp: 'soon', iat: 1 }, true)).toBeNull();
  });

  it('arms no refresh for a token that is shorter than the lead', () => {
    expect(tokenLife({ iat: 100, exp: 110 }, true)?.refreshAtMs).toBeNull();
  });

  it.each([
    [true, 0, { leftSec: 60, leftShare: 1, state: 'running' }],
    [true, 30, { leftSec: 30, leftShare: 0.5, state: 'running' }],
    [false, 45, { leftSec: 15, leftShare: 0.25, state: 'paused' }],
    [true, 60, { leftSec: 0, leftShare: 0, state: 'expired' }],
  ])('armed %s at %i s', (armed, sec, clock) =>
    expect(tokenClock(life(armed), at(sec))).toEqual(clock),
  );
});
