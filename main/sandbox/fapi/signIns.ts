import { ClerkApiError, formInvalid } from '../errors.ts';
import { checkNewPassword, hashPassword } from '../logic/passwords.ts';
import { totpMatches } from '../logic/totp.ts';
import { closeSession, liveSessions } from '../logic/sessions.ts';
import { signInShape } from '../shapes/signIn.ts';
import type { SignInRecord, UserRecord } from '../state/records.ts';
import { tokenOfTicket } from '../tokens/clientToken.ts';
import type { FapiCall, FapiRoutes } from './call.ts';
import {
  afterFirstFactor,
  change,
  checkCode,
  checkPassword,
  complete,
  findUser,
  mayEnter,
  openSignIn,
  pendingCode,
  sendCode,
  signInOfCall,
  userOfSignIn,
  verified,
  wrongCode,
} from './signInFlow.ts';

const codeStrategies = ['email_code', 'reset_password_email_code'];

export function addSignIns(routes: FapiRoutes): void {
  const shape = (call: FapiCall, signIn: SignInRecord): object =>
    signInShape(call.core, call, signIn);
  routes.on('POST', '/client/sign_ins', (call) => shape(call, create(call)));
  routes.on('GET', '/client/sign_ins/:id', (call) => shape(call, signInOfCall(call)));
  routes.on('POST', '/client/sign_ins/:id/prepare_first_factor', (call) =>
    shape(call, prepareFirst(call)),
  );
  routes.on('POST', '/client/sign_ins/:id/attempt_first_factor', (call) =>
    shape(call, attemptFirst(call)),
  );
  routes.on('POST', '/client/sign_ins/:id/prepare_second_factor', (call) =>
    shape(call, prepareSecond(call)),
  );
  routes.on('POST', '/client/sign_ins/:id/attempt_second_factor', (call) =>
    shape(call, attemptSecond(call)),
  );
  routes.on('POST', '/client/sign_ins/:id/reset_password', (call) =>
    shape(call, resetPassword(call)),
  );
}

function create(call: FapiCall): SignInRecord {
  refuseSecondSession(call);
  const { form } = call;
  const strategy = form.get('strategy');
  const ticket = form.get('ticket');
  if (strategy === 'ticket' || ticket !== undefined) return byTicket(call, ticket ?? '');
  const identifier = form.get('identifier');
  if (identifier === undefined) return openSignIn(call, null, null);
  const user = findUser(call, identifier);
  const signIn = openSignIn(call, user, identifier);
  const password = form.get('password');
  if (password !== undefined) {
    checkPassword(user, password);
    return afterFirstFactor(call, signIn, user, verified('password'));
  }
  if (strategy !== undefined && codeStrategies.includes(strategy)) {
    return prepareCode(call, signIn, user, strategy);
  }
  if (strategy !== undefined && strategy !== 'password') throw unknownStrategy();
  return signIn;
}

/** With one session per client, who is signed in has to sign out first. */
function refuseSecondSession(call: FapiCall): void {
  if (call.client === null || !call.core.state.instance.single_session_mode) return;
  if (liveSessions(call.core, call.client, call.nowMs).length > 0) {
    throw new ClerkApiError(400, 'session_exists', 'Session already exists', {
      long: "You're already signed in.",
    });
  }
}

function byTicket(call: FapiCall, ticket: string): SignInRecord {
  const token = tokenOfTicket(call.core, ticket);
  const refuse = (code: string, message: string): ClerkApiError =>
    new ClerkApiError(400, code, message, { param: 'ticket' });
  if (token === null) throw refuse('ticket_invalid_code', 'Ticket is invalid.');
  if (token.status === 'accepted') {
    throw refuse('sign_in_token_already_used_code', 'The sign in token has already been used.');
  }
  if (token.status === 'revoked') {
    throw refuse('sign_in_token_revoked_code', 'The sign in token has been revoked.');
  }
  if (token.expires_at <= call.nowMs) {
    throw refuse('ticket_expired_code', 'Ticket is expired.');
  }
  const user = call.core.state.tables.user.get(token.user_id);
  if (user === undefined) throw refuse('ticket_invalid_code', 'Ticket is invalid.');
  mayEnter(user);
  call.core.state.tables.sign_in_token.put({
    ...token,
    status: 'accepted',
    updated_at: call.nowMs,
  });
  const signIn = openSignIn(call, user, null);
  const done = change(call, signIn, { first_factor: verified('ticket') });
  return complete(call, done, user, 'ticket', {
    actor: token.actor,
    lifetimeMs: token.session_max_duration_ms,
  });
}

