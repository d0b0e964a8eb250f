import { isJsonObject, type Json, type JsonObject } from '../../../shared/domain/json.ts';
import { compileTemplate } from '../../../shared/domain/template/compile.ts';
import { shortcodes } from '../../../shared/domain/template/shortcodes.ts';
import type { TokenAuth } from '../../../shared/domain/token/claims.ts';
import { customClaims } from '../../../shared/domain/token/customClaims.ts';
import type { DecodedToken } from '../../../shared/domain/token/decode.ts';
import type { TokenKind } from '../../../shared/domain/token/tokenKind.ts';
import { base64urlLength } from '../../../shared/kernel/base64url.ts';
import { utf8Length } from '../../../shared/kernel/bytes.ts';

/** Something known of the person: out of the token for nothing, or fetched for one Backend API call. */
export interface Fact {
  readonly name: string;
  readonly value: Json;
  /** Path of the claim that holds it; null when only a call tells it. */
  readonly claim: string | null;
  /** Whether `currentUser()` tells it too. */
  readonly isFetched: boolean;
  /** What it would take to carry it; null for what the token has already. */
  readonly cost: FactCost | null;
}

export interface FactCost {
  /** The shortcode that puts it there. */
  readonly shortcode: string;
  /** Bytes of the custom claims it adds, name, comma and all. */
  readonly bytes: number;
  /** Characters the token grows by. */
  readonly chars: number;
  /** Whether the custom claims stay within the given number of bytes. */
  readonly fits: boolean;
}

/** What the token itself says of who is asking, without any call. */
export function freeFacts(auth: TokenAuth): readonly Fact[] {
  const isV2 = auth.version === 2;
  const free = (name: string, value: Json, claim: string): Fact[] =>
    value === null || (Array.isArray(value) && value.length === 0)
      ? []
      : [{ name, value, claim, isFetched: name === 'User id', cost: null }];
  return [
    ...free('User id', auth.userId, 'sub'),
    ...free('Session id', auth.sessionId, 'sid'),
    ...free('Organization', auth.orgId, isV2 ? 'o.id' : 'org_id'),
    ...free('Role', auth.orgRole, isV2 ? 'o.rol' : 'org_role'),
    ...free(
      'Permissions',
      auth.orgPermissions.length === 0 ? null : `${auth.orgPermissions.length} permissions`,
      isV2 ? 'fea, o.per, o.fpm' : 'org_permissions',
    ),
    ...free('Features', [...auth.features.org, ...auth.features.user], 'fea'),
    ...free('Plans', [...auth.plans.org, ...auth.plans.user], 'pla'),
    ...free(
      'Minutes since verification',
      auth.factorVerificationAge === null ? null : [...auth.factorVerificationAge],
      'fva',
    ),
  ];
}

/** Shortcodes that need more than the user's record, or that the token has by default. */
const left: ReadonlySet<string> = new Set(['user.id', 'user.organizations']);

/**
 * What a fetched user tells, each as a template would put it into the token, with what that would cost. Metadata
 * counts field by field, as that is how it should travel.
 */
export function fetchedFacts(
  user: JsonObject,
  decoded: DecodedToken,
  kind: TokenKind,
  budgetBytes: number,
): readonly Fact[] {
  const names = shortcodes
    .filter(({ root, name }) => root === 'user' && !left.has(name))
    .flatMap(({ name }) => [...fieldsOf(name, user), name]);
  const render = compileTemplate(Object.fromEntries(names.map((name) => [name, `{{${name}}}`])), {
    kind: 'session-claims',
  }).render({ user });
  const held = claimIndex(customClaims(decoded.claims, kind));
  return names.flatMap((shortcode): Fact[] => {
    const value = render[shortcode];
    if (value === undefined || value === null || isEmpty(value)) return [];
    const claim = held(shortcode, value);
    const cost = claim === null ? costOf(shortcode, value, decoded, kind, budgetBytes) : null;
    return [{ name: shortcode.slice('user.'.length), value, claim, isFetched: true, cost }];
  });
}

/** `user.public_metadata` → one shortcode per field that a dot path can reach. */
function fieldsOf(name: string, user: JsonObject): readonly string[] {
  const metadata = user[name.slice('user.'.length)];
  if (!name.endsWith('_metadata') || !isJsonObject(metadata)) return [];
  return Object.keys(metadata)
    .filter((field) => /^\w+$/.test(field))
    .map((field) => `${name}.${field}`);
}

const isEmpty = (value: Json): boolean =>
  value === '' || (isJsonObject(value) && Object.keys(value).length === 0);

/**
 * Finds the claim that holds a value. Short and common values, such as `true`, only count under the name of the
 * fact itself: anything may be true.
 */
function claimIndex(custom: JsonObject): (shortcode: string, value: Json) => string | null {
  const entries: (readonly [path: string, last: string, text: string])[] = [];
  const visit = (object: JsonObject, parent: string, depth: number): void => {
    for (const [name, value] of Object.entries(object)) {
      const path = parent === '' ? name : `${parent}.${name}`;
      entries.push([path, name, JSON.stringify(value)]);
      if (isJsonObject(value) && depth < 3) visit(value, path, depth + 1);
    }
  };
  visit(custom, '', 0);
  return (shortcode, value) => {
    const text = JSON.stringify(value);
    const last = shortcode.slice(shortcode.lastIndexOf('.') + 1);
    const isTelling = text.length >= 6 && typeof value !== 'boolean';
    const found = entries.find(([, name, held]) => held === text && (isTelling || name === last));
    return found?.[0] ?? null;
  };
}

function costOf(
  shortcode: string,
  value: Json,
  decoded: DecodedToken,
  kind: TokenKind,
  budgetBytes: number,
): FactCost {
  const custom = customClaims(decoded.claims, kind);
  const name = shortcode.slice(shortcode.lastIndexOf('.') + 1);
  const member = utf8Length(JSON.stringify({ [name]: value })) - 2;
  const comma = Object.keys(custom).length === 0 ? 0 : 1;
  const payload = decoded.segments.payload.bytes;
  const bytes = member + comma;
  // In the payload there is always a claim before it.
  const chars = base64urlLength(payload + member + 1) - base64urlLength(payload);
  const after = utf8Length(JSON.stringify(custom)) + bytes;
  return { shortcode: `{{${shortcode}}}`, bytes, chars, fits: after <= budgetBytes };
}

/** *8 facts are free. 14 more cost one Backend API call, 38 ms just now.* */
export function factsSentence(facts: readonly Fact[], fetchedInMs: number | null): string {
  const free = facts.filter(({ claim }) => claim !== null).length;
  const paid = facts.length - free;
  const lead = `${free} facts are in the token: free, and up to 60 s old.`;
  if (fetchedInMs === null) return `${lead} auth() is enough for them.`;
  const time = `${fetchedInMs < 10 ? fetchedInMs.toFixed(1) : Math.round(fetchedInMs)} ms`;
  return `${lead} ${paid} more need currentUser(): one Backend API call, which took ${time} just now.`;
}
