import { createPathMatcher } from '@clerk/shared/pathMatcher';
import { err, ok, type Result } from '../../kernel/result.ts';

/** A route pattern, compiled by Clerk's own matcher (path-to-regexp 6 grammar). */
export interface Pattern {
  readonly source: string;
  /** Takes a pathname as the URL parser gives it. Throws Clerk's `MalformedURLError` for bad percent-encoding. */
  readonly matches: (pathname: string) => boolean;
}

/** Says in our words what path-to-regexp says in its own. */
function explain(source: string, cause: unknown): string {
  const lines = cause instanceof Error ? cause.message.split('\n') : [];
  const reason = lines.at(-1) ?? '';
  const modifier = /^Unexpected MODIFIER at (\d+)/.exec(reason);
  if (modifier !== null) {
    const at = Number(modifier[1]);
    return `Unexpected MODIFIER at ${at}: “${source[at] ?? ''}” needs a group or a name before it, such as (.*) or :path*`;
  }
  return reason === '' ? 'it is no valid pattern' : reason;
}

export function compilePattern(source: string): Result<Pattern, string> {
  if (source === '') return err('A pattern is empty.');
  try {
    return ok({ source, matches: createPathMatcher(source) });
  } catch (cause) {
    return err(`The pattern “${source}” is refused by Clerk's matcher: ${explain(source, cause)}.`);
  }
}

export interface PatternAdvice {
  readonly code: 'sibling-names' | 'no-leading-slash';
  readonly message: string;
  /** The pattern to write instead, when there is one. */
  readonly instead: string | null;
}

/** Patterns that match more, or less, than they seem to. */
export function advise(source: string): PatternAdvice[] {
  const found: PatternAdvice[] = [];
  const sibling = /^(.*[^/(])\(\.\*\)$/.exec(source);
  const prefix = sibling?.[1];
  // A group before the wildcard, as in the documented /(api|trpc)(.*), covers sibling names just as well.
  if (prefix !== undefined && prefix !== '/') {
    found.push({
      code: 'sibling-names',
      message: `“${source}” also matches sibling names such as “${sample(prefix)}-other”.`,
      instead: `${prefix}/:path*`,
    });
  }
  if (!/^[/({:]/.test(source)) {
    found.push({
      code: 'no-leading-slash',
      message: `“${source}” has no leading slash, so it matches no path.`,
      instead: `/${source}`,
    });
  }
  return found;
}

const sample = (prefix: string): string =>
  prefix.replace(/\(([^|)]*)[^)]*\)/g, '$1').replace(/:\w+/g, 'x');
