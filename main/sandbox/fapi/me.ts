import { ClerkApiError, formInvalid, notFound } from '../errors.ts';
import { checkNewPassword, hashPassword } from '../logic/passwords.ts';
import { closeSession } from '../logic/sessions.ts';
import { isLive, sessionForClient } from '../shapes/client.ts';
import { membershipShape } from '../shapes/organization.ts';
import { latestActivity } from '../shapes/session.ts';
import { userForClient } from '../shapes/user.ts';
import type { UserRecord } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import { actingSession, type FapiCall, type FapiRoutes } from './call.ts';
import { checkPassword } from './signInFlow.ts';

/** The signed-in user: profile, memberships and sessions. */
export function addMe(routes: FapiRoutes): void {
  const shape = (call: FapiCall, user: UserRecord): object => userForClient(call.core, call, user);
  routes.on('GET', '/me', (call) => shape(call, actingSession(call).user));
  routes.on('PATCH', '/me', (call) => shape(call, patchMe(call)));
  routes.on('POST', '/me/change_password', (call) => shape(call, changePassword(call)));
  addSessions(routes);
  routes.on('GET', '/me/organization_memberships', (call) => {
    const { user } = actingSession(call);
    const rows = call.core.state.tables.membership
      .find('user', user.id)
      .sort((a, b) => b.created_at - a.created_at);
    const page = pageShape(rows, pageOf(call.query), (row) =>
      membershipShape(call.core, call, row),
    );
    return call.query.flag('paginated') ? page : page.data;
  });
  // Nobody is invited or suggested anything across organizations here: the lists exist and are empty.
  for (const path of ['/me/organization_invitations', '/me/organization_suggestions']) {
    routes.on('GET', path, (call) => {
      actingSession(call);
      return { data: [], total_count: 0 };
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
  const taken =
    username === null ? [] : call.core.state.tables.user.find('username', username.toLowerCase());
  if (taken.some((other) => other.id !== user.id)) {
    throw new ClerkApiError(
      422,
      'form_identifier_exists',
      'That username is taken. Please try another.',
      {
        param: 'username',
      },
    );
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
    const current = call.form.required('current_password');
    try {
      checkPassword(user, current);
    } catch {
      throw new ClerkApiError(422, 'form_password_incorrect', 'Password is incorrect.', {
        param: 'current_password',
      });
    }
  }
  checkNewPassword(next, 'new_password');
  if (call.form.flag('sign_out_of_other_sessions')) {
    for (const other of call.core.state.tables.session.find('user', user.id)) {
      if (other.id !== session.id && isLive(other, call.nowMs)) {
        closeSession(call.core, call, other, 'revoked');
      }
    }
  }
  return call.core.state.tables.user.put({
    ...user,
    password_digest: hashPassword(next),
    password_last_updated_at: call.nowMs,
    updated_at: call.nowMs,
  });
}
