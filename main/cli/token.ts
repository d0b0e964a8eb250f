import { classifyCredential } from '../../shared/domain/token/kind.ts';
import type { DecodedToken } from '../../shared/domain/token/decode.ts';
import type { TokenKind } from '../../shared/domain/token/kind.ts';
import type { Flags, Option } from './args.ts';
import { withDeadline } from './deadline.ts';
import { readStdin, readText, tokenLimit, unusable, type CliIo } from './io.ts';

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
export async function tokenText(flags: Flags, io: CliIo): Promise<string> {
  const file = flags.one('token-file');
  if (file !== null) return readText(io, file, 'The token file');
  if (io.isTty) io.note('Paste a token, then press Ctrl-D.\n');
  return readStdin(io, tokenLimit);
}

/** Finds the token in a text: bare, or in a header, a Cookie header, a curl command, a JSON answer. */
export function readToken(text: string): ReadToken {
  const found = withDeadline('This token', () => classifyCredential(text));
  if (found.kind === 'token') return { decoded: found.decoded, kind: found.tokenKind };
  if (found.kind === 'undecodable') throw unusable(found.failure.message, found.failure.remedy);
  if (found.kind === 'secret' || found.kind === 'unknown') {
    throw unusable(found.message, found.remedy);
  }
  throw unusable(found.message, 'Give a token that has three parts.');
}
