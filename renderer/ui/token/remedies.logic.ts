import type { TokenWarningCode } from '../../../shared/domain/token/warnings.ts';

/** What to do about a warning; null where its own sentence says it, or nothing needs doing. */
const remedies: Readonly<Record<TokenWarningCode, string | null>> = {
  'duplicate-member': 'Write each member once: readers disagree about which one counts.',
  'lossy-number': 'Send large numbers as text.',
  'invalid-utf8': 'Look at who made this token: JSON is UTF-8.',
  'byte-order-mark': 'Have the issuer leave the byte order mark out.',
  'padded-segment': 'Strip the = signs: strict readers refuse the token.',
  'prototype-member': 'Read claims by name from a fresh object, never merge them into another.',
  'more-warnings': null,
  'unknown-version': 'Check the API version of the instance.',
  'wrong-type': 'Have it minted with the type that is expected; until then checks on it say no.',
  'malformed-scope-element': 'Write every element as scope:slug.',
  'unknown-scope': 'Use o, u, ou or uo before the colon.',
  'malformed-mask': 'Masks are decimal digits; a feature with any other grants nothing.',
  'mask-too-wide': 'Mint the token again: the mask names more actions than can be read.',
  'mask-count-mismatch': 'Mint the token again: features and masks are to be as many.',
  'mask-unused-bits': 'Bits beyond the list of actions grant nothing; mint the token again.',
  'feature-order-ambiguous': 'List user-only features last, so that every reader agrees.',
  'permissions-without-features':
    'Let the instance put the features of these permissions into tokens.',
  'permissions-truncated': null,
  'mixed-versions': 'Read through one decoder, and remove custom claims of these names.',
  'role-without-prefix': 'Compare roles with their org: prefix on both sides.',
  'session-pending': 'Send the person to the task that is left, such as choosing an organization.',
  impersonated: null,
  'template-as-session': 'Send the session token: getToken() without a template.',
  'algorithm-unsupported': 'Use the session token, which is signed with RS256.',
  'algorithm-none': 'Never accept it: anybody can write such a token.',
  'critical-header': 'Refuse it unless the extension is understood.',
  'key-address-in-header': 'Never fetch a key from an address inside a token.',
  'unknown-category': null,
};

export const remedyOf = (code: TokenWarningCode): string | null => remedies[code];
