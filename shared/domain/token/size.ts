import { base64urlLength } from '../../kernel/base64url.ts';
import { utf8Length } from '../../kernel/bytes.ts';
import type { JsonObject } from '../json.ts';
import { claimGroup, customClaims, defaultClaimNames, type ClaimGroup } from './customClaims.ts';
import type { DecodedToken } from './decode.ts';
import { isSessionKind, type TokenKind } from './tokenKind.ts';

/** Every limit the meters compare with, in bytes (of ASCII, so characters too). */
export const budget = {
  /** Clerk's advice for all custom claims together, 1.2 KB read as 1,200. */
  customBytes: 1200,
  /** The same advice, read as 1.2 × 1,024. */
  binaryBytes: 1228,
  /** From here on the budget is nearly used up (ours). */
  nearBytes: 960,
  /** Name and value of a cookie together; browsers drop what is larger. The `=` is not counted. */
  cookieBytes: 4096,
  /** From here on the cookie is near its wall (ours). */
  nearCookieBytes: 3686,
  /** A common line buffer of proxies for one header. */
  proxyHeaderBytes: 8192,
  /** Node's limit for all headers of a request together. */
  nodeHeaderBytes: 16384,
} as const;

export const sessionCookie = '__session';

/** Characters of the suffix Clerk derives from the publishable key. */
const suffixLength = 8;

export interface SizeOptions {
  /** Suffix of the instance's cookies; without it the usual length is counted. */
  readonly cookieSuffix?: string;
  /** Bytes of the other cookies of the site in one request. */
  readonly otherCookieBytes?: number;
  /** Origin of a web app: counts the `azp` such an app's token would carry, when this one has none. */
  readonly azp?: string;
}

export interface TokenSize {
  /** T: length of the compact token. */
  readonly totalBytes: number;
  /** Decoded bytes of each segment. */
  readonly headerBytes: number;
  readonly payloadBytes: number;
  readonly signatureBytes: number;
  /** Encoded characters of each segment. */
  readonly headerChars: number;
  readonly payloadChars: number;
  readonly signatureChars: number;
  /** UTF-8 bytes of the compact JSON object of the custom claims; `{}` is 2. */
  readonly customClaimsBytes: number;
  readonly budget: BudgetReading;
  /** Null for anything but a session token: only those live in a cookie. */
  readonly cookie: CookieReading | null;
}

export interface BudgetReading {
  readonly state: 'ok' | 'near' | 'over';
  readonly limitBytes: number;
  readonly nearBytes: number;
  readonly binaryLimitBytes: number;
  /** Also over the binary reading of 1.2 KB. */
  readonly isOverBinary: boolean;
  /** Negative when over. */
  readonly leftBytes: number;
}

export interface CookieReading {
  /** Length of the token as this cookie would hold it: with the `azp` of the options added. */
  readonly tokenBytes: number;
  /** Bytes of that `azp`, encoded; 0 when the token has its own or none was asked for. */
  readonly addedForAzp: number;
  readonly plain: OneCookie;
  readonly suffixed: OneCookie;
  /** Value of the `Cookie` header with both cookies and the other ones. */
  readonly header: {
    readonly bytes: number;
    readonly otherBytes: number;
    readonly proxyLimitBytes: number;
    readonly isOverProxyLimit: boolean;
    readonly nodeLimitBytes: number;
    readonly isOverNodeLimit: boolean;
  };
}

export interface OneCookie {
  readonly name: string;
  /** Characters of name and value, without the `=`. */
  readonly bytes: number;
  readonly limitBytes: number;
  readonly state: 'ok' | 'near' | 'dropped';
}

/** UTF-8 bytes of a value's compact JSON. */
export const compactBytes = (claims: JsonObject): number => utf8Length(JSON.stringify(claims));

/** All sizes of a token, each against its limit. */
export function measureToken(
  decoded: DecodedToken,
  kind: TokenKind,
  options: SizeOptions = {},
): TokenSize {
  const { header, payload, signature } = decoded.segments;
  const customClaimsBytes = compactBytes(customClaims(decoded.claims, kind));
  return {
    totalBytes: decoded.raw.length,
    headerBytes: header.bytes,
    payloadBytes: payload.bytes,
    signatureBytes: signature.bytes,
    headerChars: header.chars,
    payloadChars: payload.chars,
    signatureChars: signature.chars,
    customClaimsBytes,
    budget: readBudget(customClaimsBytes),
    cookie: isSessionKind(kind) ? readCookie(decoded, options) : null,
  };
}

