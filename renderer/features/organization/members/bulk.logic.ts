import type { Member } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';

/** What is done to every selected member. */
export type BulkWork =
  { readonly kind: 'role'; readonly role: string } | { readonly kind: 'remove' };

export interface BulkRow {
  readonly member: Member;
  /** Why this one is left out; null when it will be tried. */
  readonly skipped: string | null;
}

export type Outcome = 'waiting' | 'running' | 'done' | AppError;

/** Who will be tried, and who not, before anything is done. */
export const planBulk = (
  members: readonly Member[],
  work: BulkWork,
  selfId: string | null,
): readonly BulkRow[] =>
  members.map((member) => ({ member, skipped: whySkipped(member, work, selfId) }));

function whySkipped(member: Member, work: BulkWork, selfId: string | null): string | null {
  if (member.userId === selfId) {
    return work.kind === 'role'
      ? 'This is you: nobody changes their own role.'
      : 'This is you: nobody takes themselves out here.';
  }
  if (work.kind === 'role' && member.role === work.role) return 'Has this role already.';
  return null;
}

const people = (count: number): string => `${count} ${count === 1 ? 'member' : 'members'}`;

/** *Make 3 members org:viewer?* */
export const bulkQuestion = (work: BulkWork, count: number): string =>
  work.kind === 'role' ? `Make ${people(count)} ${work.role}?` : `Remove ${people(count)}?`;

/** *2 changed, 1 not, 1 left out.* */
export function bulkSentence(
  work: BulkWork,
  rows: readonly BulkRow[],
  outcomes: ReadonlyMap<string, Outcome>,
): string {
  const verb = work.kind === 'role' ? 'changed' : 'removed';
  const found = rows.map(({ member }) => outcomes.get(member.userId));
  const done = found.filter((each) => each === 'done').length;
  const failed = found.filter((each) => typeof each === 'object').length;
  const skipped = rows.filter((row) => row.skipped !== null).length;
  const untried = rows.length - done - failed - skipped;
  const rest = [
    failed > 0 ? `${failed} not` : '',
    skipped > 0 ? `${skipped} left out` : '',
    untried > 0 ? `${untried} not tried` : '',
  ].filter((part) => part !== '');
  return `${[`${done} ${verb}`, ...rest].join(', ')}.`;
}
