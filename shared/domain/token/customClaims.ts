import { setMember, type Json, type JsonObject } from '../json.ts';
import type { TokenKind } from './tokenKind.ts';

const common = ['azp', 'exp', 'iat', 'iss', 'jti', 'nbf', 'sub'];
const version1 = [
  ...common,
  'act',
  'fva',
  'org_id',
  'org_permissions',
  'org_role',
  'org_slug',
  'sid',
];
const version2 = [...common, 'act', 'fea', 'fva', 'o', 'pla', 'sid', 'sts', 'v'];
const m2m = ['aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'scopes', 'sub'];
const oauth = [...common, 'act', 'aud', 'auth_time', 'client_id', 'org_id', 'scope', 'scp'];

const names: Readonly<Record<TokenKind, ReadonlySet<string>>> = {
  'session-v1': new Set(version1),
  'session-v2': new Set(version2),
  'session-unknown': new Set([...version1, ...version2]),
  template: new Set(common),
  m2m: new Set(m2m),
  oauth: new Set(oauth),
  unknown: new Set(common),
};

/** The claims Clerk itself puts into a token of this kind. Every other top-level claim is custom. */
export const defaultClaimNames = (kind: TokenKind): ReadonlySet<string> => names[kind];

/** The custom claims, in payload order. */
export function customClaims(claims: JsonObject, kind: TokenKind): JsonObject {
  const defaults = names[kind];
  const custom: Record<string, Json> = {};
  for (const name of Object.keys(claims)) {
    const value = claims[name];
    if (!defaults.has(name) && value !== undefined) setMember(custom, name, value);
  }
  return custom;
}

export type ClaimGroup = 'times' | 'identity' | 'session' | 'organization' | 'billing' | 'custom';

const groups = new Map<string, ClaimGroup>(
  Object.entries({
    exp: 'times',
    iat: 'times',
    nbf: 'times',
    auth_time: 'times',
    sub: 'identity',
    act: 'identity',
    iss: 'identity',
    azp: 'identity',
    client_id: 'identity',
    sid: 'session',
    jti: 'session',
    v: 'session',
    sts: 'session',
    fva: 'session',
    o: 'organization',
    org_id: 'organization',
    org_role: 'organization',
    org_slug: 'organization',
    org_permissions: 'organization',
    fea: 'billing',
    pla: 'billing',
  } satisfies Record<string, ClaimGroup>),
);

/** Where a claim belongs on screen. A name Clerk does not use by default is custom. */
export const claimGroup = (name: string): ClaimGroup => groups.get(name) ?? 'custom';
