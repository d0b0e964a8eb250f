import type { DashboardClaims } from '../../../../shared/contract/app.ts';
import type { SessionClaims } from '../../../../shared/contract/http.ts';
import { isJsonObject, type JsonObject } from '../../../../shared/domain/json.ts';

/**
 * What counts as the deployed session token customization, and who says so: the instance itself (the sandbox), the
 * admin's own mark, or nobody.
 */
export type SessionState =
  | {
      readonly from: 'instance';
      readonly claims: JsonObject;
      readonly etag: string | null;
      readonly updatedAtMs: number | null;
    }
  | { readonly from: 'mark'; readonly claims: JsonObject; readonly atMs: number }
  | { readonly from: 'unknown' };

/** An instance that answers is believed; otherwise the mark counts. */
export function sessionStateOf(
  answer: SessionClaims,
  mark: DashboardClaims | undefined,
): SessionState {
  const { claims, etag, updatedAtMs } = answer;
  if (answer.source === 'instance' && claims !== null) {
    return { from: 'instance', claims: asJson(claims), etag, updatedAtMs };
  }
  if (mark === undefined) return { from: 'unknown' };
  return { from: 'mark', claims: asJson(mark.claims), atMs: mark.atMs };
}

/** Documents that were JSON on the wire. */
export const asJson = (claims: Readonly<Record<string, unknown>>): JsonObject =>
  isJsonObject(claims) ? claims : {};

/** Claims that a live token has and a text does not make, and the other way round. */
export interface NameMismatch {
  readonly onlyInToken: readonly string[];
  readonly onlyInText: readonly string[];
}

/**
 * Holds the names of a text against those of a live token: all that can be checked of a mark, since a token shows
 * values and no shortcodes. Null: nothing speaks against it.
 */
export function nameMismatch(text: JsonObject, token: JsonObject): NameMismatch | null {
  const onlyInToken = Object.keys(token).filter((name) => !Object.hasOwn(text, name));
  const onlyInText = Object.keys(text).filter((name) => !Object.hasOwn(token, name));
  return onlyInToken.length + onlyInText.length === 0 ? null : { onlyInToken, onlyInText };
}
