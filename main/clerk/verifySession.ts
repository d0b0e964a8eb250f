import { isJsonObject, type JsonObject } from '../../shared/domain/json.ts';
import { readAuth, type TokenAuth } from '../../shared/domain/token/claims.ts';
import { tokenKind } from '../../shared/domain/token/kind.ts';
import { checkToken, type TokenChecks } from './checkToken.ts';
import { createTokenReader, type CompactToken } from './compactToken.ts';
import type { KeySet, Keys } from './keySet.ts';
import { rejected, templateRejected, type SessionRejection } from './rejection.ts';
import type { Revocations } from './revocations.ts';
import { judgeTimes, readTimes, type TokenTimes } from './times.ts';
import { createBoundedCache, type CacheBounds } from './tokenCache.ts';

/** What a valid session token says. Made once per token, shared by the requests that carry it. */
export interface VerifiedSession {
  readonly userId: string;
  readonly sessionId: string;
  readonly auth: TokenAuth;
  readonly claims: JsonObject;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

export interface SessionVerifierOptions {
  readonly keys: KeySet;
  /** What `iss` must be: the instance's Frontend API, `https://<host>`. */
  readonly issuer: string;
  /** Origins allowed in `azp`. A token without one comes from a native client and is accepted. */
  readonly authorizedParties: readonly string[];
  readonly revocations: Revocations;
  /** As in the SDK, 5,000 ms unless given. */
  readonly clockSkewMs?: number;
  readonly cache?: CacheBounds;
  readonly now?: () => number;
}

export interface SessionVerifier {
  /** The session of a token, or an `AppException`: `auth.token_rejected`, `auth.template_token`, `clerk.*`. */
  verify(token: string): Promise<VerifiedSession>;
  /** The same at once, for a token that was verified before; null when it has to be verified anew. */
  remembered(token: string): VerifiedSession | null;
  readonly cached: { readonly entries: number; readonly bytes: number };
}

interface Entry {
  readonly session: VerifiedSession;
  readonly times: TokenTimes;
  /** The key set that vouched for it. */
  readonly keys: Keys;
}

/** Room for 70,000 tokens of the usual size; it is taken only by as many people as are signed in at once. */
const ROOM: CacheBounds = { entries: 100_000, bytes: 256 * 1024 * 1024 };

/**
 * Verifies session tokens by the checks of the SDK's `verifyJwt`, the core of its `verifyToken`, and a key set of our
 * own: the SDK keeps its keys out of sight, and the cache of verified tokens must end with them. Stricter than
 * `verifyToken`:
 * RS256 only, the issuer, a session id, no template's category, no pending session, `azp` listed when present.
 */
export function createSessionVerifier(options: SessionVerifierOptions): SessionVerifier {
  const { keys, revocations, now = Date.now, clockSkewMs = 5_000 } = options;
  const cache = createBoundedCache<Entry>(options.cache ?? ROOM, {
    now,
    isOver: ({ times }, nowMs) => judgeTimes(times, nowMs, clockSkewMs) === 'token-expired',
  });

  /** What may change while a token lives; asked on every request, cached or not. */
  const assertHoldsNow = (entry: Entry): void => {
    const verdict = judgeTimes(entry.times, now(), clockSkewMs);
    if (verdict !== null) throw rejected(verdict);
    if (revocations.has(entry.session.sessionId)) throw rejected('session-revoked');
  };

  const read = createTokenReader();
  const checksNow = (): TokenChecks => ({ issuer: options.issuer, clockSkewMs, nowMs: now() });

  const verifyAnew = async (text: string): Promise<VerifiedSession> => {
    const token = read(text);
    assertSessionToken(token);
    const known = keys.current() ?? (await keys.fresh());
    const reason = checkWith(known, token, checksNow());
    // The keys may have been rotated since they were fetched.
    const mayBeNews = reason === 'jwk-kid-mismatch' || reason === 'token-invalid-signature';
    const used = mayBeNews ? await keys.again() : known;
    const verdict = used === known ? reason : checkWith(used, token, checksNow());
    if (verdict !== null) throw rejected(verdict);
    const times = readTimes(token.claims);
    if (times === null) throw rejected('token-verification-failed');
    const session = toSession(token.claims, times, options.authorizedParties);
    const entry: Entry = { session, times, keys: used };
    assertHoldsNow(entry);
    cache.set(text, entry, weight(text));
    return session;
  };

  /** What is remembered holds only while the keys that vouched for it are those of now. */
  const recall = (token: string, current: Keys | null): VerifiedSession | null => {
    const entry = cache.get(token);
    if (entry === undefined || current === null) return null;
    if (entry.keys === current) {
      assertHoldsNow(entry);
      return entry.session;
    }
    cache.delete(token);
    return null;
  };

  return {
    remembered: (token) => recall(token, keys.current()),
    async verify(token) {
      const current = keys.current() ?? (cache.has(token) ? await keys.fresh() : null);
      return recall(token, current) ?? verifyAnew(token);
    },
    get cached() {
      return { entries: cache.size, bytes: cache.bytes };
    },
  };
}

/** The token as key, its claims as objects (about twice its length), and what the map itself takes. */
const weight = (token: string): number => token.length * 3 + 1_024;

/** Refuses by name what is signed by the same instance but is no session token. */
function assertSessionToken({ header, claims }: CompactToken): void {
  const kind = tokenKind(header, claims);
  if (kind === 'template') throw templateRejected();
  if (header['alg'] !== 'RS256') throw rejected('token-invalid-algorithm');
  if (kind === 'session-unknown') throw rejected('token-version-unknown');
  if (kind !== 'session-v1' && kind !== 'session-v2') throw rejected('token-type-mismatch');
  if (typeof header['kid'] !== 'string') throw rejected('jwk-kid-mismatch');
}

/** Checks a token with the key of a set that it names. */
function checkWith(keys: Keys, token: CompactToken, checks: TokenChecks): SessionRejection | null {
  const { kid } = token.header;
  const key = typeof kid === 'string' ? keys.byId.get(kid) : undefined;
  return key === undefined ? 'jwk-kid-mismatch' : checkToken(token, key, checks);
}

function toSession(
  claims: JsonObject,
  times: TokenTimes,
  authorizedParties: readonly string[],
): VerifiedSession {
  const azp = claims['azp'];
  if (azp !== undefined && (typeof azp !== 'string' || !authorizedParties.includes(azp))) {
    throw rejected('token-invalid-authorized-parties');
  }
  const sts = claims['sts'];
  if (sts !== undefined && sts !== 'active') throw rejected('session-pending');
  assertOrganization(claims);
  const { sub, sid } = claims;
  if (typeof sub !== 'string' || sub === '') throw rejected('token-verification-failed');
  if (typeof sid !== 'string' || sid === '') throw rejected('session-claim-missing');
  return {
    userId: sub,
    sessionId: sid,
    auth: readAuth(claims),
    claims,
    issuedAtMs: (times.iat ?? 0) * 1000,
    expiresAtMs: times.exp * 1000,
  };
}

/**
 * An organization claim that cannot be read must not look like the personal account: the token is refused. Which
 * claim holds it depends on the version (clerk/javascript `packages/shared/src/jwtPayloadParser.ts`).
 */
function assertOrganization(claims: JsonObject): void {
  const holder = claims['v'] === 2 ? claims['o'] : claims;
  if (holder === undefined) return;
  const id = isJsonObject(holder) ? holder[claims['v'] === 2 ? 'id' : 'org_id'] : null;
  const absent = claims['v'] !== 2 && (id === undefined || id === null);
  if (!absent && (typeof id !== 'string' || id === '')) throw rejected('token-verification-failed');
}
