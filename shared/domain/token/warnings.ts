/** Where in a token a warning points: which segment, and a JSON pointer inside it. */
export interface TokenPlace {
  readonly segment: 'token' | 'header' | 'payload' | 'signature';
  /** RFC 6901 pointer; empty for the whole segment. */
  readonly path: string;
}

/** Everything a token can be warned about. The list is closed; the codes are stable. */
export const tokenWarningCodes = [
  'duplicate-member',
  'lossy-number',
  'invalid-utf8',
  'byte-order-mark',
  'padded-segment',
  'prototype-member',
  'more-warnings',
  'unknown-version',
  'wrong-type',
  'malformed-scope-element',
  'unknown-scope',
  'malformed-mask',
  'mask-too-wide',
  'mask-count-mismatch',
  'mask-unused-bits',
  'feature-order-ambiguous',
  'permissions-without-features',
  'permissions-truncated',
  'mixed-versions',
  'role-without-prefix',
  'session-pending',
  'impersonated',
  'template-as-session',
  'algorithm-unsupported',
  'algorithm-none',
  'critical-header',
  'key-address-in-header',
  'unknown-category',
] as const;

export type TokenWarningCode = (typeof tokenWarningCodes)[number];

export interface TokenWarning extends TokenPlace {
  readonly code: TokenWarningCode;
  /** One sentence; names the claim, never its whole value. */
  readonly message: string;
}

export const warn = (
  code: TokenWarningCode,
  message: string,
  path = '',
  segment: TokenPlace['segment'] = 'payload',
): TokenWarning => ({ code, message, segment, path });

/** One reference token of a JSON pointer. */
export const pointerPart = (name: string | number): string =>
  `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

const longest = 60;

/** A value shortened for a sentence, quoted. */
export const quote = (text: string): string =>
  JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
