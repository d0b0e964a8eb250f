import type { DemoPerson } from '../../../shared/contract/app.ts';
import { fixedId } from '../ids.ts';
import { fullName, identifierOf } from '../logic/people.ts';
import type { State } from '../state/state.ts';

/** Password of everyone in the seed. Published: it guards made-up people on this machine. */
export const demoPassword = 'claimdeck-demo';

export interface PersonSeed {
  readonly word: string;
  readonly first: string;
  readonly last: string;
  readonly tag: DemoPerson['tag'];
  readonly note: string;
  /** Organization word → role key. */
  readonly roles: Readonly<Record<string, string>>;
}

/** The people offered for one-click sign-in. */
export const namedPeople: readonly PersonSeed[] = [
  {
    word: 'ada',
    first: 'Ada',
    last: 'Byron',
    tag: 'admin',
    note: 'admin of Acme Robotics, operator of the instance',
    roles: { acme: 'org:admin', globex: 'org:member', initech: 'org:admin' },
  },
  {
    word: 'grace',
    first: 'Grace',
    last: 'Hopper',
    tag: 'member',
    note: 'member of Acme Robotics, editor at Globex Health',
    roles: { acme: 'org:member', globex: 'org:editor' },
  },
  {
    word: 'alan',
    first: 'Alan',
    last: 'Turing',
    tag: 'two-factor',
    note: 'admin of Globex Health, asked for an authenticator code',
    roles: { globex: 'org:admin', acme: 'org:support' },
  },
  {
    word: 'margaret',
    first: 'Margaret',
    last: 'Hamilton',
    tag: 'over-budget',
    note: 'her metadata breaks the 1,200 B budget of the token',
    roles: { acme: 'org:editor', initech: 'org:viewer' },
  },
  {
    word: 'katherine',
    first: 'Katherine',
    last: 'Johnson',
    tag: 'personal',
    note: 'in no organization: personal account only',
    roles: {},
  },
];

/** Alan's authenticator secret: fixed, so that a test or an authenticator app can make his codes. */
export const demoTotpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** The named people who still exist, as the console offers them. */
export function demoPeople(state: State): DemoPerson[] {
  const people: DemoPerson[] = [];
  for (const seed of namedPeople) {
    const user = state.tables.user.get(fixedId('user', seed.word));
    if (user === undefined) continue;
    people.push({
      userId: user.id,
      name: fullName(user),
      email: identifierOf(user),
      note: seed.note,
      tag: seed.tag,
      password: demoPassword,
    });
  }
  return people;
}

/** Who may reach beyond one organization: Ada. */
export const operatorIds = (state: State): string[] => {
  const ada = fixedId('user', 'ada');
  return state.tables.user.get(ada) === undefined ? [] : [ada];
};
