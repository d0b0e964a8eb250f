import { parseArgs } from 'node:util';
import { nearest } from '../../shared/domain/template/nearest.ts';
import { unusable } from './io.ts';

export interface Option {
  readonly name: string;
  /** Placeholder of its value; null for a switch. */
  readonly value: string | null;
  readonly multiple?: boolean;
  readonly help: string;
}

/** The options of one call, looked up by name. */
export interface Flags {
  readonly given: (name: string) => boolean;
  readonly one: (name: string) => string | null;
  readonly all: (name: string) => readonly string[];
  /** A value that has to be there. */
  readonly need: (name: string) => string;
}

export const commonOptions: readonly Option[] = [
  { name: 'json', value: null, help: 'print one JSON document on stdout' },
  { name: 'help', value: null, help: 'show this help' },
];

/** Three dot-separated parts, or a key's prefix: never repeated in a message. */
const looksSecret = (word: string): boolean =>
  word.length > 60 ||
  /^(?:sk|pk|ak|mt|oat|ey)[A-Za-z0-9_]*[_.-]/.test(word) ||
  word.startsWith('ey');

function refuseWord(word: string): never {
  if (looksSecret(word)) {
    throw unusable(
      'Tokens and keys are not taken as arguments: other programs can read them there.',
      'Pipe the token in, or name a file with --token-file.',
    );
  }
  throw unusable(`“${word}” is not expected here.`, 'See --help for what this command takes.');
}

/** Reads a command's options. Unknown ones are refused, with the nearest known one. */
export function parseFlags(argv: readonly string[], options: readonly Option[]): Flags {
  const known = [...options, ...commonOptions];
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      known.map(({ name, value }) => [
        name,
        { type: value === null ? ('boolean' as const) : ('string' as const), multiple: true },
      ]),
    ),
  });
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') refuseWord(token.value);
    if (token.kind !== 'option') continue;
    const option = known.find(({ name }) => name === token.name);
    if (option === undefined) {
      if (looksSecret(token.rawName)) refuseWord(token.rawName);
      const meant = nearest(
        token.name,
        known.map(({ name }) => name),
      );
      throw unusable(
        `There is no option ${token.rawName}.`,
        meant === null ? 'See --help for the options of this command.' : `Did you mean --${meant}?`,
      );
    }
    if (option.value === null && token.value !== undefined) {
      throw unusable(`--${option.name} takes no value.`);
    }
    if (option.value !== null && (token.value === undefined || token.value === '')) {
      throw unusable(`--${option.name} needs a value: --${option.name} ${option.value}.`);
    }
    const earlier = values.get(option.name) ?? [];
    if (earlier.length > 0 && option.value !== null && option.multiple !== true) {
      throw unusable(`--${option.name} is given twice.`);
    }
    values.set(option.name, [...earlier, token.value ?? '']);
  }
  const one = (name: string): string | null => values.get(name)?.[0] ?? null;
  return {
    given: (name) => values.has(name),
    one,
    all: (name) => values.get(name) ?? [],
    need: (name) => {
      const value = one(name);
      if (value !== null) return value;
      const option = known.find((entry) => entry.name === name);
      throw unusable(`--${name} ${option?.value ?? ''} is missing.`, 'See --help for an example.');
    },
  };
}

/** The value of an option as a whole number within bounds. */
export function wholeNumber(flags: Flags, name: string, min: number, max: number): number | null {
  const text = flags.one(name);
  if (text === null) return null;
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || value < min || value > max) {
    throw unusable(`--${name} is a whole number from ${min} to ${max}.`);
  }
  return value;
}

/** The value of an option that is one of a few words. */
export function oneOf<T extends string>(flags: Flags, name: string, words: readonly T[]): T | null {
  const text = flags.one(name);
  if (text === null) return null;
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  const meant = nearest(text, words);
  throw unusable(
    `--${name} is one of ${words.join(', ')}.`,
    meant === null ? undefined : `Did you mean ${meant}?`,
  );
}