function prepareFirst(call: FapiCall): SignInRecord {
  const signIn = signInOfCall(call);
  const strategy = call.form.required('strategy');
  if (!codeStrategies.includes(strategy)) throw unknownStrategy();
  return prepareCode(call, signIn, userOfSignIn(call, signIn), strategy);
}

function prepareCode(
  call: FapiCall,
  signIn: SignInRecord,
  user: UserRecord,
  strategy: string,
): SignInRecord {
  const id = call.form.get('email_address_id') ?? user.primary_email_address_id;
  const email = user.email_addresses.find((one) => one.id === id);
  if (email === undefined) {
    throw formInvalid('email_address_id', 'This email address does not belong to the account.');
  }
  const code = sendCode(call, email.email_address);
  return change(call, signIn, {
    first_factor: pendingCode(call, strategy, code),
    status: 'needs_first_factor',
  });
}

function attemptFirst(call: FapiCall): SignInRecord {
  const signIn = signInOfCall(call);
  const user = userOfSignIn(call, signIn);
  const strategy = call.form.required('strategy');
  if (signIn.status !== 'needs_first_factor') throw alreadyVerified();
  if (strategy === 'password') {
    checkPassword(user, call.form.required('password'));
    return afterFirstFactor(call, signIn, user, verified('password'));
  }
  if (!codeStrategies.includes(strategy)) throw unknownStrategy();
  const done = checkCode(call, signIn.first_factor, strategy, call.form.required('code'), (next) =>
    change(call, signIn, { first_factor: next }),
  );
  if (strategy === 'reset_password_email_code') {
    return change(call, signIn, { first_factor: done, status: 'needs_new_password' });
  }
  return afterFirstFactor(call, signIn, user, done);
}

/** An authenticator app needs no preparation; anything else is not offered. */
function prepareSecond(call: FapiCall): SignInRecord {
  const signIn = signInOfCall(call);
  if (call.form.required('strategy') !== 'totp') throw unknownStrategy();
  return signIn;
}

function attemptSecond(call: FapiCall): SignInRecord {
  const signIn = signInOfCall(call);
  const user = userOfSignIn(call, signIn);
  if (call.form.required('strategy') !== 'totp' || user.totp_secret === null) {
    throw unknownStrategy();
  }
  if (signIn.status !== 'needs_second_factor') throw alreadyVerified();
  const attempts = (signIn.second_factor?.attempts ?? 0) + 1;
  if (!totpMatches(user.totp_secret, call.form.required('code'), call.nowMs)) {
    change(call, signIn, {
      second_factor: { ...verified('totp'), status: 'unverified', attempts },
    });
    throw wrongCode(true);
  }
  const next = change(call, signIn, { second_factor: { ...verified('totp'), attempts } });
  return complete(call, next, user, 'totp');
}

function resetPassword(call: FapiCall): SignInRecord {
  const signIn = signInOfCall(call);
  if (signIn.status !== 'needs_new_password') throw alreadyVerified();
  const user = userOfSignIn(call, signIn);
  const password = call.form.required('password');
  checkNewPassword(password, 'password');
  const changed = call.core.state.tables.user.put({
    ...user,
    password_digest: hashPassword(password),
    password_last_updated_at: call.nowMs,
    updated_at: call.nowMs,
  });
  if (call.form.flag('sign_out_of_other_sessions')) {
    for (const session of call.core.state.tables.session.find('user', user.id)) {
      if (session.status === 'active') closeSession(call.core, call, session, 'revoked');
    }
  }
  const first = signIn.first_factor ?? verified('reset_password_email_code');
  return afterFirstFactor(call, signIn, changed, first);
}

const unknownStrategy = (): ClerkApiError =>
  new ClerkApiError(422, 'form_param_value_invalid', 'is invalid', {
    param: 'strategy',
    long: 'This strategy is not offered for this account.',
  });

const alreadyVerified = (): ClerkApiError =>
  new ClerkApiError(400, 'verification_already_verified', 'This is not the step to be done', {
    long: 'This sign-in attempt is not waiting for this step. Start a new one.',
  });
