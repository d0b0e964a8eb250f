import { isKnownRoot } from './chain.ts';
import type { Operand, ParsedText, SyntaxProblemCode } from './expression.ts';
import { nearest } from './nearest.ts';
import { knownMistakes, rootMistakes, roots, shortcodeByName, shortcodes } from './shortcodes.ts';
import type { Severity, TemplateWarning, WarningCode } from './types.ts';
import type { CompiledText } from './value.ts';

type Report = (
  code: WarningCode,
  severity: Severity,
  message: string,
  place?: { readonly at: number; readonly length: number },
  fix?: TemplateWarning['fix'],
) => void;

const syntaxSeverity: Record<SyntaxProblemCode, Severity> = {
  'bad-expression': 'error',
  'double-quoted-literal': 'error',
  'null-literal': 'error',
  apostrophe: 'error',
  'repeated-braces': 'warning',
  'unbalanced-braces': 'warning',
  'braces-in-literal': 'warning',
};

const replaceWith = (replacement: string): NonNullable<TemplateWarning['fix']> => ({
  label: `Write ${replacement}`,
  replacement,
});

type Path = Extract<Operand, { kind: 'path' }>;

function lintUnknownRoot(path: Path, report: Report): void {
  const [root = '', ...rest] = path.segments;
  const meant = rootMistakes.get(root) ?? nearest(root, roots);
  const replacement = meant === null ? null : [meant, ...rest].join('.');
  const known =
    replacement !== null && shortcodeByName.has(replacement.split('.').slice(0, 2).join('.'));
  report(
    'unknown-root',
    'warning',
    `There is no “${root}” in Clerk's shortcodes, so this may be emitted as literal text.`,
    { at: path.at, length: path.text.length },
    known && replacement !== null ? replaceWith(replacement) : undefined,
  );
}

function lintUnknownProperty(path: Path, report: Report): void {
  const place = { at: path.at, length: path.text.length };
  const name = path.segments.slice(0, 2).join('.');
  const rest = path.segments.slice(2);
  if (path.segments[1] === 'private_metadata') {
    report(
      'private-metadata',
      'error',
      'Private metadata is never exposed to tokens; this is null.',
      place,
    );
    return;
  }
  const mistake = knownMistakes.get(name);
  if (mistake !== undefined) {
    report(
      'undocumented-shortcode',
      'warning',
      `“${name}” is ${mistake.say}; shown as null here.`,
      place,
      mistake.use === undefined ? undefined : replaceWith([mistake.use, ...rest].join('.')),
    );
    return;
  }
  const meant = nearest(
    name,
    shortcodes.map((entry) => entry.name),
  );
  report(
    'unknown-property',
    'warning',
    `“${name}” is not in Clerk's list of shortcodes; it resolves to null, or stays as literal text.`,
    place,
    meant === null ? undefined : replaceWith([meant, ...rest].join('.')),
  );
}

