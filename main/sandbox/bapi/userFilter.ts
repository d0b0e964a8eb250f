import { userMatches } from '../logic/memberships.ts';
import type { UserRecord } from '../state/records.ts';
import type { BapiCall } from './call.ts';

/** The users a list or a count asks for. */
export function filterUsers(call: BapiCall): UserRecord[] {
  const { query, core } = call;
  const { tables } = core.state;
  const text = query.get('query')?.toLowerCase();
  const lower = (name: string): string[] => query.all(name).map((value) => value.toLowerCase());
  const ids = new Set(query.all('user_id'));
  const emails = new Set(lower('email_address'));
  const usernames = new Set(lower('username'));
  const externals = new Set(query.all('external_id'));
  const organizations = query.all('organization_id');
  const members = new Set(
    organizations.flatMap((id) =>
      tables.membership.find('organization', id).map((row) => row.user_id),
    ),
  );
  const banned = query.get('banned');
  const since = query.get('last_active_at_since');
  return tables.user.all().filter((user) => {
    if (ids.size > 0 && !ids.has(user.id)) return false;
    if (organizations.length > 0 && !members.has(user.id)) return false;
    if (externals.size > 0 && !externals.has(user.external_id ?? '')) return false;
    if (usernames.size > 0 && !usernames.has(user.username?.toLowerCase() ?? '')) return false;
    if (
      emails.size > 0 &&
      !user.email_addresses.some((email) => emails.has(email.email_address.toLowerCase()))
    ) {
      return false;
    }
    if (query.has('phone_number')) return false;
    if (banned !== undefined && String(user.banned) !== banned) return false;
    if (since !== undefined && (user.last_active_at ?? 0) < Number(since)) return false;
    return text === undefined || userMatches(user, text);
  });
}
