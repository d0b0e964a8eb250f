import { err, ok, type Result } from '../../kernel/result.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { maxTemplateDepth } from './types.ts';

/** Why a text is no JSON object. `line` and `column` count from 1, `offset` from 0 in UTF-16 units. */
export interface JsonTextError {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** Where a value stands in a text: its name with the quotes (null at the root and in lists), start and end. */
export interface Place {
  readonly key: { readonly at: number; readonly end: number } | null;
  readonly at: number;
  readonly end: number;
}

export interface JsonMap {
  /** JSON pointer → place. Of a repeated name the last one counts, as in `JSON.parse`. */
  readonly places: ReadonlyMap<string, Place>;
  /** Names that stand twice in one object, each at its second place. */
  readonly duplicates: readonly {
    readonly pointer: string;
    readonly offset: number;
    readonly end: number;
  }[];
}

class Stop extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** The line and column of an offset. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

const numberAt = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const wordAt = /true|false|null/y;
const escapeSequence = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/;

class Scanner {
  readonly text: string;
  readonly places = new Map<string, Place>();
  readonly duplicates: { pointer: string; offset: number; end: number }[] = [];
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at += 1;
    }
  }

  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }

  fail(message: string, offset = this.at): never {
    const end = offset >= this.text.length;
    throw new Stop(end ? 'The text ends too early: something is not closed.' : message, offset);
  }

  string(): string {
    const start = this.at;
    for (let at = start + 1; at < this.text.length; at += 1) {
      const code = this.text.charCodeAt(at);
      if (code === 0x22) {
        this.at = at + 1;
        return JSON.parse(this.text.slice(start, at + 1)) as string;
      }
      if (code < 0x20) {
        this.fail('A line break or control character cannot stand in a string; write \\n.', at);
      }
      if (code !== 0x5c) continue;
      if (!escapeSequence.test(this.text.slice(at + 1, at + 6))) {
        this.fail('This backslash sequence does not exist in JSON.', at);
      }
      at += 1;
    }
    throw new Stop('This string is never closed.', start);
  }

  value(pointer: string, name: Place['key'], depth: number): void {
    this.space();
    const start = this.at;
    const first = this.text[start];
    if (depth > maxTemplateDepth) {
      this.fail(`Values may be nested ${maxTemplateDepth} levels deep.`, start);
    }
    if (first === '{') this.object(pointer, depth);
    else if (first === '[') this.list(pointer, depth);
    else if (first === '"') this.string();
    else if (this.take(wordAt) === null && this.take(numberAt) === null) this.badValue(first);
    this.places.set(pointer, { key: name, at: start, end: this.at });
  }

  badValue(first: string | undefined): never {
    if (this.text.startsWith('{{', this.at)) this.fail('Put the shortcode in quotes: "{{…}}".');
    if (first === "'") this.fail('JSON takes double quotes.');
    if (first === ']' || first === '}') this.fail('A value is missing before this bracket.');
    if (first === ',') this.fail('A value is missing before this comma.');
    if (first === '/') this.fail('JSON has no comments.');
    return this.fail(
      'A value is expected here: a string in double quotes, a number, true, false, null, { or [.',
    );
  }

  object(pointer: string, depth: number): void {
    if (this.text.startsWith('{{', this.at)) this.fail('Put the shortcode in quotes: "{{…}}".');
    const seen = new Set<string>();
    this.at += 1;
    this.space();
    if (this.text[this.at] === '}') {
      this.at += 1;
      return;
    }
    for (;;) {
      this.space();
      const keyAt = this.at;
      const found = this.text[keyAt];
      if (found !== '"') {
        if (found === '}') this.fail('The comma before this bracket is one too many.');
        if (found === '/') this.fail('JSON has no comments.');
        this.fail('A name in double quotes is expected here.');
      }
      const key = this.string();
      const name = { at: keyAt, end: this.at };
      const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (seen.has(key)) this.duplicates.push({ pointer: at, offset: keyAt, end: name.end });
      seen.add(key);
      this.space();
      if (this.text[this.at] !== ':') this.fail('A colon is expected after the name.');
      this.at += 1;
      this.value(at, name, depth + 1);
      this.space();
      if (this.text[this.at] === '}') break;
      if (this.text[this.at] !== ',') this.fail('A comma or } is expected here.');
      this.at += 1;
    }
    this.at += 1;
  }

  list(pointer: string, depth: number): void {
    this.at += 1;
    this.space();
    if (this.text[this.at] === ']') {
      this.at += 1;
      return;
    }
    for (let index = 0; ; index += 1) {
      this.space();
      if (index > 0 && this.text[this.at] === ']') {
        this.fail('The comma before this bracket is one too many.');
      }
      this.value(`${pointer}/${index}`, null, depth + 1);
      this.space();
      if (this.text[this.at] === ']') break;
      if (this.text[this.at] !== ',') this.fail('A comma or ] is expected here.');
      this.at += 1;
    }
    this.at += 1;
  }

  whole(): void {
    this.space();
    if (this.at >= this.text.length)
      throw new Stop('The text is empty; claims start with {.', this.at);
    this.value('', null, 0);
    this.space();
    if (this.at < this.text.length) this.fail('Nothing may follow the closing bracket.');
  }
}

const failure = (text: string, message: string, offset: number): JsonTextError => ({
  message,
  offset,
  ...positionOf(text, offset),
});

/** Finds the place of every value of a JSON text, or of its first error. Linear; the nesting is bounded. */
export function mapJsonText(text: string): Result<JsonMap, JsonTextError> {
  const scanner = new Scanner(text);
  try {
    scanner.whole();
  } catch (cause) {
    if (cause instanceof Stop) return err(failure(text, cause.message, cause.offset));
    throw cause;
  }
  return ok({ places: scanner.places, duplicates: scanner.duplicates });
}

/** Nesting of a text's brackets outside strings, up to one more than `limit`. */
function nestedDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}

/** Parses the text of a template's claims: one JSON object. The error says where and what is wrong. */
export function parseTemplateText(text: string): Result<JsonObject, JsonTextError> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (value === undefined || nestedDeeperThan(text, maxTemplateDepth)) {
    const mapped = mapJsonText(text);
    if (!mapped.ok) return mapped;
  }
  if (isJsonObject(value)) return ok(value);
  const start = text.search(/\S/);
  return err(failure(text, 'Claims are one JSON object: { "name": value }.', Math.max(0, start)));
}

/**
 * The offset in the JSON text of a place inside one of its string values, past escapes. `offset` counts UTF-16
 * units of the decoded string. The start of the value when it is no string.
 */
export function offsetInText(text: string, place: Place, offset: number): number {
  if (text[place.at] !== '"') return place.at;
  let at = place.at + 1;
  for (let left = offset; left > 0 && at < place.end - 1; left -= 1) {
    if (text[at] !== '\\') at += 1;
    else at += text[at + 1] === 'u' ? 6 : 2;
  }
  return at;
}
