import { ClerkApiError, formInvalid, notFound } from '../errors.ts';
import { mergeMetadata } from '../logic/metadata.ts';
import { checkNewPassword, hashPassword, passwordMatches } from '../logic/passwords.ts';
import { dropPicture, keepPicture } from '../logic/pictures.ts';
import { closeSession, isLive } from '../logic/sessions.ts';
import { deleteUser, endSessions, requireFreeIdentifier } from '../logic/users.ts';
import { sessionForClient } from '../shapes/client.ts';
import { latestActivity } from '../shapes/session.ts';
import { pictureFields } from '../shapes/picture.ts';
import { userForClient } from '../shapes/user.ts';
import type { UserRecord } from '../state/records.ts';
import { actingSession, uploadOf, type FapiCall, type FapiRoutes } from './call.ts';

/** The signed-in user: profile, memberships and sessions. */
export function addMe(routes: FapiRoutes): void {
  const shape = (call: FapiCall, user: UserRecord): object => userForClient(call.core, call, user);
  routes.on('GET', '/me', (call) => shape(call, actingSession(call).user));
  routes.on('PATCH', '/me', (call) => shape(call, patchMe(call)));
  routes.on('POST', '/me/change_password', (call) => shape(call, changePassword(call)));
  routes.on('POST', '/me/remove_password', (call) => shape(call, removePassword(call)));
  routes.on('PATCH', '/me/metadata', (call) => {
    const { user } = actingSession(call);
    const patch = call.form.metadata('unsafe_metadata') ?? {};
    const unsafe = mergeMetadata(user.unsafe_metadata, patch);
    return shape(call, save(call, { ...user, unsafe_metadata: unsafe }));
  });
  routes.on('DELETE', '/me', (call) => deleteUser(call.core, call, actingSession(call).user));
  routes.on('POST', '/me/profile_image', (call) => {
    const { user } = actingSession(call);
    const picture_at = keepPicture(call.core, call, user.id, uploadOf(call));
    save(call, { ...user, picture_at });
    return imageShape(call, user.id, picture_at);
  });
  routes.on('DELETE', '/me/profile_image', (call) => {
    const { user } = actingSession(call);
    dropPicture(call.core, user.id);
    save(call, { ...user, picture_at: null });
    return { object: 'image', id: user.id, deleted: true };
  });
  addSessions(routes);
}

/** The uploaded picture itself, as that one call answers it. */
const imageShape = (call: FapiCall, id: string, picture_at: number): object => ({
  object: 'image',
  id,
  name: null,
  public_url: pictureFields(call, { id, picture_at }).image_url,
});

export const save = (call: FapiCall, user: UserRecord): UserRecord =>
  call.core.state.tables.user.put({ ...user, updated_at: call.nowMs });

function removePassword(call: FapiCall): UserRecord {
  const { user } = actingSession(call);
  if (user.password_digest === null) return user;
  checkCurrentPassword(user, call.form.required('current_password'));
  return save(call, { ...user, password_digest: null, password_last_updated_at: call.nowMs });
}

/** A wrong password here stands under another field than at sign-in. */
function checkCurrentPassword(user: UserRecord, password: string): void {
  if (user.password_digest === null || !passwordMatches(password, user.password_digest)) {
    throw new ClerkApiError(422, 'form_password_incorrect', 'Password is incorrect.', {
      param: 'current_password',
    });
  }
}

function addSessions(routes: FapiRoutes): void {
  routes.bare('GET', '/me/sessions/active', (call) => {
    const { user } = actingSession(call);
    return call.core.state.tables.session
      .find('user', user.id)
      .filter((session) => isLive(session, call.nowMs))
      .sort((a, b) => b.last_active_at - a.last_active_at)
      .map((session) => ({
        ...sessionForClient(call.core, call, session, call.origin),
        // The list names sessions; tokens of other devices have no place in it.
        last_active_token: null,
        user: null,
        latest_activity: latestActivity(session),
      }));
  });
  routes.on('POST', '/me/sessions/:id/revoke', (call) => {
    const { user } = actingSession(call);
    const session = call.core.state.tables.session.get(call.param('id'));
    if (session === undefined || session.user_id !== user.id) throw notFound('Session');
    const closed = closeSession(call.core, call, session, 'revoked');
    return {
      ...sessionForClient(call.core, call, closed, call.origin),
      latest_activity: latestActivity(closed),
    };
  });
}

function patchMe(call: FapiCall): UserRecord {
  const { user } = actingSession(call);
  const { form } = call;
  const text = (name: 'first_name' | 'last_name' | 'username'): string | null => {
    const value = form.nullable(name);
    return value === undefined ? user[name] : value;
  };
  const primary = form.get('primary_email_address_id') ?? user.primary_email_address_id;
  if (!user.email_addresses.some((email) => email.id === primary)) {
    throw formInvalid('primary_email_address_id', 'This email address does not belong to you.');
  }
  const username = text('username');
  if (username !== null) {
    requireFreeIdentifier(call.core, 'username', username, 'username', user.id);
  }
  return call.core.state.tables.user.put({
    ...user,
    first_name: text('first_name'),
    last_name: text('last_name'),
    username,
    primary_email_address_id: primary,
    unsafe_metadata: form.metadata('unsafe_metadata') ?? user.unsafe_metadata,
    updated_at: call.nowMs,
  });
}

function changePassword(call: FapiCall): UserRecord {
  const { user, session } = actingSession(call);
  const next = call.form.required('new_password');
  if (user.password_digest !== null) {
    checkCurrentPassword(user, call.form.required('current_password'));
  }
  checkNewPassword(next, 'new_password');
  if (call.form.flag('sign_out_of_other_sessions')) {
    endSessions(call.core, call, user, session.id);
  }
  return call.core.state.tables.user.put({
    ...user,
    password_digest: hashPassword(next),
    password_last_updated_at: call.nowMs,
    updated_at: call.nowMs,
  });
}
