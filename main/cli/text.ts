/** Control characters and direction marks: text from outside cannot move the cursor or colour the screen. */
const unprintable = /[\p{Cc}\p{Bidi_Control}]/gu;

/** Shows text from outside. */
export const printable = (text: string): string =>
  text.replace(unprintable, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Rows as aligned columns, two spaces in. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const shown = rows.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of shown) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    }
  }
  return shown.map((row) =>
    `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd(),
  );
}

const longest = 96;

/** A value on one line, shortened. */
export function brief(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

export const bytes = (count: number): string => `${count.toLocaleString('en-US')} B`;

/** Wraps sentences for a terminal of 80 columns. */
export function wrap(text: string, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text).split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > 96) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, indent + line];
}
