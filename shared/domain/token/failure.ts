import { err } from '../../kernel/result.ts';

/** Deepest nesting read. Clerk's own claims nest twice; a reader that recurses survives this. */
export const maxDepth = 256;

/** Most members and list items read: parsed, they take ten times the room they have in the text. */
export const maxValues = 250_000;

/** Why a text is not a token that can be shown. The list is closed. */
const decodeReasons = [
  'empty',
  'too-large',
  'encrypted',
  'not-three-parts',
  'bad-base64url',
  'bad-json',
  'not-an-object',
  'too-deep',
  'too-many-values',
] as const;

export type DecodeReason = (typeof decodeReasons)[number];

export interface DecodeFailure {
  readonly reason: DecodeReason;
  readonly segment: SegmentName | null;
  /** One sentence; quotes nothing of the token. */
  readonly message: string;
  readonly remedy: string;
}

export type SegmentName = 'header' | 'payload' | 'signature';

const sentences: Readonly<Record<DecodeReason, readonly [message: string, remedy: string]>> = {
  empty: ['There is nothing to read.', 'Paste a token.'],
  'too-large': [
    'This text is longer than any token that can be read here.',
    'Paste the token alone; a token that does not fit a request header is of no use anywhere.',
  ],
  encrypted: [
    'This is an encrypted token (five parts), and Clerk issues only signed ones (three parts).',
    'Paste the token that getToken() returns.',
  ],
  'not-three-parts': [
    'A token has three parts separated by dots, and this text has not.',
    'Paste the whole token, from the first character to the last.',
  ],
  'bad-base64url': [
    'is not base64url: a character is not allowed there, or the end is missing.',
    'Copy the token again, whole and without line breaks.',
  ],
  'bad-json': [
    'decodes, but is not JSON.',
    'Copy the token again; if it stays so, whoever issued it made a mistake.',
  ],
  'not-an-object': [
    'is JSON, but not an object of members.',
    'Use a token that was issued as a JWT.',
  ],
  'too-deep': [
    `nests deeper than ${String(maxDepth)} levels, which no honest token does.`,
    'Look at where this token came from.',
  ],
  'too-many-values': [
    `holds more than ${maxValues.toLocaleString('en')} values, which no honest token does.`,
    'Look at where this token came from.',
  ],
};

/** The failure of this reason, with its sentence. */
export function fail(
  reason: DecodeReason,
  segment: SegmentName | null,
): { readonly ok: false; readonly error: DecodeFailure } {
  const [sentence, remedy] = sentences[reason];
  const message = segment === null ? sentence : `The ${segment} ${sentence}`;
  return err({ reason, segment, message, remedy });
}
