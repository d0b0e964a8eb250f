import { isJsonObject, setMember, type Json } from '../json.ts';
import { shortcodeByName, type Shortcode } from './shortcodes.ts';
import type { ApiRecord, NullReason, PreviewContext } from './types.ts';

/** Reads one shortcode for a context. `null` stands for everything missing. */
export type Reader = (context: PreviewContext) => Json;

const asRecord = (value: unknown): ApiRecord | null => (isJsonObject(value) ? value : null);

/** A member of a record whose values are trusted to be JSON; a missing one is null. */
const field = (record: ApiRecord | null, name: string): Json =>
  record === null ? null : ((record[name] ?? null) as Json);

/** The active organization: given, or embedded in the membership; null is the personal account. */
export function organizationOf(context: PreviewContext): ApiRecord | null {
  return context.organization === undefined
    ? asRecord(context.membership?.['organization'])
    : context.organization;
}

/** The membership in the active organization. Without an organization there is none. */
export function membershipOf(context: PreviewContext): ApiRecord | null {
  return organizationOf(context) === null ? null : (context.membership ?? null);
}

const sessionOf = (context: PreviewContext): ApiRecord | null => context.session ?? null;

function primary(user: ApiRecord, list: string, idField: string): ApiRecord | null {
  const id = user[idField];
  const entries = user[list];
  if (typeof id !== 'string' || !Array.isArray(entries)) return null;
  for (const entry of entries as unknown[]) {
    if (isJsonObject(entry) && entry['id'] === id) return entry;
  }
  return null;
}

const verified = (identifier: ApiRecord | null): boolean =>
  asRecord(identifier?.['verification'])?.['status'] === 'verified';

/** The Backend API gives milliseconds; the documentation's example shows ten digits. The unit is not confirmed. */
function seconds(user: ApiRecord, name: string): Json {
  const value = user[name];
  return typeof value === 'number' ? Math.floor(value / 1000) : null;
}

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
      if (typeof id === 'string') setMember(all, id, field(membership, 'role'));
    }
    return all;
  }
  const id = organizationOf(context)?.['id'];
  const membership = membershipOf(context);
  if (typeof id === 'string' && membership !== null) setMember(all, id, field(membership, 'role'));
  return all;
}

const metadata = (record: ApiRecord | null, name: string): Json =>
  record === null ? null : ((record[name] ?? {}) as Json);

const special: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['user.full_name', ({ user }) => fullName(user)],
  ['user.created_at', ({ user }) => seconds(user, 'created_at')],
  ['user.updated_at', ({ user }) => seconds(user, 'updated_at')],
  ['user.last_sign_in_at', ({ user }) => seconds(user, 'last_sign_in_at')],
  [
    'user.primary_email_address',
    ({ user }) =>
      field(primary(user, 'email_addresses', 'primary_email_address_id'), 'email_address'),
  ],
  [
    'user.primary_phone_number',
    ({ user }) => field(primary(user, 'phone_numbers', 'primary_phone_number_id'), 'phone_number'),
  ],
  [
    'user.primary_web3_wallet',
    ({ user }) => field(primary(user, 'web3_wallets', 'primary_web3_wallet_id'), 'web3_wallet'),
  ],
  [
    'user.email_verified',
    ({ user }) => verified(primary(user, 'email_addresses', 'primary_email_address_id')),
  ],
  [
    'user.phone_number_verified',
    ({ user }) => verified(primary(user, 'phone_numbers', 'primary_phone_number_id')),
  ],
  ['user.organizations', organizations],
  ['user.public_metadata', ({ user }) => metadata(user, 'public_metadata')],
  ['user.unsafe_metadata', ({ user }) => metadata(user, 'unsafe_metadata')],
  ['org.role', (context) => field(membershipOf(context), 'role')],
  ['org.public_metadata', (context) => metadata(organizationOf(context), 'public_metadata')],
  [
    'org_membership.public_metadata',
    (context) => metadata(membershipOf(context), 'public_metadata'),
  ],
]);

function plainReader(entry: Shortcode): Reader {
  const name = entry.name.slice(entry.root.length + 1);
  if (entry.root === 'user') return ({ user }) => (user[name] ?? null) as Json;
  if (entry.root === 'org') return (context) => field(organizationOf(context), name);
  if (entry.root === 'session') return (context) => field(sessionOf(context), name);
  return (context) => field(membershipOf(context), name);
}

/** Own members only: a name every object inherits must not resolve to the inherited one. */
export function memberReader(base: Reader, key: string): Reader {
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
  let read = special.get(shortcode.name) ?? plainReader(shortcode);
  for (const key of rest) read = memberReader(read, key);
  return { read, shortcode, rest };
}

/** Why a path is null in a context. Ask only when it is. */
export function whyNull(
  context: PreviewContext,
  segments: readonly string[],
  { shortcode, rest }: ResolvedPath,
): NullReason {
  if (shortcode === null) {
    return segments[1] === 'private_metadata' ? 'private' : 'unknown-property';
  }
  const { root } = shortcode;
  if (root === 'org' || root === 'org_membership') {
    if (organizationOf(context) === null) return 'no-active-organization';
    const fromMembership = root === 'org_membership' || shortcode.name === 'org.role';
    if (fromMembership && membershipOf(context) === null) return 'no-membership';
  }
  if (root === 'session') {
    if (sessionOf(context) === null) return 'no-session';
    if (shortcode.name === 'session.actor' && rest.length === 0) return 'not-impersonating';
  }
  if (rest.length > 0) return whyPathNull(context, segments, rest.length);
  const record = root === 'user' ? context.user : recordOf(context, shortcode);
  const name = shortcode.name.slice(root.length + 1);
  const derived = special.has(shortcode.name) && shortcode.name !== 'org.role';
  return derived || record === null || Object.hasOwn(record, name) ? 'not-set' : 'not-in-record';
}

function recordOf(context: PreviewContext, shortcode: Shortcode): ApiRecord | null {
  if (shortcode.root === 'session') return sessionOf(context);
  if (shortcode.root === 'org_membership' || shortcode.name === 'org.role') {
    return membershipOf(context);
  }
  return organizationOf(context);
}

function whyPathNull(
  context: PreviewContext,
  segments: readonly string[],
  depth: number,
): NullReason {
  const start = segments.length - depth;
  for (let end = start; end < segments.length; end += 1) {
    const value = resolvePath(segments.slice(0, end)).read(context);
    if (value === null) {
      if (end > start) return 'not-set';
      return segments[0] === 'session' ? 'not-impersonating' : 'not-set';
    }
    if (!isJsonObject(value)) return 'path-through-value';
    if (!Object.hasOwn(value, segments[end] ?? '')) return 'missing-key';
  }
  return 'not-set';
}

/** Where a path is read, in words of the Backend API records. */
export function recordPath({ shortcode, rest }: ResolvedPath): string | null {
  return shortcode === null ? null : [shortcode.from, ...rest].join('.');
}
