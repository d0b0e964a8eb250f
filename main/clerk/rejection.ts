import { AppException, appError } from '../../shared/errors/appError.ts';

/**
 * Why a token is no valid session. Reasons that Clerk's own verifier gives keep its names
 * (clerk/javascript `packages/backend/src/errors.ts`, TokenVerificationErrorReason); ours follow.
 */
const sentences = {
  'token-expired': 'The session token has expired.',
  'token-invalid': 'The text sent is not a readable session token.',
  'token-invalid-algorithm': 'The token is not signed with RS256, as session tokens are.',
  'token-invalid-authorized-parties':
    'The token was made for an origin that this backend does not list.',
  'token-invalid-issuer': 'The token comes from another Clerk instance.',
  'token-invalid-signature': 'The token’s signature does not match the instance’s key.',
  'token-not-active-yet': 'The token is not valid yet.',
  'token-iat-in-the-future': 'The token was issued in the future.',
  'token-verification-failed': 'A claim of the token does not have the form it must have.',
  'jwk-kid-mismatch': 'The token is signed with a key that this Clerk instance does not have.',
  'token-type-mismatch': 'The token is not a session token.',
  'token-version-unknown': 'The token has a version that this backend does not know.',
  'session-claim-missing': 'The token names no session.',
  'session-pending': 'The session still has a task to finish, so it does not count as signed in.',
  'session-revoked': 'The session was ended.',
} as const;

export type SessionRejection = keyof typeof sentences;

const CLOCK = 'Check the clocks of this machine and the backend, then fetch a fresh token.';

const remedies: Partial<Record<SessionRejection, string>> = {
  'token-not-active-yet': CLOCK,
  'token-iat-in-the-future': CLOCK,
  'token-invalid': 'Send "Authorization: Bearer" and the text that getToken() gives.',
  'token-invalid-authorized-parties':
    'Add the exact origin (scheme, host and port) to the backend’s authorized parties.',
  'token-invalid-issuer': 'Use the publishable key and the secret key of one instance.',
  'jwk-kid-mismatch': 'Use the publishable key and the secret key of one instance.',
  'session-pending': 'Finish the task that sign-in asks for, then try again.',
  'session-revoked': 'Sign in again.',
};

const isRejection = (reason: string): reason is SessionRejection =>
  Object.hasOwn(sentences, reason);

/**
 * Where a refused token was found bad helps nobody, and recording it would be the dearest part of refusing one: bad
 * tokens are free to make.
 */
function withoutStack(make: () => AppException): AppException {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** The 401 for a token, with its reason code in `details.reason`. Quotes nothing of the token. */
export function rejected(reason: string, cause?: unknown): AppException {
  const known = isRejection(reason) ? reason : 'token-verification-failed';
  const remedy = remedies[known];
  const error = appError('auth.token_rejected', sentences[known], {
    details: { reason: known },
    ...(remedy === undefined ? {} : { remedy }),
  });
  return withoutStack(() => new AppException(error, { cause }));
}

/** The 401 for a JWT-template token, which Clerk's own default path would accept. */
export const templateRejected = (): AppException =>
  withoutStack(
    () =>
      new AppException(
        appError('auth.template_token', 'This is a JWT-template token, not a session token.', {
          details: { reason: 'token-type-mismatch' },
        }),
      ),
  );
