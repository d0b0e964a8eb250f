import { ClerkApiError, formInvalid, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { enrollUser } from '../logic/enrollment.ts';
import { identifierOf } from '../logic/people.ts';
import { newTotpSecret, totpMatches } from '../logic/totp.ts';
import { requireFreeIdentifier } from '../logic/users.ts';
import { emailShape } from '../shapes/user.ts';
import type { EmailAddressRecord, UserRecord } from '../state/records.ts';
import { actingSession, type FapiCall, type FapiRoutes } from './call.ts';
import { save } from './me.ts';
import { checkCode, pendingCode, sendCode, wrongCode } from './signInFlow.ts';

/** The user's own addresses and authenticator app. */
export function addAccount(routes: FapiRoutes): void {
  routes.on('POST', '/me/email_addresses', (call) => {
    const { user } = actingSession(call);
    const address = call.form.required('email_address').trim();
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address)) {
      throw formInvalid('email_address', 'email_address must be a valid email address.');
    }
    requireFreeIdentifier(call.core, 'email', address, 'email_address');
    const email: EmailAddressRecord = {
      id: newId('idn'),
      email_address: address,
      verified: false,
      created_at: call.nowMs,
    };
    save(call, { ...user, email_addresses: [...user.email_addresses, email] });
    return emailShape(email);
  });
  routes.on('GET', '/me/email_addresses', (call) =>
    actingSession(call).user.email_addresses.map(emailShape),
  );
  routes.on('GET', '/me/email_addresses/:email', (call) => emailShape(ownEmail(call).email));
  routes.on('DELETE', '/me/email_addresses/:email', (call) => {
    const { user, email } = ownEmail(call);
    if (email.id === user.primary_email_address_id) {
      throw new ClerkApiError(400, 'last_identification_deletion_failed', 'Deletion failed', {
        long: 'The primary email address cannot be deleted.',
      });
    }
    const rest = user.email_addresses.filter((other) => other.id !== email.id);
    save(call, { ...user, email_addresses: rest });
    return { object: 'email_address', id: email.id, deleted: true };
  });
  routes.on('POST', '/me/email_addresses/:email/prepare_verification', (call) => {
    const { user, email } = ownEmail(call);
    if (call.form.required('strategy') !== 'email_code') {
      throw formInvalid('strategy', 'An address is verified by email_code here.');
    }
    const code = sendCode(call, email.email_address);
    return emailShape(
      putEmail(call, user, { ...email, pending: pendingCode(call, 'email_code', code) }),
    );
  });
  routes.on('POST', '/me/email_addresses/:email/attempt_verification', (call) => {
    const { user, email } = ownEmail(call);
    const code = call.form.required('code');
    checkCode(call, email.pending ?? null, 'email_code', code, (pending) =>
      putEmail(call, user, { ...email, pending }),
    );
    const { pending: _entered, ...rest } = email;
    const verified = putEmail(call, user, { ...rest, verified: true });
    const changed = call.core.state.tables.user.get(user.id);
    if (changed !== undefined) enrollUser(call.core, call, changed);
    return emailShape(verified);
  });
  addAuthenticator(routes);
}

function ownEmail(call: FapiCall): { user: UserRecord; email: EmailAddressRecord } {
  const { user } = actingSession(call);
  const email = user.email_addresses.find((one) => one.id === call.param('email'));
  if (email === undefined) throw notFound('Email address');
  return { user, email };
}

function putEmail(call: FapiCall, user: UserRecord, email: EmailAddressRecord): EmailAddressRecord {
  const email_addresses = user.email_addresses.map((one) => (one.id === email.id ? email : one));
  save(call, { ...user, email_addresses });
  return email;
}

function addAuthenticator(routes: FapiRoutes): void {
  routes.on('POST', '/me/totp', (call) => {
    const { user } = actingSession(call);
    if (user.totp_secret !== null) {
      throw new ClerkApiError(400, 'totp_already_enabled', 'TOTP already enabled', {
        long: 'An authenticator app is set up already.',
      });
    }
    const secret = newTotpSecret();
    save(call, { ...user, totp_pending: secret });
    return totpShape(call, user, secret, false);
  });
  routes.on('POST', '/me/totp/attempt_verification', (call) => {
    const { user } = actingSession(call);
    const secret = user.totp_pending;
    if (secret === undefined) throw notFound('TOTP');
    if (!totpMatches(secret, call.form.required('code'), call.nowMs)) throw wrongCode();
    const { totp_pending: _confirmed, ...rest } = user;
    save(call, { ...rest, totp_secret: secret, mfa_enabled_at: call.nowMs });
    return totpShape(call, user, null, true);
  });
  routes.on('DELETE', '/me/totp', (call) => {
    const { user } = actingSession(call);
    const { totp_pending: _dropped, ...rest } = user;
    save(call, { ...rest, totp_secret: null, mfa_enabled_at: null });
    return { object: 'totp', id: `totp_${user.id}`, deleted: true };
  });
}

/** The secret is shown once, while the app is being set up. */
function totpShape(
  call: FapiCall,
  user: UserRecord,
  secret: string | null,
  verified: boolean,
): object {
  const issuer = encodeURIComponent(call.core.state.instance.name);
  const label = encodeURIComponent(identifierOf(user));
  return {
    object: 'totp',
    id: `totp_${user.id}`,
    secret,
    uri:
      secret === null
        ? null
        : `otpauth://totp/${issuer}:${label}?algorithm=SHA1&digits=6&issuer=${issuer}&period=30&secret=${secret}`,
    verified,
    backup_codes: [],
    created_at: call.nowMs,
    updated_at: call.nowMs,
  };
}
