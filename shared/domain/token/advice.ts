import { base64urlLength } from '../../kernel/base64url.ts';
import { utf8Length } from '../../kernel/bytes.ts';
import { isJsonObject, setMember, type Json, type JsonObject } from '../json.ts';
import { customClaims, defaultClaimNames } from './customClaims.ts';
import type { DecodedToken } from './decode.ts';
import { compactBytes } from './size.ts';
import type { TokenKind } from './tokenKind.ts';

export interface SizeAdvice {
  readonly kind:
    'drop' | 'drop-empty' | 'shorten-name' | 'project' | 'fetch-instead' | 'drop-memberships';
  readonly claim: string;
  /** What to do, in one sentence. */
  readonly message: string;
  /** Custom claims bytes won, and encoded characters of the token won: both by encoding what remains. */
  readonly bytesWon: number;
  readonly charsWon: number;
  /** The claims after the advice is taken; what the numbers were counted on. */
  readonly claimsAfter: JsonObject;
}

/** From here on an object is worth taking apart. */
const largeBytes = 200;

/** Names shorter than this cannot be shortened to any use. */
const longName = 16;

const hasuraNamespace = /^https?:\/\//;

/**
 * How to make a token smaller, the most won first. Every number is the difference to the re-encoded
 * token. Only custom claims are touched: Clerk's own cannot be left out.
 */
export function adviseOnSize(decoded: DecodedToken, kind: TokenKind): SizeAdvice[] {
  const { claims } = decoded;
  const defaults = defaultClaimNames(kind);
  const advice: SizeAdvice[] = [];
  const add = (
    adviceKind: SizeAdvice['kind'],
    claim: string,
    message: string,
    claimsAfter: JsonObject,
  ): void => {
    const bytesWon =
      compactBytes(customClaims(claims, kind)) - compactBytes(customClaims(claimsAfter, kind));
    if (bytesWon <= 0) return;
    const charsWon = encodedLength(claims) - encodedLength(claimsAfter);
    advice.push({ kind: adviceKind, claim, message, bytesWon, charsWon, claimsAfter });
  };
  for (const name of Object.keys(claims)) {
    const value = claims[name];
    if (defaults.has(name) || value === undefined) continue;
    if (isEmptyValue(value)) {
      add(
        'drop-empty',
        name,
        `Leave ${name} out: it is empty, and a missing claim says as much.`,
        without(claims, name),
      );
      continue;
    }
    const duplicate = sameAsDefault(claims, name, value);
    if (duplicate !== null)
      add(
        'drop',
        name,
        `Leave ${name} out: ${duplicate} already says the same.`,
        without(claims, name),
      );
    if (isMemberships(value))
      add(
        'drop-memberships',
        name,
        `Leave ${name} out and fetch the memberships: the list grows with every organization joined.`,
        without(claims, name),
      );
    else if (isJsonObject(value) && bytesOf(value) > largeBytes)
      adviseOnObject(claims, name, value, add);
    else if (bytesOf(value) > largeBytes)
      add(
        'fetch-instead',
        name,
        `Fetch ${name} when it is needed: it is too long to travel with every request.`,
        without(claims, name),
      );
    if (name.length > longName && !hasuraNamespace.test(name))
      add(
        'shorten-name',
        name,
        `Shorten the name ${name}: it is repeated in every token.`,
        renamed(claims, name),
      );
  }
  return advice.sort((a, b) => b.bytesWon - a.bytesWon);
}

type Add = (
  kind: SizeAdvice['kind'],
  claim: string,
  message: string,
  claimsAfter: JsonObject,
) => void;

/** A large object: fetch it whole, or keep its small members and drop what weighs most. */
function adviseOnObject(claims: JsonObject, name: string, value: JsonObject, add: Add): void {
  add(
    'fetch-instead',
    name,
    `Fetch ${name} when it is needed instead of carrying it in every request.`,
    without(claims, name),
  );
  const members = Object.entries(value).sort(([, a], [, b]) => bytesOf(b) - bytesOf(a));
  const [heaviest] = members;
  if (heaviest === undefined || members.length < 2) return;
  add(
    'project',
    name,
    `Project the fields of ${name} that are used, and leave out ${heaviest[0]}, its heaviest.`,
    replaced(claims, name, without(value, heaviest[0])),
  );
}

const bytesOf = (value: Json): number => utf8Length(JSON.stringify(value));

/** Encoded characters of the payload, as compact JSON. */
const encodedLength = (claims: JsonObject): number => base64urlLength(compactBytes(claims));

