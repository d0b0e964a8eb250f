/**
 * The text of one value: plain text and `{{…}}` shortcodes. A shortcode is a chain `a || b || …` of paths, single-quoted
 * strings, numbers and booleans; nothing else exists in the language
 * (clerk/clerk-docs `docs/guides/sessions/jwt-templates.mdx`). Whatever does not parse stays as text, with the problem.
 */
export type Operand =
  | {
      readonly kind: 'path';
      readonly text: string;
      readonly segments: readonly string[];
      readonly at: number;
    }
  | {
      readonly kind: 'literal';
      readonly text: string;
      readonly value: string | number | boolean;
      readonly at: number;
    };

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'chain';
      readonly source: string;
      readonly at: number;
      readonly operands: readonly Operand[];
    };

export type SyntaxProblemCode =
  | 'bad-expression'
  | 'double-quoted-literal'
  | 'null-literal'
  | 'apostrophe'
  | 'repeated-braces'
  | 'unbalanced-braces'
  | 'braces-in-literal';

interface SyntaxProblem {
  readonly code: SyntaxProblemCode;
  readonly at: number;
  readonly length: number;
  readonly message: string;
  readonly replacement?: string;
}

export interface ParsedText {
  readonly parts: readonly Part[];
  readonly problems: readonly SyntaxProblem[];
}

type Attempt =
  | { readonly ok: true; readonly operands: Operand[]; readonly end: number }
  | { readonly ok: false; readonly problem: SyntaxProblem };

const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

// Sticky expressions: each matches at one place only, so the whole scan stays linear.
const numberAt = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const wordAt = /[^\s|{}'"]+/y;

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

const failed = (
  code: SyntaxProblemCode,
  at: number,
  length: number,
  message: string,
  replacement?: string,
): Attempt => ({
  ok: false,
  problem: { code, at, length, message, ...(replacement === undefined ? {} : { replacement }) },
});

function parseOperand(text: string, at: number): Operand | Attempt {
  const first = text[at];
  if (first === "'") {
    const close = text.indexOf("'", at + 1);
    if (close < 0) {
      return failed('apostrophe', at, 1, "This quote is never closed: write 'text'.");
    }
    const value = text.slice(at + 1, close);
    return { kind: 'literal', text: text.slice(at, close + 1), value, at };
  }
  if (first === '"') {
    const close = text.indexOf('"', at + 1);
    const inner = close < 0 ? '' : text.slice(at + 1, close);
    const fixable = close >= 0 && !inner.includes("'");
    return failed(
      'double-quoted-literal',
      at,
      close < 0 ? 1 : close + 1 - at,
      'A string in a shortcode takes single quotes.',
      fixable ? `'${inner}'` : undefined,
    );
  }
  if (first === '‘' || first === '’' || first === '“' || first === '”') {
    return failed('apostrophe', at, 1, "A string takes straight single quotes: 'text'.");
  }
  const word = match(wordAt, text, at);
  if (word === null) {
    return failed('bad-expression', at, 1, 'A shortcode name or a literal is expected here.');
  }
  if (word === 'true' || word === 'false') {
    return { kind: 'literal', text: word, value: word === 'true', at };
  }
  if (word === 'null') {
    return failed(
      'null-literal',
      at,
      4,
      'There is no null literal; a chain without a value gives its last operand.',
    );
  }
  if (match(numberAt, text, at) === word && Number.isFinite(Number(word))) {
    return { kind: 'literal', text: word, value: Number(word), at };
  }
  const segments = word.split('.');
  if (segments.includes('') || /^[-+0-9]/.test(word)) {
    return failed('bad-expression', at, word.length, `“${word}” is neither a name nor a literal.`);
  }
  return { kind: 'path', text: word, segments, at };
}

/** Reads the chain that follows `{{`; `end` is the offset after its `}}`. */
function parseChain(text: string, from: number): Attempt {
  const operands: Operand[] = [];
  let at = from;
  for (;;) {
    at = skipSpace(text, at);
    const operand = parseOperand(text, at);
    if ('ok' in operand) return operand;
    operands.push(operand);
    at = skipSpace(text, operand.at + operand.text.length);
    if (text.startsWith('||', at)) {
      at += 2;
      continue;
    }
    if (text.startsWith('}}', at)) return { ok: true, operands, end: at + 2 };
    const message =
      text[at] === '|'
        ? 'A fallback takes two bars: ||.'
        : "Only names, 'text', numbers, true, false and || exist in a shortcode.";
    return failed('bad-expression', at, 1, message);
  }
}

function runLength(text: string, at: number, character: string): number {
  let end = at;
  while (text[end] === character) end += 1;
  return end - at;
}

/** Splits a value's text. Linear in its length. */
export function parseText(text: string): ParsedText {
  const parts: Part[] = [];
  const problems: SyntaxProblem[] = [];
  let plain = '';
  let at = 0;
  /** Offset of the next `}}` at or after `at`, kept so that a text full of `{{` stays linear. */
  let close = -2;

  const closeAfter = (from: number): number => {
    if (close === -1 || close >= from) return close;
    close = text.indexOf('}}', from);
    return close;
  };

  for (;;) {
    const open = text.indexOf('{{', at);
    if (open < 0) break;
    plain += text.slice(at, open);
    const run = runLength(text, open, '{');
    const inner = open + run;
    const end = closeAfter(inner);
    const nextOpen = text.indexOf('{{', inner);
    if (run === 2) {
      const chain = parseChain(text, inner);
      if (chain.ok) {
        if (plain !== '') parts.push({ kind: 'text', text: plain });
        plain = '';
        parts.push({
          kind: 'chain',
          source: text.slice(open, chain.end),
          at: open,
          operands: chain.operands,
        });
        for (const operand of chain.operands) {
          if (operand.kind === 'literal' && /\{\{|\}\}/.test(operand.text)) {
            problems.push({
              code: 'braces-in-literal',
              at: operand.at,
              length: operand.text.length,
              message: 'How Clerk reads braces inside a quoted text is not documented.',
            });
          }
        }
        at = chain.end;
        continue;
      }
      if (end >= 0 && (nextOpen < 0 || end < nextOpen)) problems.push(chain.problem);
    }
    if (end < 0 || (nextOpen >= 0 && nextOpen < end)) {
      problems.push({
        code: run > 2 ? 'repeated-braces' : 'unbalanced-braces',
        at: open,
        length: run,
        message: 'These braces are never closed, so they stay as text.',
      });
      plain += text.slice(open, inner);
      at = inner;
      continue;
    }
    // Left as text through its closing braces.
    const after = end + runLength(text, end, '}');
    if (run > 2) {
      problems.push({
        code: 'repeated-braces',
        at: open,
        length: after - open,
        message: 'What more than two braces mean is not documented, so this stays as text.',
        replacement: `{{${text.slice(inner, end)}}}`,
      });
    }
    plain += text.slice(open, after);
    at = after;
  }
  plain += text.slice(at);
  if (plain !== '' || parts.length === 0) parts.push({ kind: 'text', text: plain });
  return { parts, problems };
}
