import type { EmailAddressRecord, UserRecord } from '../state/records.ts';

export const primaryEmail = (user: UserRecord): EmailAddressRecord | null =>
  user.email_addresses.find((email) => email.id === user.primary_email_address_id) ?? null;

/** What a user is recognised by: the primary email address, else the username. */
export const identifierOf = (user: UserRecord): string =>
  primaryEmail(user)?.email_address ?? user.username ?? user.id;

export function fullName(user: UserRecord): string {
  const name = [user.first_name, user.last_name].filter((part) => part !== null).join(' ');
  return name === '' ? identifierOf(user) : name;
}
