import { randomInt } from 'node:crypto';
import { ClerkApiError, notFound } from '../errors.ts';
import { newId, randomText } from '../ids.ts';
import { membershipOf } from '../logic/access.ts';
import { passwordMatches } from '../logic/passwords.ts';
import { activityOf, closeSession, createSession, liveSessions } from '../logic/sessions.ts';
import type { Metadata, SignInRecord, UserRecord, VerificationRecord } from '../state/records.ts';
import { ensureClient, updateClient, type FapiCall } from './call.ts';

/** A code is good for ten minutes and a few tries. */
const codeLifetimeMs = 600_000;
const maxAttempts = 5;
const signInLifetimeMs = 86_400_000;

/** Opens an attempt on the asking client and makes it the client's current one. */
export function openSignIn(
  call: FapiCall,
  user: UserRecord | null,
  identifier: string | null,
): SignInRecord {
  const client = ensureClient(call);
  const signIn = call.core.state.tables.sign_in.put({
    id: newId('sia'),
    client_id: client.id,
    user_id: user?.id ?? null,
    identifier,
    status: user === null ? 'needs_identifier' : 'needs_first_factor',
    first_factor: null,
    second_factor: null,
    created_session_id: null,
    abandon_at: call.nowMs + signInLifetimeMs,
    created_at: call.nowMs,
    updated_at: call.nowMs,
  });
  updateClient(call, { sign_in_id: signIn.id });
  return signIn;
}

export function change(
  call: FapiCall,
  signIn: SignInRecord,
  fields: Partial<SignInRecord>,
): SignInRecord {
  return call.core.state.tables.sign_in.put({ ...signIn, ...fields, updated_at: call.nowMs });
}

/** The user of an identifier. @throws ClerkApiError 422 when there is none, 403 when it may not sign in */
export function findUser(call: FapiCall, identifier: string): UserRecord {
  const wanted = identifier.trim().toLowerCase();
  const { user } = call.core.state.tables;
  const found = user.find('email', wanted)[0] ?? user.find('username', wanted)[0];
  if (found === undefined) {
    throw new ClerkApiError(422, 'form_identifier_not_found', "Couldn't find your account.", {
      param: 'identifier',
    });
  }
  return mayEnter(found);
}

export function mayEnter(user: UserRecord): UserRecord {
  if (user.banned) throw new ClerkApiError(403, 'user_banned', 'User is banned');
  if (user.locked) {
    throw new ClerkApiError(403, 'user_locked', 'Your account is locked', {
      long: 'Your account is locked. You will not be able to sign in until it is unlocked.',
    });
  }
  return user;
}

export const verified = (strategy: string): VerificationRecord => ({
  strategy,
  status: 'verified',
  attempts: 1,
  expire_at: null,
  code: null,
});

/** @throws ClerkApiError 422 with the text under the password field */
export function checkPassword(user: UserRecord, password: string): void {
  if (user.password_digest === null) {
    throw new ClerkApiError(400, 'strategy_for_user_invalid', 'Invalid verification strategy', {
      long: 'The verification strategy is not valid for this account',
    });
  }
  if (!passwordMatches(password, user.password_digest)) {
    throw new ClerkApiError(
      422,
      'form_password_incorrect',
      'Password is incorrect. Try again, or use another method.',
      { param: 'password' },
    );
  }
}

/** "Sends" a one-time code: to the log and to whoever started the sandbox. */
export function sendCode(call: FapiCall, address: string): string {
  // Clerk's own test addresses take this code in development instances.
  const code = /\+clerk_test@/i.test(address)
    ? '424242'
    : String(randomInt(1_000_000)).padStart(6, '0');
  call.core.log.info({ to: address, oneTimeCode: code }, `code for ${address}: ${code}`);
  call.core.onCode({ identifier: address, code, sentAtMs: call.nowMs });
  return code;
}

export const pendingCode = (
  call: FapiCall,
  strategy: string,
  code: string,
): VerificationRecord => ({
  strategy,
  status: 'unverified',
  attempts: 0,
  expire_at: call.nowMs + codeLifetimeMs,
  code,
});

/**
 * Checks a code against what was sent; a wrong one is counted.
 * @throws ClerkApiError 422 form_code_incorrect, 400 verification_expired, 403 too_many attempts
 */