/** Where a number of custom claims bytes stands against the budget. */
export function readBudget(customClaimsBytes: number): BudgetReading {
  return {
    state:
      customClaimsBytes > budget.customBytes
        ? 'over'
        : customClaimsBytes > budget.nearBytes
          ? 'near'
          : 'ok',
    limitBytes: budget.customBytes,
    nearBytes: budget.nearBytes,
    binaryLimitBytes: budget.binaryBytes,
    isOverBinary: customClaimsBytes > budget.binaryBytes,
    leftBytes: budget.customBytes - customClaimsBytes,
  };
}

function readCookie(decoded: DecodedToken, options: SizeOptions): CookieReading {
  const added = addedForAzp(decoded, options.azp);
  const tokenBytes = decoded.raw.length + added;
  const suffix = options.cookieSuffix ?? '·'.repeat(suffixLength);
  const plain = readOneCookie(sessionCookie, tokenBytes);
  const suffixed = readOneCookie(`${sessionCookie}_${suffix}`, tokenBytes);
  const other = Math.max(0, options.otherCookieBytes ?? 0);
  // `a=b; c=d`: one `=` for each cookie, `; ` between two.
  const bytes = plain.bytes + 1 + 2 + suffixed.bytes + 1 + (other > 0 ? 2 + other : 0);
  return {
    tokenBytes,
    addedForAzp: added,
    plain,
    suffixed,
    header: {
      bytes,
      otherBytes: other,
      proxyLimitBytes: budget.proxyHeaderBytes,
      isOverProxyLimit: bytes > budget.proxyHeaderBytes,
      nodeLimitBytes: budget.nodeHeaderBytes,
      isOverNodeLimit: bytes > budget.nodeHeaderBytes,
    },
  };
}

function readOneCookie(name: string, tokenBytes: number): OneCookie {
  const bytes = name.length + tokenBytes;
  return {
    name,
    bytes,
    limitBytes: budget.cookieBytes,
    state: bytes > budget.cookieBytes ? 'dropped' : bytes > budget.nearCookieBytes ? 'near' : 'ok',
  };
}

/** Encoded characters that an `azp` member would add to this payload. */
function addedForAzp(decoded: DecodedToken, azp: string | undefined): number {
  if (azp === undefined || azp === '' || decoded.claims['azp'] !== undefined) return 0;
  const { bytes } = decoded.segments.payload;
  const member = utf8Length(`"azp":${JSON.stringify(azp)}`);
  const comma = decoded.members.length > 0 ? 1 : 0;
  return base64urlLength(bytes + member + comma) - base64urlLength(bytes);
}

export interface ClaimCost {
  readonly name: string;
  readonly group: ClaimGroup;
  /** UTF-8 bytes of the value as it stands in the payload. */
  readonly valueBytes: number;
  /** Encoded characters the token loses when the member is removed. */
  readonly costChars: number;
  readonly isDefault: boolean;
}

/**
 * What each top-level claim costs, in payload order. Removing a member takes its bytes and one comma
 * out of the payload; a name that appears twice is removed twice. Costs do not add up exactly, since
 * base64url rounds each time.
 */
export function claimCosts(decoded: DecodedToken, kind: TokenKind): ClaimCost[] {
  const { members } = decoded;
  const defaults = defaultClaimNames(kind);
  const total = decoded.segments.payload.bytes;
  const totalChars = base64urlLength(total);
  let allMembers = 0;
  for (const member of members) allMembers += member.count;
  return members.map(({ name, bytes, valueBytes, count }) => {
    const commas = count < allMembers ? count : count - 1;
    const isDefault = defaults.has(name);
    return {
      name,
      group: isDefault ? claimGroup(name) : 'custom',
      valueBytes,
      costChars: totalChars - base64urlLength(total - bytes - commas),
      isDefault,
    };
  });
}
