export interface LineToken {
  readonly from: number;
  readonly to: number;
  readonly kind: 'name' | 'string' | 'shortcode' | 'number' | 'word';
}

const part =
  /(?<string>"(?:[^"\\]|\\.)*(?:"|$))(?<colon>\s*:)?|(?<number>-?\d[\d.eE+-]*)|(?<word>true|false|null)/g;
const shortcode = /\{\{[^{}]*\}\}/g;

/** The tokens of one line, in order and without overlap. A JSON string never spans lines. */
export function jsonTokens(line: string): readonly LineToken[] {
  // A line this long is data, and telling its parts apart would cost more than it shows.
  if (line.length > 20_000) return [{ from: 0, to: line.length, kind: 'string' }];
  return [...line.matchAll(part)].flatMap((match): LineToken[] => {
    const { string, colon, number } = match.groups ?? {};
    const from = match.index;
    if (string === undefined) {
      return [{ from, to: from + match[0].length, kind: number === undefined ? 'word' : 'number' }];
    }
    const to = from + string.length;
    return colon === undefined ? stringTokens(string, from) : [{ from, to, kind: 'name' }];
  });
}

function stringTokens(text: string, at: number): LineToken[] {
  const tokens: LineToken[] = [];
  let last = 0;
  for (const found of text.matchAll(shortcode)) {
    if (found.index > last) {
      tokens.push({ from: at + last, to: at + found.index, kind: 'string' });
    }
    last = found.index + found[0].length;
    tokens.push({ from: at + found.index, to: at + last, kind: 'shortcode' });
  }
  if (last < text.length) tokens.push({ from: at + last, to: at + text.length, kind: 'string' });
  return tokens;
}
