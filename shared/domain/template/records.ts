import { isJsonObject } from '../json.ts';
import type { ApiRecord, PreviewContext } from './types.ts';

export const asRecord = (value: unknown): ApiRecord | null => (isJsonObject(value) ? value : null);

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

export const sessionOf = (context: PreviewContext): ApiRecord | null => context.session ?? null;

/** The entry of a list whose `id` is the primary one. */
function primaryOf(id: unknown, entries: unknown): ApiRecord | null {
  if (typeof id !== 'string' || !Array.isArray(entries)) return null;
  for (const entry of entries as unknown[]) {
    if (isJsonObject(entry) && entry['id'] === id) return entry;
  }
  return null;
}

export const primaryEmail = (user: ApiRecord): ApiRecord | null =>
  primaryOf(user['primary_email_address_id'], user['email_addresses']);

export const primaryPhone = (user: ApiRecord): ApiRecord | null =>
  primaryOf(user['primary_phone_number_id'], user['phone_numbers']);

export const primaryWallet = (user: ApiRecord): ApiRecord | null =>
  primaryOf(user['primary_web3_wallet_id'], user['web3_wallets']);
