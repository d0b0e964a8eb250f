import type { JsonObject } from '../../../../shared/domain/json.ts';
import type { TemplateResult } from '../../../../shared/domain/template/types.ts';
import { customClaims } from '../../../../shared/domain/token/customClaims.ts';
import { decodeToken } from '../../../../shared/domain/token/decode.ts';
import { diffClaims, type ClaimChange } from '../../../../shared/domain/token/diff.ts';
import { compactBytes } from '../../../../shared/domain/token/size.ts';
import { tokenKind } from '../../../../shared/domain/token/tokenKind.ts';

/** A minted token against the preview. */
export interface MintedVerdict {
  /** Same members and values. */
  readonly isEqual: boolean;
  /** The same text too: names in the same order, byte for byte. */
  readonly isSameText: boolean;
  readonly changes: readonly ClaimChange[];
  readonly claims: JsonObject;
  readonly mintedBytes: number;
  readonly predictedBytes: number;
  readonly totalChars: number;
}

/** Holds the custom claims of a token that the instance minted against what the preview says. Null: no token. */
export function judgeMinted(raw: string, preview: TemplateResult): MintedVerdict | null {
  const decoded = decodeToken(raw);
  if (!decoded.ok) return null;
  const { header, claims } = decoded.value;
  const minted = customClaims(claims, tokenKind(header, claims));
  const { changes } = diffClaims(preview.claims, minted);
  return {
    isEqual: changes.length === 0,
    isSameText: JSON.stringify(preview.claims) === JSON.stringify(minted),
    changes,
    claims: minted,
    mintedBytes: compactBytes(minted),
    predictedBytes: preview.customBytes,
    totalChars: raw.length,
  };
}

/** Why no minted token stands beside the preview; null when one can. */
export function whyNotMinted(state: {
  readonly isDraft: boolean;
  readonly isChanged: boolean;
  readonly isOwnSession: boolean;
  readonly isSession: boolean;
}): string | null {
  if (state.isDraft) {
    return state.isSession
      ? 'Not minted: a draft. The instance mints its own session token claims.'
      : 'Not minted: a draft. The instance does not have it yet.';
  }
  if (state.isChanged) {
    return 'Not minted: a draft. The instance still mints the deployed version, without your changes.';
  }
  if (!state.isOwnSession) {
    return 'Not minted: only your own session, as it stands now, can mint here. A session for somebody else would have to be created on the instance.';
  }
  return null;
}
