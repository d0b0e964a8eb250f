import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { adviseOnSize, type SizeAdvice } from '../../../shared/domain/token/advice.ts';
import { readAuth, type TokenAuth } from '../../../shared/domain/token/claims.ts';
import type { CookieChoice, CookieInstance } from '../../../shared/domain/token/cookies.ts';
import {
  classifyCredential,
  type Credential,
  type CredentialSource,
} from '../../../shared/domain/token/credential.ts';
import { defaultClaimNames } from '../../../shared/domain/token/customClaims.ts';
import type { DecodedToken } from '../../../shared/domain/token/decode.ts';
import { diffClaims, type ClaimDiff } from '../../../shared/domain/token/diff.ts';
import {
  claimCosts,
  measureToken,
  type ClaimCost,
  type TokenSize,
} from '../../../shared/domain/token/size.ts';
import type { TokenKind } from '../../../shared/domain/token/tokenKind.ts';
import { compareVersions, type VersionComparison } from '../../../shared/domain/token/versions.ts';
import {
  abridgeAuth,
  abridgeToken,
  cutText,
  cutValue,
  isShort,
  type Abridged,
} from './abridge.logic.ts';

export interface ReadOptions {
  readonly instance: CookieInstance | null;
  readonly nowMs: number;
  /** Claims of the live token, to compare with; null while there is none. */
  readonly live: JsonObject | null;
}

export type Advice = Omit<SizeAdvice, 'claimsAfter'>;

/** A token, read and counted. Small enough to be shown at once, whatever was pasted. */
export interface TokenReport {
  readonly kind: 'token';
  readonly source: CredentialSource;
  /** What kind of token, in one sentence. */
  readonly message: string;
  readonly tokenKind: TokenKind;
  readonly decoded: DecodedToken;
  readonly auth: TokenAuth;
  readonly costs: readonly ClaimCost[];
  readonly size: TokenSize;
  readonly versions: VersionComparison;
  /** Null when there are too many claims to weigh one against the other. */
  readonly advice: readonly Advice[] | null;
  readonly diff: ClaimDiff | null;
  /** Which cookie the SDK reads, when there was a Cookie header to choose from. */
  readonly cookie: Omit<CookieChoice, 'token'> | null;
  /** Null when all of it is shown. */
  readonly abridged: Abridged | null;
}

export type OtherReport = Exclude<Credential, { kind: 'token' }>;
export type Report = TokenReport | OtherReport;

/** Says what a text is, and of a token everything that can be known without a key. Nothing is sent anywhere. */
export function readReport(text: string, options: ReadOptions): Report {
  const credential = classifyCredential(text, {
    instance: instanceFor(text, options.instance),
    nowMs: options.nowMs,
  });
  return credential.kind === 'token' ? reportToken(credential, options) : credential;
}

/** The connected instance, unless the cookies are plainly another's: then they say what is known of theirs. */
function instanceFor(text: string, instance: CookieInstance | null): CookieInstance | null {
  if (instance === null) return null;
  const isForeign =
    /__session_[\w-]{8}=/.test(text.slice(0, 100_000)) &&
    !text.includes(`__session_${instance.cookieSuffix}=`);
  return isForeign ? null : instance;
}

function reportToken(
  credential: Extract<Credential, { kind: 'token' }>,
  { live }: ReadOptions,
): TokenReport {
  const { decoded, tokenKind, source, message, cookie } = credential;
  const whole = {
    kind: 'token',
    source,
    message,
    tokenKind,
    decoded,
    auth: readAuth(decoded.claims),
    costs: claimCosts(decoded, tokenKind),
    size: measureToken(decoded, tokenKind),
    versions: compareVersions(decoded.claims),
    advice: decoded.members.length > mostAdvised ? null : adviceOn(decoded, tokenKind),
    diff: live === null ? null : diffClaims(live, decoded.claims),
    cookie: cookie === null ? null : withoutToken(cookie),
    abridged: null,
  } as const;
  return isShort(decoded) ? whole : shortened(whole);
}

/** Advice re-encodes the token once per suggestion. */
const mostAdvised = 500;

const adviceOn = (decoded: DecodedToken, kind: TokenKind): readonly Advice[] =>
  adviseOnSize(decoded, kind).map(({ claimsAfter: _claims, ...advice }) => advice);

const withoutToken = ({ token: _token, ...cookie }: CookieChoice): Omit<CookieChoice, 'token'> =>
  cookie;

function shortened(report: TokenReport): TokenReport {
  const { decoded, tokenKind, versions, diff } = report;
  return {
    ...report,
    ...abridgeToken(decoded, report.costs, defaultClaimNames(tokenKind)),
    auth: abridgeAuth(report.auth),
    versions: {
      ...versions,
      losses: versions.losses.map((loss) => cutText(loss)),
      rows: versions.rows.map((row) => ({
        ...row,
        v1: row.v1 === null ? null : cutText(row.v1),
        v2: row.v2 === null ? null : cutText(row.v2),
      })),
    },
    advice:
      report.advice?.slice(0, 12).map((advice) => ({
        ...advice,
        claim: cutText(advice.claim),
        message: cutText(advice.message),
      })) ?? null,
    diff: diff === null ? null : shortDiff(diff),
  };
}

const mostChanges = 100;

const shortDiff = (diff: ClaimDiff): ClaimDiff => ({
  ...diff,
  changes: diff.changes.slice(0, mostChanges).map((change) => ({
    ...change,
    path: cutText(change.path),
    before: cutOptional(change.before),
    after: cutOptional(change.after),
  })),
  addedPermissions: diff.addedPermissions.slice(0, mostChanges).map(cutText),
  removedPermissions: diff.removedPermissions.slice(0, mostChanges).map(cutText),
});

const cutOptional = (value: Json | undefined): Json | undefined =>
  value === undefined ? undefined : cutValue(value);