const isEmptyValue = (value: Json): boolean =>
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isJsonObject(value) && Object.keys(value).length === 0);

/** The shape of `user.organizations`: organization ids with roles. */
const isMemberships = (value: Json): boolean =>
  isJsonObject(value) &&
  Object.keys(value).length > 0 &&
  Object.entries(value).every(([id, role]) => id.startsWith('org_') && typeof role === 'string');

/** A default claim that holds the very same text. */
function sameAsDefault(claims: JsonObject, name: string, value: Json): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const { o } = claims;
  const organization = isJsonObject(o) ? o : {};
  const candidates: readonly (readonly [string, Json | undefined])[] = [
    ['sub', claims['sub']],
    ['sid', claims['sid']],
    ['o.id', organization['id']],
    ['o.slg', organization['slg']],
    ['org_id', claims['org_id']],
    ['org_slug', claims['org_slug']],
  ];
  return candidates.find(([claim, held]) => claim !== name && held === value)?.[0] ?? null;
}

function without(claims: JsonObject, name: string): JsonObject {
  const copy: Record<string, Json> = {};
  for (const [key, value] of Object.entries(claims)) if (key !== name) setMember(copy, key, value);
  return copy;
}

function replaced(claims: JsonObject, name: string, value: Json): JsonObject {
  const copy: Record<string, Json> = {};
  for (const [key, held] of Object.entries(claims))
    setMember(copy, key, key === name ? value : held);
  return copy;
}

/** The same claims with a name of three letters in its place, that no other claim has. */
function renamed(claims: JsonObject, name: string): JsonObject {
  const letters =
    name
      .replaceAll(/[^A-Za-z]/g, '')
      .slice(0, 3)
      .toLowerCase() || 'abc';
  let short = letters;
  for (let i = 2; Object.hasOwn(claims, short); i += 1) short = `${letters}${String(i)}`;
  const copy: Record<string, Json> = {};
  for (const [key, value] of Object.entries(claims))
    setMember(copy, key === name ? short : key, value);
  return copy;
}

export interface Growth {
  /** More actions in `per`, each granted on every organization feature. */
  readonly permissions?: number;
  /** More organization features. */
  readonly features?: number;
  /** More bytes of text inside the custom claims. */
  readonly customBytes?: number;
}

/**
 * The claims after such growth, for measuring: version 2 permissions grow as actions of eight letters
 * in `per` and wider masks, version 1 ones as whole keys.
 */
export function growClaims(claims: JsonObject, growth: Growth): JsonObject {
  const { permissions = 0, features = 0, customBytes = 0 } = growth;
  let grown = claims;
  const o = claims['o'];
  if (claims['v'] === 2 && isJsonObject(o)) grown = growVersion2(grown, o, permissions, features);
  else if (permissions > 0 && Array.isArray(claims['org_permissions'])) {
    const more = Array.from({ length: permissions }, (_, i) => `org:feature:${newName(i)}`);
    grown = { ...grown, org_permissions: [...(claims['org_permissions'] as Json[]), ...more] };
  }
  if (customBytes <= 0) return grown;
  // `,"growth":""` is what holds the text; below that a few bytes more than asked are counted.
  const frame = utf8Length(',"growth":""');
  return { ...grown, growth: 'x'.repeat(Math.max(0, customBytes - frame)) };
}

const newName = (index: number): string => `act${String(index).padStart(5, '0')}`;

function growVersion2(
  claims: JsonObject,
  o: JsonObject,
  permissions: number,
  features: number,
): JsonObject {
  const fea = textParts(claims['fea']);
  const per = textParts(o['per']);
  const moreFeatures = Array.from({ length: features }, (_, i) => `o:${newName(i)}`);
  const allPer = [...per, ...Array.from({ length: permissions }, (_, i) => newName(i))];
  const allFea = [...fea, ...moreFeatures];
  const full = ((1n << BigInt(allPer.length)) - 1n).toString();
  const isOrg = (element: string): boolean => !element.trim().startsWith('u:');
  const masks =
    permissions + features === 0
      ? o['fpm']
      : allFea.map((element) => (isOrg(element) ? full : '0')).join(',');
  return {
    ...claims,
    ...(allFea.length === 0 ? {} : { fea: allFea.join(',') }),
    o: {
      ...o,
      ...(allPer.length === 0 ? {} : { per: allPer.join(',') }),
      ...(masks === undefined ? {} : { fpm: masks }),
    },
  };
}

const textParts = (claim: Json | undefined): string[] =>
  typeof claim === 'string' && claim !== '' ? claim.split(',') : [];
