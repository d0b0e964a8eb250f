import { fixedId } from '../ids.ts';
import { hashPassword } from '../logic/passwords.ts';
import type { Metadata } from '../state/records.ts';
import type { State } from '../state/state.ts';
import { oversized, privateMetadata, publicMetadata, unsafeMetadata } from './metadata.ts';
import { demoPassword, demoTotpSecret, namedPeople, type PersonSeed } from './people.ts';
import { diceOf, type Dice } from './random.ts';

const firstNames = [
  'Maria',
  'Søren',
  'Yuki',
  'Amara',
  'Lucas',
  'Ines',
  'Omar',
  'Noor',
  'Jörg',
  'Chloé',
  'Pavel',
  'Zofia',
  'Wei',
  'Tomás',
  'Priya',
  'Kwame',
  'Elif',
  'Ravi',
  'Hana',
  'Mateo',
] as const;
const lastNames = [
  'Schneider',
  'Okafor',
  'Tanaka',
  'Novák',
  'García',
  'Rossi',
  'Dubois',
  'Kowalska',
  'Silva',
  'Haddad',
  'Lindqvist',
  'Nguyen',
  'Patel',
  'Mbeki',
  'Yılmaz',
  'Müller',
  'Petrov',
  'O’Brien',
  'Chen',
  'Fernández',
] as const;

const organizations = [
  { word: 'acme', name: 'Acme Robotics', slug: 'acme-robotics', plan: 'pro', by: 'ada' },
  { word: 'globex', name: 'Globex Health', slug: 'globex-health', plan: 'starter', by: 'alan' },
  { word: 'initech', name: 'Initech Labs', slug: 'initech-labs', plan: 'pro', by: 'ada' },
] as const;

const otherRoles = [
  'org:member',
  'org:member',
  'org:member',
  'org:viewer',
  'org:viewer',
  'org:editor',
  'org:support',
  'org:billing_manager',
] as const;

const hour = 3_600_000;

interface Person {
  readonly word: string;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly username: string | null;
  readonly public_metadata: Metadata;
  readonly totp: boolean;
  readonly roles: Readonly<Record<string, string>>;
}

/** Organizations, and `users` people spread over them: the named ones first. */
export function seedCrowd(state: State, options: { nowMs: number; users: number }): void {
  const { nowMs } = options;
  const dice = diceOf(20_261_124);
  // One hash for all: hashing each would take longer than everything else of the seed together.
  const digest = hashPassword(demoPassword);
  organizations.forEach((seed, n) => {
    state.tables.organization.put({
      id: fixedId('org', seed.word),
      name: seed.name,
      slug: seed.slug,
      role_set_id: fixedId('rset', 'default'),
      max_allowed_memberships: 0,
      admin_delete_enabled: true,
      public_metadata: { plan: seed.plan, region: n === 1 ? 'us-east' : 'eu-central' },
      private_metadata: { contract: `C-2026-00${n + 1}` },
      created_by: fixedId('user', seed.by),
      plan: seed.plan,
      last_active_at: nowMs,
      created_at: nowMs - (900 - n) * 24 * hour,
      updated_at: nowMs - n * hour,
    });
  });
  const named = namedPeople.map((seed) => namedPerson(seed, dice));
  const rest = Math.max(0, options.users - named.length);
  for (let n = 0; n < named.length + rest; n += 1) {
    const person = named[n] ?? stranger(n, dice);
    // Older people first: `-created_at` then lists the crowd, newest on top, and the named ones stay easy to find.
    const createdAt = nowMs - (named.length + rest - n) * hour;
    putPerson(state, person, digest, createdAt, nowMs, dice);
  }
}

function namedPerson(seed: PersonSeed, dice: Dice): Person {
  const metadata: Readonly<Record<string, Metadata>> = {
    ada: {
      locale: 'en',
      onboarded: true,
      department: 'Engineering',
      flags: { new_editor: true, audit_stream: true },
    },
    margaret: oversized(dice, 24),
  };
  return {
    ...seed,
    email: `${seed.word}@example.com`,
    username: seed.word,
    public_metadata: metadata[seed.word] ?? { locale: 'en', onboarded: true },
    totp: seed.tag === 'two-factor',
  };
}

function stranger(n: number, dice: Dice): Person {
  const first = dice.pick(firstNames);
  const last = dice.pick(lastNames);
  const plain = `${first}.${last}`
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ø', 'o')
    .replaceAll('ı', 'i')
    .replaceAll(/[^a-z.]/g, '');
  return {
    word: `p${String(n).padStart(5, '0')}`,
    first,
    last,
    email: `${plain}.${n}@example.com`,
    username: dice.chance(0.4) ? `${plain.replaceAll('.', '_')}_${n}` : null,
    public_metadata: publicMetadata(dice),
    totp: false,
    roles: rolesOf(n, dice),
  };
}

/** Beyond the usual 200 everybody joins Acme, so that one list grows long. */
function rolesOf(n: number, dice: Dice): Record<string, string> {
  const roles: Record<string, string> = {};
  if (n >= 200 || dice.chance(0.6)) roles['acme'] = dice.pick(otherRoles);
  if (n < 200 && dice.chance(0.3)) roles['globex'] = dice.pick(otherRoles);
  if (n < 200 && dice.chance(0.15)) roles['initech'] = dice.pick(otherRoles);
  return roles;
}

function putPerson(
  state: State,
  person: Person,
  digest: string,
  createdAt: number,
  nowMs: number,
  dice: Dice,
): void {
  const times = { created_at: createdAt, updated_at: createdAt };
  const id = fixedId('user', person.word);
  const emailId = fixedId('idn', person.word);
  state.tables.user.put({
    id,
    external_id: dice.chance(0.3) ? `ext-${person.word}` : null,
    username: person.username,
    first_name: person.first,
    last_name: person.last,
    email_addresses: [
      { id: emailId, email_address: person.email, verified: true, created_at: createdAt },
    ],
    primary_email_address_id: emailId,
    password_digest: digest,
    password_last_updated_at: createdAt,
    totp_secret: person.totp ? demoTotpSecret : null,
    mfa_enabled_at: person.totp ? createdAt : null,
    public_metadata: person.public_metadata,
    private_metadata: privateMetadata(dice),
    unsafe_metadata: unsafeMetadata(dice),
    banned: false,
    locked: false,
    plan: 'free',
    last_sign_in_at: null,
    last_active_at: nowMs - dice.int(30 * 24) * hour,
    ...times,
  });
  for (const [organization, role] of Object.entries(person.roles)) {
    state.tables.membership.put({
      id: fixedId('orgmem', `${organization}${person.word}`),
      organization_id: fixedId('org', organization),
      user_id: id,
      role,
      public_metadata: dice.chance(0.3) ? { team: dice.pick(['red', 'blue', 'green']) } : {},
      private_metadata: {},
      ...times,
    });
  }
}
