import type { ClaimChange, ClaimDiff } from '../../../shared/domain/token/diff.ts';

const mostShown = 60;

/** The changes to list. What every refresh changes is noise unless asked for. */
export const shownChanges = (diff: ClaimDiff, withTimes: boolean): readonly ClaimChange[] =>
  diff.changes.filter(({ isTime }) => withTimes || !isTime).slice(0, mostShown);

/** *Another organization and role: 4 claims differ; org:data:write is gone.* */
export function diffSentence(diff: ClaimDiff): string {
  if (diff.changes.length === 0) return 'The claims are the same.';
  if (diff.isOnlyTime) return 'Only times differ, as after any refresh.';
  const what = [
    diff.switchedUser ? 'another person' : '',
    diff.switchedOrganization ? 'another organization' : '',
    diff.switchedRole ? 'another role' : '',
  ].filter((word) => word !== '');
  const count = diff.changes.filter(({ isTime }) => !isTime).length;
  const claims = count === 1 ? '1 claim differs' : `${count} claims differ`;
  const lead = what.length === 0 ? '' : `${capital(what.join(', '))}: `;
  return `${lead}${claims}.${permissionWords(diff)}`;
}

function permissionWords({ addedPermissions, removedPermissions }: ClaimDiff): string {
  const parts = [
    addedPermissions.length === 0 ? '' : `gains ${list(addedPermissions)}`,
    removedPermissions.length === 0 ? '' : `loses ${list(removedPermissions)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` This token ${parts.join(' and ')}.`;
}

const list = (keys: readonly string[]): string =>
  keys.length <= 3
    ? keys.join(', ')
    : `${keys.slice(0, 3).join(', ')} and ${keys.length - 3} more permissions`;

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
