import { ClerkApiError, formInvalid } from '../errors.ts';
import { newId } from '../ids.ts';
import { totpMatches } from '../logic/totp.ts';
import { sessionForClient } from '../shapes/client.ts';
import { firstFactors, verificationShape } from '../shapes/signIn.ts';
import type { SessionRecord, SessionVerificationRecord, UserRecord } from '../state/records.ts';
import { liveSessionOfCall, type FapiCall, type FapiRoutes } from './call.ts';
import {
  checkCode,
  checkPassword,
  pendingCode,
  sendCode,
  verified,
  wrongCode,
} from './signInFlow.ts';

const levels = ['first_factor', 'second_factor', 'multi_factor'] as const;

/** Re-verification of a session: the same factors as at sign-in, on a session that exists. */
export function addVerification(routes: FapiRoutes): void {
  const path = '/client/sessions/:id/verify';
  routes.on('POST', path, (call) => {
    const { session, user } = own(call);
    const asked = call.form.get('level');
    const wanted = levels.find((one) => one === asked);
    if (wanted === undefined) {
      throw formInvalid('level', `level takes ${levels.join(', ')}.`);
    }
    // Without a second factor, the first one has to do (clerk/javascript `packages/shared/src/authorization.ts`).
    const level = user.totp_secret === null ? 'first_factor' : wanted;
    return put(call, session, {
      id: newId('sver'),
      level,
      status: level === 'second_factor' ? 'needs_second_factor' : 'needs_first_factor',
      first_factor: null,
      second_factor: null,
    });
  });
  routes.on('POST', `${path}/prepare_first_factor`, (call) => {
    const { session, user, verification } = open(call);
    const id = call.form.get('email_address_id') ?? user.primary_email_address_id;
    const email = user.email_addresses.find((one) => one.id === id);
    if (call.form.required('strategy') !== 'email_code' || email === undefined) {
      throw formInvalid('strategy', 'This strategy is not offered for this account.');
    }
    const code = sendCode(call, email.email_address);
    return put(call, session, {
      ...verification,
      first_factor: pendingCode(call, 'email_code', code),
    });
  });
  routes.on('POST', `${path}/attempt_first_factor`, (call) => {
    const { session, user, verification } = open(call);
    const strategy = call.form.required('strategy');
    let first = verified('password');
    if (strategy === 'password') checkPassword(user, call.form.required('password'));
    else {
      const code = call.form.required('code');
      first = checkCode(call, verification.first_factor, strategy, code, (next) =>
        put(call, session, { ...verification, first_factor: next }),
      );
    }
    const status = verification.level === 'first_factor' ? 'complete' : 'needs_second_factor';
    const stamped = { ...session, first_factor_verified_at: call.nowMs };
    return put(call, stamped, { ...verification, first_factor: first, status });
  });
  routes.on('POST', `${path}/prepare_second_factor`, (call) => {
    const { session, verification } = open(call);
    return put(call, session, verification);
  });
  routes.on('POST', `${path}/attempt_second_factor`, (call) => {
    const { session, user, verification } = open(call);
    if (call.form.required('strategy') !== 'totp' || user.totp_secret === null) {
      throw formInvalid('strategy', 'This strategy is not offered for this account.');
    }
    if (!totpMatches(user.totp_secret, call.form.required('code'), call.nowMs)) throw wrongCode();
    const stamped = { ...session, second_factor_verified_at: call.nowMs };
    return put(call, stamped, {
      ...verification,
      second_factor: verified('totp'),
      status: 'complete',
    });
  });
}

function own(call: FapiCall): { session: SessionRecord; user: UserRecord } {
  const session = liveSessionOfCall(call, call.param('id'));
  const user = call.core.state.tables.user.get(session.user_id);
  if (user === undefined) throw new Error('a session without its user');
  return { session, user };
}

function open(call: FapiCall): {
  session: SessionRecord;
  user: UserRecord;
  verification: SessionVerificationRecord;
} {
  const { session, user } = own(call);
  if (session.verification === undefined) {
    throw new ClerkApiError(400, 'verification_missing', 'Verification missing', {
      long: 'A re-verification has to be started first.',
    });
  }
  return { session, user, verification: session.verification };
}

/** Keeps the state of the re-verification and answers it. */
function put(
  call: FapiCall,
  session: SessionRecord,
  verification: SessionVerificationRecord,
): object {
  const kept = call.core.state.tables.session.put({
    ...session,
    verification,
    updated_at: call.nowMs,
  });
  const user = call.core.state.tables.user.get(session.user_id);
  return {
    object: 'session_reverification',
    id: verification.id,
    status: verification.status,
    level: verification.level,
    session: sessionForClient(call.core, call, kept, call.origin),
    supported_first_factors:
      user === undefined
        ? []
        : firstFactors(user).filter((one) => one['strategy'] !== 'reset_password_email_code'),
    supported_second_factors:
      user === undefined || user.totp_secret === null ? [] : [{ strategy: 'totp' }],
    first_factor_verification: verificationShape(verification.first_factor),
    second_factor_verification: verificationShape(verification.second_factor),
  };
}
