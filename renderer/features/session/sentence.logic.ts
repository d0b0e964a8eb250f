import type { TokenLife } from '../../app/tokenLife.logic.ts';
import { formatDuration } from '../../ui/format.logic.ts';

export interface Standing {
  readonly personName: string;
  /** As the token says it; null in the personal account. */
  readonly organization: { readonly name: string; readonly role: string | null } | null;
  /** User id of the impersonator, when the token carries one. */
  readonly actorId: string | null;
}

/** *Ada Byron is signed in to Acme Robotics as org:admin.* */
export function standingSentence({ personName, organization, actorId }: Standing): string {
  const where =
    organization === null
      ? 'in to the personal account'
      : `in to ${organization.name}${organization.role === null ? '' : ` as ${organization.role}`}`;
  const by = actorId === null ? '' : `, impersonated by ${actorId}`;
  return `${personName} is signed ${where}${by}.`;
}

/** *This token expires in 42 s; the next one is fetched in 25 s.* */
export function lifeSentence(life: TokenLife, nowMs: number): string {
  const leftSec = Math.ceil((life.expiresAtMs - nowMs) / 1000);
  if (leftSec <= 0) return `This token expired ${formatDuration(-leftSec)} ago.`;
  const expires = `This token expires in ${formatDuration(leftSec)}`;
  if (life.refreshAtMs === null) {
    return `${expires}; no next one is fetched while this window is in the background.`;
  }
  const refreshSec = Math.ceil((life.refreshAtMs - nowMs) / 1000);
  if (refreshSec <= 0) return `${expires}; the next one is being fetched.`;
  return `${expires}; the next one is fetched in ${formatDuration(refreshSec)}.`;
}

/** How old what the token says may be: a change elsewhere shows with the next token only. */
export function staleNote(life: TokenLife, nowMs: number): string {
  const ageSec = Math.max(0, Math.floor((nowMs - life.issuedAtMs) / 1000));
  return `Issued ${formatDuration(ageSec)} ago: a role or metadata changed since then is not in it yet.`;
}
