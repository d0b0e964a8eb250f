import type { Member, Role } from '../../../../shared/contract/http.ts';

const adminRole = 'org:admin';

export interface RoleDifference {
  readonly gains: readonly string[];
  readonly losses: readonly string[];
}

/** What a person can do more, and no more, after a change of role. Null when a role is not among those known. */
export function roleDifference(
  roles: readonly Role[],
  fromKey: string,
  toKey: string,
): RoleDifference | null {
  const from = roles.find(({ key }) => key === fromKey);
  const to = roles.find(({ key }) => key === toKey);
  if (from === undefined || to === undefined) return null;
  return {
    gains: to.permissions.filter((permission) => !from.permissions.includes(permission)),
    losses: from.permissions.filter((permission) => !to.permissions.includes(permission)),
  };
}

/** System permissions are checked by Clerk itself and never stand in a session token. */
export const isSystemPermission = (permission: string): boolean =>
  permission.startsWith('org:sys_');

/** Rows asked for at once. */
export const pageSize = 100;

/** Numbers of the pages that hold the rows from `first` to `last`, both included. */
export function pagesFor(first: number, last: number): readonly number[] {
  if (last < first) return [];
  const from = Math.floor(first / pageSize);
  const to = Math.floor(last / pageSize);
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}

export interface MemberCount {
  readonly total: number;
  /** Null while only part of the members is known. */
  readonly admins: number | null;
}

export const countMembers = (total: number, known: readonly Member[]): MemberCount => ({
  total,
  admins: known.length < total ? null : known.filter(({ role }) => role === adminRole).length,
});
