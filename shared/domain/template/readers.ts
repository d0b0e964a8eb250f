import { setMember, type Json } from '../json.ts';
import {
  asRecord,
  membershipOf,
  organizationOf,
  primaryEmail,
  primaryPhone,
  primaryWallet,
  sessionOf,
} from './records.ts';
import { shortcodeByName, type Shortcode } from './shortcodes.ts';
import type { ApiRecord, PreviewContext } from './types.ts';

/** Reads one shortcode for a context. `null` stands for everything missing. */
export type Reader = (context: PreviewContext) => Json;

/** A member of a record, whose values are trusted to be JSON. */
const json = (value: unknown): Json => (value ?? null) as Json;

const isVerified = (identifier: ApiRecord | null): boolean =>
  asRecord(identifier?.['verification'])?.['status'] === 'verified';

/** The Backend API gives milliseconds; the documentation's example shows ten digits. The unit is not confirmed. */
const seconds = (value: unknown): Json =>
  typeof value === 'number' ? Math.floor(value / 1000) : null;

function fullName(user: ApiRecord): Json {
  const names = [user['first_name'], user['last_name']];
  const joined = names
    .filter((name) => typeof name === 'string')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .join(' ');
  return joined === '' ? null : joined;
}

function organizations(context: PreviewContext): Json {
  const list = context.memberships ?? context.user['organization_memberships'];
  const all: Record<string, Json> = {};
  if (Array.isArray(list)) {
    for (const entry of list as unknown[]) {
      const membership = asRecord(entry);
      const id = asRecord(membership?.['organization'])?.['id'];
      if (typeof id === 'string') setMember(all, id, json(membership?.['role']));
    }
    return all;
  }
  const id = organizationOf(context)?.['id'];
  const membership = membershipOf(context);
  if (typeof id === 'string' && membership !== null) setMember(all, id, json(membership?.['role']));
  return all;
}

/** Metadata is never null while its record is there. */
const metadata = (record: ApiRecord | null, value: unknown): Json =>
  record === null ? null : ((value ?? {}) as Json);

/**
 * One function per shortcode. Each names its members in the code, so that the engine looks them up at a fixed place:
 * a scan reads millions of them.
 */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['user.id', ({ user }) => json(user['id'])],
  ['user.external_id', ({ user }) => json(user['external_id'])],
  ['user.first_name', ({ user }) => json(user['first_name'])],
  ['user.last_name', ({ user }) => json(user['last_name'])],
  ['user.username', ({ user }) => json(user['username'])],
  ['user.image_url', ({ user }) => json(user['image_url'])],
  ['user.has_image', ({ user }) => json(user['has_image'])],
  ['user.two_factor_enabled', ({ user }) => json(user['two_factor_enabled'])],
  ['user.full_name', ({ user }) => fullName(user)],
  ['user.created_at', ({ user }) => seconds(user['created_at'])],
  ['user.updated_at', ({ user }) => seconds(user['updated_at'])],
  ['user.last_sign_in_at', ({ user }) => seconds(user['last_sign_in_at'])],
  ['user.primary_email_address', ({ user }) => json(primaryEmail(user)?.['email_address'])],
  ['user.primary_phone_number', ({ user }) => json(primaryPhone(user)?.['phone_number'])],
  ['user.primary_web3_wallet', ({ user }) => json(primaryWallet(user)?.['web3_wallet'])],
  ['user.email_verified', ({ user }) => isVerified(primaryEmail(user))],
  ['user.phone_number_verified', ({ user }) => isVerified(primaryPhone(user))],
  ['user.organizations', organizations],
  ['user.public_metadata', ({ user }) => metadata(user, user['public_metadata'])],
  ['user.unsafe_metadata', ({ user }) => metadata(user, user['unsafe_metadata'])],
  ['org.id', (context) => json(organizationOf(context)?.['id'])],
  ['org.name', (context) => json(organizationOf(context)?.['name'])],
  ['org.slug', (context) => json(organizationOf(context)?.['slug'])],
  ['org.image_url', (context) => json(organizationOf(context)?.['image_url'])],
  ['org.has_image', (context) => json(organizationOf(context)?.['has_image'])],
  ['org.role', (context) => json(membershipOf(context)?.['role'])],
  [
    'org.public_metadata',
    (context) => {
      const organization = organizationOf(context);
      return metadata(organization, organization?.['public_metadata']);
    },
  ],
  [
    'org_membership.public_metadata',
    (context) => {
      const membership = membershipOf(context);
      return metadata(membership, membership?.['public_metadata']);
    },
  ],
  ['org_membership.permissions', (context) => json(membershipOf(context)?.['permissions'])],
  ['session.actor', (context) => json(sessionOf(context)?.['actor'])],
  ['session.reverification_id', (context) => json(sessionOf(context)?.['reverification_id'])],
]);

/** Own members only: a name every object inherits must not resolve to the inherited one. */
function memberReader(base: Reader, key: string): Reader {
  const inherited = key in {};
  return (context) => {
    const value = base(context);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const holder = value as Record<string, Json | undefined>;
    if (inherited && !Object.hasOwn(holder, key)) return null;
    return holder[key] ?? null;
  };
}

const readNothing: Reader = () => null;

export interface ResolvedPath {
  readonly read: Reader;
  /** The shortcode it starts with; null when its first two segments are none. */
  readonly shortcode: Shortcode | null;
  /** What follows the shortcode. */
  readonly rest: readonly string[];
}

/** Finds what a path with a known root reads. An unknown property reads null. */
export function resolvePath(segments: readonly string[]): ResolvedPath {
  const shortcode = shortcodeByName.get(segments.slice(0, 2).join('.')) ?? null;
  const rest = segments.slice(2);
  if (shortcode === null) return { read: readNothing, shortcode, rest };
  let read = readers.get(shortcode.name) ?? readNothing;
  for (const key of rest) read = memberReader(read, key);
  return { read, shortcode, rest };
}
