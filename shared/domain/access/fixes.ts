import type { TokenAuth } from '../token/claims.ts';
import { candidateChanges } from './candidates.ts';
import { answer, applyChanges, situationOf, type Change, type Situation } from './changes.ts';
import type { HasCheck } from './check.ts';
import { changeSentence } from './sentences.ts';
import type { HasOptions } from './side.ts';

export type { Change } from './changes.ts';

/** A complete way from no to yes. */
export interface Fix {
  readonly changes: readonly Change[];
  /** One sentence per change, in order. */
  readonly steps: readonly string[];
  /** True by construction: the check was evaluated again after the changes. */
  readonly verified: true;
}

/** Alternatives shown at most. */
const mostFixes = 6;

/** Sets are tried up to this size; no check needs more distinct changes than it has parts. */
const largestFix = 8;

/**
 * The smallest sets of changes after which the check passes: every set of the smallest size that
 * works, out of all sets of `candidateChanges`. Each was tried out.
 */
export function findFixes(auth: TokenAuth, check: HasCheck, options: HasOptions): Fix[] {
  const situation = situationOf(auth, check, options);
  const candidates = candidateChanges(situation);
  const largest = Math.min(largestFix, candidates.length);
  for (let size = 1; size <= largest; size += 1) {
    const found = workingSets(situation, candidates, size);
    if (found.length > 0)
      return found.slice(0, mostFixes).map((changes) => ({
        changes,
        steps: changes.map((change) => changeSentence(change, situation)),
        verified: true,
      }));
  }
  return [];
}

function workingSets(
  situation: Situation,
  candidates: readonly Change[],
  size: number,
): Change[][] {
  const found: Change[][] = [];
  const chosen: Change[] = [];
  const visit = (from: number): void => {
    if (chosen.length === size) {
      if (answer(applyChanges(situation, chosen))) found.push([...chosen]);
      return;
    }
    const missing = size - chosen.length;
    for (let i = from; i <= candidates.length - missing; i += 1) {
      const candidate = candidates[i];
      if (candidate === undefined) continue;
      chosen.push(candidate);
      visit(i + 1);
      chosen.pop();
    }
  };
  visit(0);
  return found;
}
