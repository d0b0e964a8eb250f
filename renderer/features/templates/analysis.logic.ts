import type { JsonObject } from '../../../shared/domain/json.ts';
import { compileTemplate } from '../../../shared/domain/template/compile.ts';
import {
  mapJsonText,
  parseTemplateText,
  positionOf,
  type JsonMap,
  type JsonTextError,
} from '../../../shared/domain/template/jsonText.ts';
import { locateWarnings } from '../../../shared/domain/template/locate.ts';
import type {
  PreviewContext,
  Severity,
  TemplateKind,
  TemplateResult,
} from '../../../shared/domain/template/types.ts';
import { formatCount } from '../../ui/format.logic.ts';
import { tooLargeToSave } from './save/limits.logic.ts';

/** Something to know about the text, at its place: for the gutter and for the list below the editor. */
export interface Problem {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly from: number;
  readonly to: number;
  readonly fix: { readonly label: string; readonly replacement: string } | null;
}

/**
 * Longest text that is looked at, in UTF-16 units: twice what is saved at most, for indented JSON. Beyond it every
 * keystroke would cost more than it is worth.
 */
export const maxTextChars = 262_144;

export interface TextError extends JsonTextError {
  /** Not looked at for its length; otherwise it is no JSON object. */
  readonly isTooLong: boolean;
}

export interface Analysis {
  /** The text as claims; null while it is no JSON object. */
  readonly claims: JsonObject | null;
  /** Why the text is not looked at; null when it is. */
  readonly error: TextError | null;
  /** What the template makes for the person; null without a person or without a readable text. */
  readonly result: TemplateResult | null;
  readonly map: JsonMap | null;
  /** Errors first, then in the order of the text. */
  readonly problems: readonly Problem[];
}

/** Reads, compiles and evaluates a text. One pass per keystroke: everything on the page comes from here. */
export function analyse(
  text: string,
  kind: TemplateKind,
  context: PreviewContext | null,
): Analysis {
  if (text.length > maxTextChars) return failed(tooLong(text.length));
  const parsed = parseTemplateText(text);
  if (!parsed.ok) return failed({ ...parsed.error, isTooLong: false });
  const compiled = compileTemplate(parsed.value, { kind });
  const result = context === null ? null : compiled.evaluate(context);
  const mapped = mapJsonText(text);
  const map = mapped.ok ? mapped.value : null;
  const warnings = locateWarnings(
    text,
    [...compiled.warnings, ...(result?.warnings ?? [])],
    ...(map === null ? [] : ([map] as const)),
  );
  const problems = [
    ...warnings.map((warning) => ({ ...warning, fix: warning.fix ?? null })),
    ...(map?.duplicates ?? []).map(({ offset }) => duplicateAt(text, offset)),
    ...sizeProblems(text, parsed.value, kind),
  ];
  return { claims: parsed.value, error: null, result, map, problems: problems.toSorted(byWeight) };
}

const failed = (error: TextError): Analysis => ({
  claims: null,
  error,
  result: null,
  map: null,
  problems: [problemOf(error)],
});

const tooLong = (chars: number): TextError => ({
  message: `${formatCount(chars)} characters are more than any template has. At most ${formatCount(maxTextChars)} are looked at; a token header carries about 8 KB.`,
  line: 1,
  column: 1,
  offset: 0,
  isTooLong: true,
});

function sizeProblems(text: string, claims: JsonObject, kind: TemplateKind): readonly Problem[] {
  // Short texts are not counted at every keystroke; no character takes more than three bytes.
  const message = text.length < 2_000 ? null : tooLargeToSave(claims, kind);
  if (message === null) return [];
  const place = { line: 1, column: 1, from: 0, to: 0 };
  return [{ severity: 'error', code: 'too-large', message, ...place, fix: null }];
}

const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };
const byWeight = (a: Problem, b: Problem): number =>
  weights[a.severity] - weights[b.severity] || a.from - b.from;

const problemOf = ({ message, line, column, offset, isTooLong }: TextError): Problem => ({
  severity: 'error',
  code: isTooLong ? 'too-long' : 'invalid-json',
  message,
  line,
  column,
  from: offset,
  to: offset,
  fix: null,
});

const duplicateAt = (text: string, offset: number): Problem => ({
  severity: 'warning',
  code: 'duplicate-name',
  message: 'This name stands twice in one object: the last one counts.',
  ...positionOf(text, offset),
  from: offset,
  to: text.indexOf('"', offset + 1) + 1,
  fix: null,
});

/** Whether two lists say the same at the same places. */
export const isSameProblems = (a: readonly Problem[], b: readonly Problem[]): boolean =>
  a.length === b.length &&
  a.every((problem, at) => {
    const other = b[at];
    return (
      problem.message === other?.message && problem.from === other.from && problem.to === other.to
    );
  });

/** The pointer of the innermost value around an offset of the text; null outside of every claim. */
export function pointerAt(map: JsonMap, offset: number): string | null {
  let found: string | null = null;
  let foundSize = Number.POSITIVE_INFINITY;
  for (const [pointer, { key, at, end }] of map.places) {
    const start = key?.at ?? at;
    if (pointer === '' || offset < start || offset > end) continue;
    if (end - start < foundSize) {
      found = pointer;
      foundSize = end - start;
    }
  }
  return found;
}

/** A template's claims as the text the editor shows. */
export const formatClaims = (claims: unknown): string => JSON.stringify(claims, null, 2);