function lintPath(path: Path, report: Report): void {
  const place = { at: path.at, length: path.text.length };
  if (!isKnownRoot(path.segments[0])) return lintUnknownRoot(path, report);
  const shortcode = shortcodeByName.get(path.segments.slice(0, 2).join('.'));
  if (shortcode === undefined) return lintUnknownProperty(path, report);
  const rest = path.segments.slice(2);
  if (rest.some((key) => /^[0-9]+$|\[/.test(key))) {
    report(
      'array-index',
      'warning',
      'Reading an item of a list is not documented; shown as null here.',
      place,
    );
  } else if (rest.some((key) => !/^[A-Za-z0-9_]+$/.test(key))) {
    report(
      'unusual-key',
      'warning',
      'Keys with other characters than letters, digits and _ are not documented; a dot always separates.',
      place,
    );
  }
  if (rest.length > 0 && !shortcode.nested) {
    report(
      'undocumented-path',
      'warning',
      `A path into ${shortcode.name} is not documented.`,
      place,
    );
  }
  if (shortcode.status === 'seen') {
    report(
      'undocumented-shortcode',
      'note',
      `“${shortcode.name}” is in newer pickers of the Dashboard, not in the documentation.`,
      place,
    );
  }
  if (shortcode.name.endsWith('_at')) {
    report(
      'unit-not-confirmed',
      'note',
      'Shown in Unix seconds; whether Clerk emits seconds or milliseconds is not confirmed.',
      place,
    );
  }
  if (shortcode.name === 'org_membership.permissions') {
    report(
      'permissions-scope',
      'note',
      'Whether this list includes system permissions is not documented; the preview shows what the record has.',
      place,
    );
  }
  if (shortcode.type === 'object' && rest.length === 0 && shortcode.root !== 'session') {
    const advice = shortcode.nested
      ? `name the single fields you need, for example ${shortcode.name}.plan`
      : 'it grows with every organization the user joins';
    report(
      'unbounded-size',
      'warning',
      `${shortcode.name} has no size limit of its own: ${advice}.`,
      place,
    );
  }
}

/** Operands after one that can be neither null nor false are never reached. */
function lintFallbacks(operands: readonly Operand[], report: Report): void {
  for (const [index, operand] of operands.slice(0, -1).entries()) {
    const shortcode =
      operand.kind === 'path' ? shortcodeByName.get(operand.segments.join('.')) : undefined;
    const settles =
      operand.kind === 'literal'
        ? operand.value !== false
        : shortcode !== undefined && shortcode.nullWhen === null && shortcode.type !== 'boolean';
    const next = operands[index + 1];
    if (operand.kind === 'literal' && (operand.value === 0 || operand.value === '')) {
      report(
        'falsy-kept',
        'note',
        'Only null and false pass on to the next operand: 0 and an empty text are kept.',
        { at: operand.at, length: operand.text.length },
      );
    }
    if (settles && next !== undefined) {
      report(
        'unreachable-fallback',
        'warning',
        `${operand.text} always has a value, so what follows it is never used.`,
        { at: next.at, length: next.text.length },
      );
      return;
    }
  }
}

const canBeNull = (operand: Operand): boolean => {
  if (operand.kind === 'literal') return false;
  const shortcode = shortcodeByName.get(operand.segments.join('.'));
  return shortcode === undefined || shortcode.nullWhen !== null;
};

function lintSpaces(text: string, compiled: CompiledText, report: Report): void {
  if (compiled.chains.length === 0) return;
  const [chain] = compiled.chains;
  const trimmed = text.trim();
  const lead = text.length - text.trimStart().length;
  if (compiled.chains.length === 1 && chain !== undefined && trimmed === chain.source) {
    if (trimmed !== text) {
      report(
        'spaces-around-value',
        'warning',
        'The spaces around make this a text; without them the value keeps its own type.',
        { at: 0, length: text.length },
        { label: 'Remove the spaces', replacement: trimmed },
      );
    }
    return;
  }
  if (lead > 0)
    report('edge-space', 'note', 'The space at the start is kept.', { at: 0, length: lead });
  const tail = text.length - text.trimEnd().length;
  if (tail > 0) {
    report('edge-space', 'note', 'The space at the end is kept.', {
      at: text.length - tail,
      length: tail,
    });
  }
}

/** What the text of one value says about itself, without a context. */
export function lintText(
  text: string,
  parsed: ParsedText,
  compiled: CompiledText,
  report: Report,
): void {
  for (const problem of parsed.problems) {
    report(
      problem.code,
      syntaxSeverity[problem.code],
      problem.message,
      { at: problem.at, length: problem.length },
      problem.replacement === undefined ? undefined : replaceWith(problem.replacement),
    );
  }
  for (const part of parsed.parts) {
    if (part.kind === 'text') continue;
    for (const operand of part.operands) {
      if (operand.kind === 'path') lintPath(operand, report);
    }
    lintFallbacks(part.operands, report);
  }
  lintSpaces(text, compiled, report);
  if (compiled.kind !== 'interpolated') return;
  for (const { operands, at, source } of compiled.chains) {
    const last = operands.at(-1);
    const place = { at, length: source.length };
    if (operands.every(canBeNull)) {
      report(
        'null-in-text',
        'warning',
        "When this is null the text reads “null”; add a fallback such as || ''.",
        place,
        last === undefined
          ? undefined
          : replaceWith(`{{${operands.map((operand) => operand.text).join(' || ')} || ''}}`),
      );
    }
    for (const operand of operands) {
      const name = operand.kind === 'path' ? operand.segments.join('.') : '';
      const type = shortcodeByName.get(name)?.type;
      if (type === 'object' || type === 'string[]') {
        report(
          'object-in-text',
          'warning',
          'How Clerk writes an object or a list inside text is not documented; shown as compact JSON.',
          place,
        );
      }
    }
  }
}
