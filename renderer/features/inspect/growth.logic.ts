import { growClaims, type Growth } from '../../../shared/domain/token/advice.ts';
import { customClaims } from '../../../shared/domain/token/customClaims.ts';
import type { DecodedToken } from '../../../shared/domain/token/decode.ts';
import {
  compactBytes,
  readBudget,
  sessionCookie,
  budget,
  type BudgetReading,
} from '../../../shared/domain/token/size.ts';
import { isSessionKind, type TokenKind } from '../../../shared/domain/token/tokenKind.ts';
import { base64urlLength } from '../../../shared/kernel/base64url.ts';

/** What a token would weigh after such growth, counted on claims that were really grown. */
export interface Grown {
  readonly customBytes: number;
  readonly budget: BudgetReading;
  readonly totalChars: number;
  /** Name and value of the suffixed cookie; null for what is no session token. */
  readonly cookieBytes: number | null;
  readonly addedChars: number;
  readonly isDropped: boolean;
}

const suffixedName = sessionCookie.length + 9;

export function growToken(decoded: DecodedToken, kind: TokenKind, growth: Growth): Grown {
  const { claims, raw } = decoded;
  const grown = growClaims(claims, growth);
  // Both as compact JSON: whitespace of the token at hand is no part of what grows.
  const addedChars = base64urlLength(compactBytes(grown)) - base64urlLength(compactBytes(claims));
  const customBytes = compactBytes(customClaims(grown, kind));
  const totalChars = raw.length + addedChars;
  const cookieBytes = isSessionKind(kind) ? suffixedName + totalChars : null;
  return {
    customBytes,
    budget: readBudget(customBytes),
    totalChars,
    cookieBytes,
    addedChars,
    isDropped: cookieBytes !== null && cookieBytes > budget.cookieBytes,
  };
}

/** How many more of one thing fit before the cookie's wall; null when that is beyond `most`. */
export function roomFor(
  decoded: DecodedToken,
  kind: TokenKind,
  part: keyof Growth,
  most = 4_096,
): number | null {
  const fits = (count: number): boolean => !growToken(decoded, kind, { [part]: count }).isDropped;
  if (!isSessionKind(kind) || fits(most)) return null;
  let low = 0;
  let high = most;
  // Growth is monotonic: more of a thing never makes the token shorter.
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
