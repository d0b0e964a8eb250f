/**
 * Why Clerk's verifier refuses a token, in its own codes (clerk/javascript packages/backend/src/errors.ts,
 * `TokenVerificationErrorReason`). The list is closed.
 */
export const verificationReasons = [
  'token-expired',
  'token-invalid',
  'token-invalid-algorithm',
  'token-invalid-authorized-parties',
  'token-invalid-issuer',
  'token-invalid-signature',
  'token-not-active-yet',
  'token-iat-in-the-future',
  'token-verification-failed',
  'secret-key-invalid',
  'jwk-local-missing',
  'jwk-remote-failed-to-load',
  'jwk-remote-invalid',
  'jwk-remote-missing',
  'jwk-failed-to-resolve',
  'jwk-kid-mismatch',
] as const;

export type VerificationReason = (typeof verificationReasons)[number];

export interface ReasonText {
  readonly message: string;
  readonly remedy: string;
}

/** One sentence and what to do, for each reason. */
export const verificationTexts: Readonly<Record<VerificationReason, ReasonText>> = {
  'token-expired': {
    message: 'The token has expired.',
    remedy: 'Call getToken() for every request, and check the clock of this machine.',
  },
  'token-invalid': {
    message: 'This is not a token of the type that is expected here.',
    remedy: 'Send the raw session token: not JSON, not undefined, and no machine token.',
  },
  'token-invalid-algorithm': {
    message: "The token is signed with an algorithm that Clerk's verifier does not accept.",
    remedy:
      'Use the session token; a template with its own HS256 key is for its third party alone.',
  },
  'token-invalid-authorized-parties': {
    message:
      'The origin the token was issued for (azp) is missing or not among the authorized parties.',
    remedy: 'List the exact origin: scheme, host and port, without a slash at the end.',
  },
  'token-invalid-issuer': {
    message: 'The issuer (iss) is missing or not the one expected.',
    remedy: 'Use a token of this instance, or list the domain it is issued under.',
  },
  'token-invalid-signature': {
    message:
      'The signature does not fit: the token was altered, or this is not the key that signed it.',
    remedy: "Check that the key belongs to the token's instance, then copy the token again.",
  },
  'token-not-active-yet': {
    message: 'The token is not active yet (nbf).',
    remedy: 'Synchronise the clock of this machine; allow a little more skew if need be.',
  },
  'token-iat-in-the-future': {
    message: 'The token was issued in the future (iat).',
    remedy: 'Synchronise the clock of this machine.',
  },
  'token-verification-failed': {
    message: 'A claim has the wrong shape, or the key does not fit the algorithm.',
    remedy: 'Look at the claim that is named, and at the key.',
  },
  'secret-key-invalid': {
    message: 'Clerk refused the secret key.',
    remedy: 'Use the secret key of this environment.',
  },
  'jwk-local-missing': {
    message: 'There is no local key to verify with.',
    remedy: 'Give the public key (CLERK_JWT_KEY).',
  },
  'jwk-remote-failed-to-load': {
    message: 'The key set holds no keys, or could not be loaded.',
    remedy: 'Check the connection and the secret key, or give another key set.',
  },
  'jwk-remote-invalid': {
    message: 'The key set is not a JSON Web Key Set.',
    remedy: 'Give the JSON of /.well-known/jwks.json: an object with a list named keys.',
  },
  'jwk-remote-missing': {
    message: 'The key set lacks the key.',
    remedy: "Compare the instance of the key set with the token's.",
  },
  'jwk-failed-to-resolve': {
    message: 'There is no key to verify with.',
    remedy: 'Give a key set or a public key.',
  },
  'jwk-kid-mismatch': {
    message: 'The token was signed with a key that is not in this key set.',
    remedy: "Match the publishable and secret keys: this is likely another instance's token.",
  },
};

/** What Clerk's verifier lets through and a careful backend would not. The list is closed. */
export const findingCodes = [
  'issuer-unexpected',
  'wrong-instance',
  'likely-forged',
  'kid-mislabelled',
  'kid-missing',
  'template-as-session',
  'session-id-missing',
  'session-pending',
  'critical-header',
  'key-address-in-header',
  'weak-key',
  'key-mislabelled',
  'audience-unchecked',
  'party-never-matches',
  'never-expires-soon',
  'clock-skew',
] as const;

export type FindingCode = (typeof findingCodes)[number];

export interface Finding {
  readonly code: FindingCode;
  readonly message: string;
  readonly remedy: string;
}

export const finding = (code: FindingCode, message: string, remedy: string): Finding => ({
  code,
  message,
  remedy,
});
