import { useMemo } from 'react';
import { readAuth, type TokenAuth } from '../../shared/domain/token/claims.ts';
import { decodeToken, type DecodedToken } from '../../shared/domain/token/decode.ts';
import { tokenKind, type TokenKind } from '../../shared/domain/token/kind.ts';
import { measureToken, type TokenSize } from '../../shared/domain/token/size.ts';
import { useSession } from './services.tsx';
import type { SeenToken } from './sessionStore.ts';
import { tokenLife, type TokenLife } from './tokenLife.logic.ts';

/** A session token this page has seen, taken apart once. */
export interface LiveToken {
  readonly seen: SeenToken;
  readonly decoded: DecodedToken;
  readonly kind: TokenKind;
  readonly auth: TokenAuth;
  readonly size: TokenSize;
  readonly life: TokenLife | null;
}

/** Null when clerk-js holds something that is no JWT, which no page can show. */
export function readSeenToken(seen: SeenToken): LiveToken | null {
  const decoded = decodeToken(seen.raw);
  if (!decoded.ok) return null;
  const { header, claims } = decoded.value;
  const kind = tokenKind(header, claims);
  return {
    seen,
    decoded: decoded.value,
    kind,
    auth: readAuth(claims),
    size: measureToken(decoded.value, kind),
    life: tokenLife(claims, seen.refreshArmed),
  };
}

/** The token of this moment; null until the first one has come. */
export function useLiveToken(): LiveToken | null {
  const newest = useSession((state) => state.tokens[0]);
  return useMemo(() => (newest === undefined ? null : readSeenToken(newest)), [newest]);
}
