import type { SessionInfo } from '../../../../shared/contract/http.ts';

/** Sessions that can still be used, as Clerk names them. */
const alive: ReadonlySet<string> = new Set(['active', 'pending']);

export const isAlive = ({ status }: Pick<SessionInfo, 'status'>): boolean => alive.has(status);

/** This window's first, then those that are still alive, each with the latest activity first. */
export const inOrder = (sessions: readonly SessionInfo[]): readonly SessionInfo[] =>
  sessions.toSorted(
    (a, b) =>
      Number(b.current) - Number(a.current) ||
      Number(isAlive(b)) - Number(isAlive(a)) ||
      b.lastActiveAtMs - a.lastActiveAtMs,
  );

/** *2 sessions can be used, 1 has ended.* */
export function sessionsSentence(who: string, sessions: readonly SessionInfo[]): string {
  const living = sessions.filter(isAlive).length;
  const ended = sessions.length - living;
  const can = living === 1 ? '1 session can be used' : `${living} sessions can be used`;
  return `${who}: ${can}${ended === 0 ? '' : `, ${ended} ${ended === 1 ? 'has' : 'have'} ended`}.`;
}
