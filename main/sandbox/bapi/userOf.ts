import { notFound } from '../errors.ts';
import { userForBackend } from '../shapes/user.ts';
import type { UserRecord } from '../state/records.ts';
import type { BapiCall } from './call.ts';

/** The user a call is about. @throws ClerkApiError 404 */
export function userOf(call: BapiCall, id = call.param('id')): UserRecord {
  const user = call.core.state.tables.user.get(id);
  if (user === undefined) throw notFound('User');
  return user;
}

/** Stores a user and answers it. */
export const saveUser = (call: BapiCall, user: UserRecord): object =>
  userForBackend(call, call.core.state.tables.user.put({ ...user, updated_at: call.nowMs }));
