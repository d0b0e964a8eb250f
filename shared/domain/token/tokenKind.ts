import type { JsonObject } from '../json.ts';

export const tokenKinds = [
  'session-v1',
  'session-v2',
  'session-unknown',
  'template',
  'm2m',
  'oauth',
  'unknown',
] as const;

export type TokenKind = (typeof tokenKinds)[number];

/**
 * Values of the header member `cat`. Read from clerk/javascript
 * packages/backend/src/tokens/jwtCategories.ts; undocumented, so never the only sign.
 */
export const tokenCategories = {
  session: 'cl_B7d4PD111AAA',
  template: 'cl_B7d4PD222AAA',
  m2m: 'cl_B7d4PD333AAA',
  /** Stamped on every class by some instances: says nothing. */
  ignore: 'cl_I7d4PD111III',
} as const;

const oauthTypes = ['at+jwt', 'application/at+jwt'];

/** What kind of Clerk token this is, by its own word: nothing is verified. */
export function tokenKind(header: JsonObject, claims: JsonObject): TokenKind {
  const { typ, cat } = header;
  const { sub, sid, v } = claims;
  if (typeof sub === 'string' && sub.startsWith('mch_')) return 'm2m';
  if (cat === tokenCategories.m2m) return 'm2m';
  if (typeof typ === 'string' && oauthTypes.includes(typ)) return 'oauth';
  if (cat === tokenCategories.template) return 'template';
  if (typeof sid === 'string' && sid !== '') {
    if (v === 2) return 'session-v2';
    return v === undefined ? 'session-v1' : 'session-unknown';
  }
  if (v !== undefined) return 'unknown';
  if (cat === tokenCategories.session) return 'unknown';
  return typeof sub === 'string' && sub.startsWith('user_') ? 'template' : 'unknown';
}

/** Whether the kind is one of the session tokens, which live in a cookie and carry `sid`. */
export const isSessionKind = (kind: TokenKind): boolean =>
  kind === 'session-v1' || kind === 'session-v2' || kind === 'session-unknown';
