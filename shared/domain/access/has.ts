import type { TokenAuth } from '../token/claims.ts';
import type { HasCheck } from './check.ts';
import { allows, evaluate } from './evaluate.ts';
import { findFixes, type Fix } from './fixes.ts';
import { checkState, reads, type HasOptions } from './side.ts';
import { traceDimensions, type Dimension } from './trace.ts';

export type { HasCheck } from './check.ts';
export type { HasOptions } from './side.ts';
export type { Dimension } from './trace.ts';
export type { Fix } from './fixes.ts';

export interface HasExplanation {
  readonly result: boolean;
  readonly side: 'server' | 'client';
  readonly dimensions: readonly Dimension[];
  /** Smallest changes that turn a no into a yes, each a complete alternative; empty on a yes. */
  readonly fixes: readonly Fix[];
  /** What else bears on this check, such as a pending session. */
  readonly notes: readonly string[];
}

/** The bare answer of Clerk's `has()`, for guards and grids. */
export function decideHas(auth: TokenAuth, check: HasCheck, options: HasOptions = {}): boolean {
  const state = checkState(auth, options);
  return reads(auth, options.side ?? 'server') && allows(state, evaluate(state, check));
}

/**
 * Evaluates a check exactly as Clerk's `has()` and says why: per dimension what was asked, what was
 * found and where, and on a no the smallest sets of changes that would make it a yes, each tried out.
 */
export function explainHas(
  auth: TokenAuth,
  check: HasCheck,
  options: HasOptions = {},
): HasExplanation {
  const side = options.side ?? 'server';
  const state = checkState(auth, options);
  const verdicts = evaluate(state, check);
  const result = reads(auth, side) && allows(state, verdicts);
  return {
    result,
    side,
    dimensions: traceDimensions(auth, state, check, verdicts, options),
    fixes: result ? [] : findFixes(auth, check, options),
    notes: notesOn(auth),
  };
}

function notesOn(auth: TokenAuth): string[] {
  const notes: string[] = [];
  if (auth.sdk.failure !== null)
    notes.push(
      `Clerk's SDK throws while it reads this token (${auth.sdk.failure.message}), so no check can pass.`,
    );
  if (auth.sessionStatus === 'pending')
    notes.push(
      'The session is pending: auth() treats it as signed out unless told otherwise, whatever this check says.',
    );
  if (auth.sessionId === null)
    notes.push('There is no sid: this is not a session token, and a careful backend refuses it.');
  if (auth.version === 'unknown')
    notes.push("The version of this token is unknown; Clerk's SDK reads it as version 1.");
  return notes;
}
