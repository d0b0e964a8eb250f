import { classifyCredential } from '../../shared/domain/token/kind.ts';
import type { DecodedToken } from '../../shared/domain/token/decode.ts';
import type { TokenKind } from '../../shared/domain/token/kind.ts';
import type { Flags, Option } from './args.ts';
import { readStdin, readText, tokenLimit, unusable, type CommandIo } from './io.ts';

export const tokenOption: Option = {
  name: 'token-file',
  value: 'FILE',
  help: 'read the token from a file instead of stdin',
};

export interface ReadToken {
  readonly decoded: DecodedToken;
  readonly kind: TokenKind;
}

/** The text that holds the token. */
export async function tokenText(flags: Flags, io: CommandIo): Promise<string> {
  const file = flags.one('token-file');
  if (file !== null) return readText(io, file, 'The token file');
  if (io.isTty) io.note('Paste a token, then press Ctrl-D.\n');
  return readStdin(io, tokenLimit);
}

/** More values than any token holds: each takes far more memory than its text. */
const mostValues = 250_000;
const longText = 512 * 1024;

/** Counts, in the long parts of a text, the commas and brackets that each make a value once the JSON is parsed. */
function holdsTooMuch(text: string): boolean {
  if (text.length < longText) return false;
  for (const part of text.split('.', 8)) {
    if (part.length < longText) continue;
    let values = 0;
    for (const byte of Buffer.from(part, 'base64url')) {
      if (byte === 0x2c || byte === 0x5b || byte === 0x7b) values += 1;
    }
    if (values > mostValues) return true;
  }
  return false;
}

/** Finds the token in a text: bare, or in a header, a Cookie header, a curl command, a JSON answer. */
export function readToken(text: string, io: CommandIo): ReadToken {
  if (io.within('This token', () => holdsTooMuch(text))) {
    throw unusable('This token holds more than 250,000 values, so it was not read.');
  }
  const found = io.within('This token', () => classifyCredential(text));
  if (found.kind === 'token') return { decoded: found.decoded, kind: found.tokenKind };
  if (found.kind === 'undecodable') throw unusable(found.failure.message, found.failure.remedy);
  if (found.kind === 'secret' || found.kind === 'unknown') {
    throw unusable(found.message, found.remedy);
  }
  throw unusable(found.message, 'Give a token that has three parts.');
}
