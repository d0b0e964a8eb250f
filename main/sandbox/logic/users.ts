import type { Asked, Core } from '../core.ts';
import { ClerkApiError } from '../errors.ts';
import { dropPicture } from './pictures.ts';
import { closeSession, isLive } from './sessions.ts';
import type { UserRecord } from '../state/records.ts';

/** @throws ClerkApiError 422 when another user has this address or username */
export function requireFreeIdentifier(
  core: Core,
  index: 'email' | 'username',
  value: string,
  param: string,
  own?: string,
): void {
  const others = core.state.tables.user.find(index, value.toLowerCase());
  if (others.some((other) => other.id !== own)) throw identifierTaken(param);
}

export const identifierTaken = (param: string): ClerkApiError =>
  new ClerkApiError(
    422,
    'form_identifier_exists',
    'That identifier is taken. Please try another.',
    { param },
  );

/** Ends every session of a user but one. */
export function endSessions(core: Core, asked: Asked, user: UserRecord, but?: string): void {
  for (const session of core.state.tables.session.find('user', user.id)) {
    if (session.id !== but && isLive(session, asked.nowMs)) {
      closeSession(core, asked, session, 'revoked');
    }
  }
}

/** Deletes a user with sessions and memberships. */
export function deleteUser(core: Core, asked: Asked, user: UserRecord): object {
  const { tables } = core.state;
  endSessions(core, asked, user);
  for (const membership of tables.membership.find('user', user.id)) {
    tables.membership.delete(membership.id);
  }
  for (const suggestion of tables.suggestion.find('user', user.id)) {
    tables.suggestion.delete(suggestion.id);
  }
  for (const request of tables.membership_request.find('user', user.id)) {
    tables.membership_request.delete(request.id);
  }
  dropPicture(core, user.id);
  tables.user.delete(user.id);
  return { object: 'user', id: user.id, deleted: true };
}
