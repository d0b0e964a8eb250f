import type { Asked, Core } from '../core.ts';
import type { SignInRecord, UserRecord, VerificationRecord } from '../state/records.ts';
import { pictureFields } from './picture.ts';

/** `a***@example.com`: enough to recognise one's own address. */
function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}***${address.slice(at)}`;
}

export function firstFactors(user: UserRecord): Record<string, unknown>[] {
  const emails = user.email_addresses.map((email) => ({
    email_address_id: email.id,
    safe_identifier: maskEmail(email.email_address),
    primary: email.id === user.primary_email_address_id,
  }));
  return [
    ...(user.password_digest === null ? [] : [{ strategy: 'password' }]),
    ...emails.map((email) => ({ strategy: 'email_code', ...email })),
    ...(user.password_digest === null
      ? []
      : emails.map((email) => ({ strategy: 'reset_password_email_code', ...email }))),
  ];
}

export const verificationShape = (verification: VerificationRecord | null): object | null =>
  verification === null
    ? null
    : {
        object: `verification_${verification.strategy}`,
        status: verification.status,
        strategy: verification.strategy,
        attempts: verification.attempts,
        expire_at: verification.expire_at,
      };

/** A sign-in attempt. The one-time code never leaves with it. */
export function signInShape(core: Core, asked: Asked, signIn: SignInRecord): object {
  const user = signIn.user_id === null ? undefined : core.state.tables.user.get(signIn.user_id);
  const offersSecond =
    user !== undefined && user.totp_secret !== null && signIn.status === 'needs_second_factor';
  return {
    object: 'sign_in',
    id: signIn.id,
    status: signIn.status,
    supported_identifiers: ['email_address', 'username'],
    supported_first_factors: user === undefined ? [] : firstFactors(user),
    supported_second_factors: offersSecond ? [{ strategy: 'totp' }] : [],
    first_factor_verification: verificationShape(signIn.first_factor),
    second_factor_verification: verificationShape(signIn.second_factor),
    identifier: signIn.identifier,
    user_data:
      user === undefined
        ? null
        : {
            first_name: user.first_name,
            last_name: user.last_name,
            ...pictureFields(asked, user),
          },
    created_session_id: signIn.created_session_id,
    client_trust_state: 'known',
    abandon_at: signIn.abandon_at,
  };
}
