import { formatCount, formatRelative, shortenId } from '../../ui/format.logic.ts';
import type { MemberCount } from './members/members.logic.ts';

export interface SettingsState {
  readonly version: number;
  readonly updatedAtMs: number | null;
  /** Name of who saved it, or their id. */
  readonly updatedBy: string | null;
}

/** *5 members, 2 admins.* */
export function memberSentence(orgName: string, { total, admins }: MemberCount): string {
  const members = `${formatCount(total)} ${total === 1 ? 'member' : 'members'}`;
  if (admins === null) return `${orgName} has ${members}.`;
  return `${orgName} has ${members}, ${admins} of them ${admins === 1 ? 'an admin' : 'admins'}.`;
}

/** *Ada Byron saved settings version 7 4 minutes ago.* */
export function settingsSentence(state: SettingsState, nowMs: number): string {
  if (state.version === 0 || state.updatedAtMs === null) {
    return 'Its settings are the defaults: nothing was saved yet.';
  }
  const who = state.updatedBy === null ? 'Somebody' : state.updatedBy;
  const name = who.startsWith('user_') ? shortenId(who) : who;
  return `${name} saved version ${state.version} of its settings, ${formatRelative(state.updatedAtMs, nowMs)}.`;
}