export function checkCode(
  call: FapiCall,
  verification: VerificationRecord | null,
  strategy: string,
  code: string,
  count: (next: VerificationRecord) => void,
): VerificationRecord {
  if (verification === null || verification.strategy !== strategy || verification.code === null) {
    throw new ClerkApiError(400, 'verification_missing', 'Verification missing', {
      long: 'A code has to be sent before it can be checked.',
    });
  }
  if (verification.expire_at !== null && verification.expire_at <= call.nowMs) {
    throw new ClerkApiError(400, 'verification_expired', 'Verification has expired', {
      long: 'This verification has expired. You must create a new one.',
    });
  }
  if (verification.attempts >= maxAttempts) {
    throw new ClerkApiError(400, 'verification_failed', 'Too many failed attempts', {
      long: 'Too many failed attempts. You have to try again with the same or another method.',
    });
  }
  const attempts = verification.attempts + 1;
  if (code.trim() !== verification.code) {
    count({ ...verification, attempts, status: attempts >= maxAttempts ? 'failed' : 'unverified' });
    throw wrongCode(true);
  }
  return { ...verification, attempts, status: 'verified', code: null };
}

export const wrongCode = (keepsChanges = false): ClerkApiError =>
  new ClerkApiError(422, 'form_code_incorrect', 'Incorrect code', { param: 'code', keepsChanges });

/** After the first factor: on to the second, or done. */
export function afterFirstFactor(
  call: FapiCall,
  signIn: SignInRecord,
  user: UserRecord,
  first: VerificationRecord,
): SignInRecord {
  const next = change(call, signIn, { first_factor: first });
  if (user.totp_secret !== null) return change(call, next, { status: 'needs_second_factor' });
  return complete(call, next, user, first.strategy);
}

/** Finishes an attempt with a session on the client; the client token is replaced. */
export function complete(
  call: FapiCall,
  signIn: SignInRecord,
  user: UserRecord,
  strategy: string,
  extra: { actor?: Metadata | null; lifetimeMs?: number | null } = {},
): SignInRecord {
  const { core, nowMs } = call;
  const client = ensureClient(call);
  const previous = liveSessions(core, client, nowMs);
  for (const session of previous) {
    if (core.state.instance.single_session_mode || session.user_id === user.id) {
      closeSession(core, call, session, 'replaced');
    }
  }
  const session = createSession(core, call, {
    client,
    userId: user.id,
    organizationId: lastOrganization(call, user),
    secondFactor: signIn.second_factor?.status === 'verified',
    actor: extra.actor ?? null,
    activity: activityOf(call.request.headers['user-agent'], call.request.ip),
    lifetimeMs: extra.lifetimeMs ?? null,
  });
  core.state.tables.user.put({ ...user, last_sign_in_at: nowMs, last_active_at: nowMs });
  updateClient(call, {
    sign_in_id: null,
    last_active_session_id: session.id,
    last_authentication_strategy: strategy,
    rotating_token: randomText(40),
  });
  return change(call, signIn, { status: 'complete', created_session_id: session.id });
}

/** A new session starts in the personal account unless the user was in an organization last time. */
function lastOrganization(call: FapiCall, user: UserRecord): string | null {
  let last: { at: number; organization: string | null } = { at: -1, organization: null };
  for (const session of call.core.state.tables.session.find('user', user.id)) {
    if (session.actor === null && session.last_active_at > last.at) {
      last = { at: session.last_active_at, organization: session.last_active_organization_id };
    }
  }
  if (last.organization === null) return null;
  return membershipOf(call.core.state, last.organization, user.id) === undefined
    ? null
    : last.organization;
}

/** The attempt named in the path, if it belongs to the asking client. */
export function signInOfCall(call: FapiCall): SignInRecord {
  const signIn = call.core.state.tables.sign_in.get(call.param('id'));
  if (call.client === null || signIn === undefined || signIn.client_id !== call.client.id) {
    throw notFound('Sign in');
  }
  return signIn;
}

export function userOfSignIn(call: FapiCall, signIn: SignInRecord): UserRecord {
  const user =
    signIn.user_id === null ? undefined : call.core.state.tables.user.get(signIn.user_id);
  if (user === undefined) {
    throw new ClerkApiError(400, 'identification_missing', 'Identification missing', {
      long: 'Identify yourself first: send the identifier of your account.',
    });
  }
  return mayEnter(user);
}
