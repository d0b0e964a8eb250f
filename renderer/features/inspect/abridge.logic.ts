import {
  isJsonObject,
  setMember,
  type Json,
  type JsonObject,
} from '../../../shared/domain/json.ts';
import type { TokenAuth } from '../../../shared/domain/token/claims.ts';
import type { DecodedToken } from '../../../shared/domain/token/decode.ts';
import type { ClaimCost } from '../../../shared/domain/token/size.ts';
import type { TokenWarning } from '../../../shared/domain/token/warnings.ts';

/** What a page can show at once without a frame being late. */
const mostMembers = 120;
const mostNodes = 1_500;
const longestText = 2_000;
const longestName = 200;
const mostListed = 300;

/** How much of a token is on screen, when it is not all of it. */
export interface Abridged {
  readonly shownClaims: number;
  readonly allClaims: number;
}

export const isShort = (decoded: DecodedToken): boolean =>
  decoded.raw.length <= 16 * 1024 && decoded.members.length <= mostMembers;

/**
 * The same token with long texts, long lists and a great number of claims cut down to what can be shown: the
 * claims of `keep`, the dearest and the first ones. Sizes and costs are counted on the whole before; `raw` stays
 * whole.
 */
export function abridgeToken(
  decoded: DecodedToken,
  costs: readonly ClaimCost[],
  keep: ReadonlySet<string>,
): { decoded: DecodedToken; costs: readonly ClaimCost[]; abridged: Abridged } {
  const dearest = costs.toSorted((a, b) => b.costChars - a.costChars).slice(0, mostMembers / 2);
  const kept = new Set([
    ...costs.filter(({ name }) => keep.has(name)).map(({ name }) => name),
    ...dearest.map(({ name }) => name),
    ...costs.slice(0, mostMembers / 2).map(({ name }) => name),
  ]);
  return {
    decoded: {
      ...decoded,
      header: cutObject(pick(decoded.header, new Set(Object.keys(decoded.header).slice(0, 40)))),
      claims: cutObject(pick(decoded.claims, kept)),
      members: decoded.members.slice(0, 1),
      warnings: decoded.warnings.map(cutWarning),
      segments: {
        header: cutSegment(decoded.segments.header),
        payload: cutSegment(decoded.segments.payload),
        signature: cutSegment(decoded.segments.signature),
      },
    },
    costs: costs
      .filter(({ name }) => kept.has(name))
      .map((cost) => ({ ...cost, name: cutName(cost.name) })),
    abridged: { shownClaims: kept.size, allClaims: costs.length },
  };
}

export const cutWarning = (warning: TokenWarning): TokenWarning => ({
  ...warning,
  path: warning.path.slice(0, longestName),
});

const cutSegment = <S extends { readonly text: string }>(segment: S): S => ({
  ...segment,
  text: segment.text.slice(0, longestText),
});

function pick(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  const picked: Record<string, Json> = {};
  for (const name of names) {
    const value = object[name];
    if (value !== undefined) setMember(picked, name, value);
  }
  return picked;
}

interface Room {
  nodes: number;
}

function cutObject(object: JsonObject): JsonObject {
  const cut: Record<string, Json> = {};
  // Every claim gets its share, so that a large one does not hide those after it.
  const share = Math.max(8, Math.floor(mostNodes / Math.max(1, Object.keys(object).length)));
  for (const [name, value] of Object.entries(object))
    setMember(cut, cutName(name), cutValue(value, { nodes: share }));
  return cut;
}

/** One value, cut where it is too large to show. What was left out is said in its place. */
export function cutValue(value: Json, room: Room = { nodes: 200 }): Json {
  room.nodes -= 1;
  if (typeof value === 'string') return cutText(value);
  if (Array.isArray(value)) return cutList(value as readonly Json[], room);
  if (!isJsonObject(value)) return value;
  const cut: Record<string, Json> = {};
  const names = Object.keys(value);
  for (const [at, name] of names.entries()) {
    if (room.nodes <= 0) {
      setMember(cut, '…', `${names.length - at} more`);
      break;
    }
    setMember(cut, cutName(name), cutValue(value[name] ?? null, room));
  }
  return cut;
}

function cutList(list: readonly Json[], room: Room): Json {
  const cut: Json[] = [];
  for (const [at, item] of list.entries()) {
    if (room.nodes <= 0) {
      cut.push(`… ${list.length - at} more`);
      break;
    }
    cut.push(cutValue(item, room));
  }
  return cut;
}

export const cutText = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText)}…`;

const cutName = (name: string): string =>
  name.length <= longestName ? name : `${name.slice(0, longestName)}…`;

const cutNames = (list: readonly string[]): readonly string[] =>
  list.length <= mostListed ? list.map(cutText) : list.slice(0, mostListed).map(cutText);

/** What the token says, with lists no longer than can be shown. */
export function abridgeAuth(auth: TokenAuth): TokenAuth {
  const { sdk } = auth;
  const cutOrAbsent = (value: Json | undefined): Json | undefined =>
    value === undefined ? undefined : cutValue(value);
  const cutOrNull = (text: string | null): string | null => (text === null ? null : cutText(text));
  return {
    ...auth,
    userId: cutOrNull(auth.userId),
    sessionId: cutOrNull(auth.sessionId),
    orgId: cutOrNull(auth.orgId),
    orgSlug: cutOrNull(auth.orgSlug),
    orgRole: cutOrNull(auth.orgRole),
    sessionStatus: cutOrNull(auth.sessionStatus),
    orgPermissions: cutNames(auth.orgPermissions),
    features: { org: cutNames(auth.features.org), user: cutNames(auth.features.user) },
    plans: { org: cutNames(auth.plans.org), user: cutNames(auth.plans.user) },
    actor: auth.actor === null ? null : (cutValue(auth.actor) as JsonObject),
    warnings: auth.warnings.map(cutWarning),
    sdk: {
      failure: sdk.failure,
      userId: cutOrAbsent(sdk.userId),
      orgId: cutOrAbsent(sdk.orgId),
      orgRole: cutOrAbsent(sdk.orgRole),
      orgPermissions: cutOrAbsent(sdk.orgPermissions),
      factorVerificationAge: cutValue(sdk.factorVerificationAge),
      features: cutValue(sdk.features),
      plans: cutValue(sdk.plans),
    },
  };
}
