import { isJsonObject } from '../json.ts';
import { resolvePath, type ResolvedPath } from './readers.ts';
import { membershipOf, organizationOf, sessionOf } from './records.ts';
import type { Shortcode } from './shortcodes.ts';
import type { ApiRecord, NullReason, PreviewContext } from './types.ts';

/** Shortcodes computed from several members: there is no member of their name to miss. */
const derived: ReadonlySet<string> = new Set([
  'user.full_name',
  'user.primary_email_address',
  'user.primary_phone_number',
  'user.primary_web3_wallet',
]);

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
  return derived.has(shortcode.name) || record === null || Object.hasOwn(record, name)
    ? 'not-set'
    : 'not-in-record';
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
