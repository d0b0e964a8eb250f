import { changedRows, firstRow, type Plan } from './statement.ts';
import type { Statements } from './statements.ts';
import type { KeyClaim, KnownKey } from './store.ts';

const KEPT_MS = 24 * 60 * 60_000;

/** Claims a key, or tells who has it. Two claims of one key at once: the primary key lets one of them in. */
export function* claimKey(
  statements: Statements,
  claim: KeyClaim,
  nowMs: number,
): Plan<KnownKey | null> {
  yield statements.dropOldKeys({ endMs: nowMs - KEPT_MS });
  const claimed = yield* changedRows(statements.insertKey({ ...claim, startedAtMs: nowMs }));
  if (claimed > 0) return null;
  const known = yield* firstRow(statements.readKey(claim));
  // Given back in this very moment: to the caller it is as if it were still running.
  return known ?? { fingerprint: claim.fingerprint, answer: null };
}
