import type { Member } from '../../../../shared/contract/http.ts';

const adminRole = 'org:admin';

/** Rows asked for at once; the most the backend gives. */
export const pageSize = 100;

/** What Clerk sorts members by; with a dash the other way round. */
export type MemberSort = 'joined' | 'firstName' | 'email';
export type MemberOrder = MemberSort | `-${MemberSort}`;

/** The order Clerk's own lists have: who joined last comes first. */
export const firstOrder: MemberOrder = '-joined';

export interface MemberFilter {
  readonly query: string;
  /** Key of a role, or empty for all. */
  readonly role: string;
  readonly order: MemberOrder;
}

/** What can be done with one member from their row. */
export interface MemberActions {
  readonly changeRole: (member: Member, role: string) => void;
  readonly remove: (member: Member) => void;
  readonly showSessions: (member: Member) => void;
}

/** The members that a bulk change would concern, by user id. */
export type Selection = ReadonlyMap<string, Member>;

/** The address of one page of members. What stands at its default is left out, so that equal lists share a cache. */
export function membersPath(filter: MemberFilter, page: number): `/v1/${string}` {
  const { query, role, order } = filter;
  const asked = new URLSearchParams({ limit: `${pageSize}`, offset: `${page * pageSize}` });
  if (query !== '') asked.set('query', query);
  if (role !== '') asked.set('role', role);
  if (order !== firstOrder) asked.set('sort', order);
  return `/v1/org/members?${asked.toString()}`;
}

/** The list as it is before anybody searches, shared by whoever needs names. */
export const firstMembersPath = membersPath({ query: '', role: '', order: firstOrder }, 0);

/** The admins among the members: how many there are, and the names of who changes things most. */
export const adminsPath = membersPath({ query: '', role: adminRole, order: firstOrder }, 0);

/** A second click on a column turns it round; times begin with the newest, names with A. */
export function nextOrder(order: MemberOrder, column: MemberSort): MemberOrder {
  if (column === 'joined') return order === '-joined' ? 'joined' : '-joined';
  return order === column ? `-${column}` : column;
}

export const sortedAs = (order: MemberOrder, column: MemberSort) => {
  if (order === column) return 'ascending' as const;
  return order === `-${column}` ? ('descending' as const) : ('none' as const);
};

/** Numbers of the pages that hold the rows from `first` to `last`, both included. */
export function pagesFor(first: number, last: number): readonly number[] {
  if (last < first) return [];
  const from = Math.floor(first / pageSize);
  const to = Math.floor(last / pageSize);
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}

/** Rows a key moves by, or to an end of the list. */
export function rowAfterKey(key: string, row: number, total: number): number | null {
  const last = total - 1;
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + 10,
    PageUp: row - 10,
    Home: 0,
    End: last,
  };
  const moved = moves[key];
  return moved === undefined ? null : Math.min(last, Math.max(0, moved));
}

export interface MemberCount {
  readonly total: number;
  /** Null while only part of the members is known. */
  readonly admins: number | null;
}

/** Counts the admins where everybody is known, and goes by what was asked for them where not. */
export const countMembers = (
  total: number,
  known: readonly Member[],
  admins: number | null = null,
): MemberCount => ({
  total,
  admins: known.length < total ? admins : known.filter(({ role }) => role === adminRole).length,
});
