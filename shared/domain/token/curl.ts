/** The headers that matter of a pasted `curl` command. */
export interface CurlHeaders {
  readonly authorization: string | null;
  readonly cookie: string | null;
}

/** Splits a shell command into words: quotes, `$'…'`, backslashes and line continuations. Linear. */
export function shellWords(command: string): string[] {
  const words: string[] = [];
  let word: string[] | null = null;
  let quote: "'" | '"' | null = null;
  for (let i = 0; i < command.length; i += 1) {
    const character = command.charAt(i);
    if (quote === "'") {
      if (character === "'") quote = null;
      else word?.push(character);
    } else if (character === '\\' || (character === '^' && command[i + 1] === '\n')) {
      i += 1;
      if (command[i] !== '\n' && i < command.length) (word ??= []).push(command.charAt(i));
    } else if (quote === '"') {
      if (character === '"') quote = null;
      else word?.push(character);
    } else if (character === "'" || character === '"') {
      word ??= [];
      quote = character;
    } else if (character === '$' && command[i + 1] === "'") {
      continue;
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word.join(''));
      word = null;
    } else {
      (word ??= []).push(character);
    }
  }
  if (word !== null) words.push(word.join(''));
  return words;
}

/** Reads `-H`, `--header`, `-b`, `--cookie` and `--oauth2-bearer`; null when it is no curl command. */
export function readCurl(text: string): CurlHeaders | null {
  if (!/^\s*(\$\s+)?curl(\.exe)?\s/.test(text)) return null;
  const words = shellWords(text);
  let authorization: string | null = null;
  let cookie: string | null = null;
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    const next = words[i + 1] ?? '';
    const header =
      word === '-H' || word === '--header'
        ? next
        : word.startsWith('--header=')
          ? word.slice('--header='.length)
          : word.startsWith('-H') && word.length > 2
            ? word.slice(2)
            : null;
    if (header !== null) {
      const [name, value] = splitHeader(header);
      if (name === 'authorization') authorization ??= value;
      if (name === 'cookie') cookie ??= value;
    }
    if (word === '-b' || word === '--cookie') cookie ??= next;
    if (word === '--oauth2-bearer') authorization ??= `Bearer ${next}`;
  }
  return { authorization, cookie };
}

/** Name in lower case and value of a header line; the name is empty when there is no colon. */
export function splitHeader(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':');
  if (colon === -1) return ['', line.trim()];
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}
