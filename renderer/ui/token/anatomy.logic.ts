import type { TokenAuth } from '../../../shared/domain/token/claims.ts';
import type { DecodedToken } from '../../../shared/domain/token/decode.ts';
import {
  claimCosts,
  measureToken,
  type ClaimCost,
  type SizeOptions,
  type TokenSize,
} from '../../../shared/domain/token/size.ts';
import type { TokenKind } from '../../../shared/domain/token/tokenKind.ts';

/** A token as the panels show it: taken apart, read, and with its costs counted. */
export interface TokenAnatomy {
  readonly decoded: DecodedToken;
  readonly kind: TokenKind;
  readonly auth: TokenAuth;
  readonly costs: readonly ClaimCost[];
  /** All sizes, as the cookie of such a web app. */
  readonly measure: (options: SizeOptions) => TokenSize;
}

export function anatomyOf(token: Pick<TokenAnatomy, 'decoded' | 'kind' | 'auth'>): TokenAnatomy {
  const { decoded, kind, auth } = token;
  return {
    decoded,
    kind,
    auth,
    costs: claimCosts(decoded, kind),
    measure: (options) => measureToken(decoded, kind, options),
  };
}
