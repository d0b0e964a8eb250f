import { err, ok, type Result } from './result.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const invalid = 255;

/** Value of each character code below 128; 255 where the character is outside the alphabet. */
const values = new Uint8Array(128).fill(invalid);
for (let i = 0; i < alphabet.length; i += 1) values[alphabet.charCodeAt(i)] = i;

const codes = Uint8Array.from(alphabet, (character) => character.charCodeAt(0));

/** Characters that `bytes` bytes take in base64url without padding. */
export const base64urlLength = (bytes: number): number => Math.ceil((bytes * 4) / 3);

/** Bytes that `chars` characters of unpadded base64url hold. */
export const base64urlBytes = (chars: number): number => Math.floor((chars * 3) / 4);

/** RFC 4648 section 5 without padding. Linear in the input, no platform API. */
export function encodeBase64url(bytes: Uint8Array): string {
  const out = new Uint8Array(base64urlLength(bytes.length));
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group =
      ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (left > 2 ? (bytes[i + 2] ?? 0) : 0);
    out[at] = codes[(group >> 18) & 63] ?? 0;
    out[at + 1] = codes[(group >> 12) & 63] ?? 0;
    if (left > 1) out[at + 2] = codes[(group >> 6) & 63] ?? 0;
    if (left > 2) out[at + 3] = codes[group & 63] ?? 0;
    at += 4;
  }
  return ascii.decode(out);
}

const ascii = new TextDecoder();

/**
 * Decodes unpadded base64url strictly: padding, other characters, a lone last character and
 * non-zero bits after the last byte are errors, as in Clerk's own decoder (clerk/javascript
 * packages/backend/src/util/rfc4648.ts), which however skips `=` at the end. `at` is the index of
 * the first offending character.
 */
export function decodeBase64url(text: string): Result<Uint8Array, { readonly at: number }> {
  const length = text.length;
  const rest = length & 3;
  if (rest === 1) return err({ at: firstInvalid(text) ?? length - 1 });
  const out = new Uint8Array((length * 3) >> 2);
  const whole = length - rest;
  let at = 0;
  for (let i = 0; i < whole; i += 4) {
    const a = values[text.charCodeAt(i)];
    const b = values[text.charCodeAt(i + 1)];
    const c = values[text.charCodeAt(i + 2)];
    const d = values[text.charCodeAt(i + 3)];
    if (a === undefined || b === undefined || c === undefined || d === undefined)
      return err({ at: firstInvalid(text) ?? i });
    if ((a | b | c | d) > 63) return err({ at: firstInvalid(text) ?? i });
    out[at] = (a << 2) | (b >> 4);
    out[at + 1] = (b << 4) | (c >> 2);
    out[at + 2] = (c << 6) | d;
    at += 3;
  }
  if (rest === 0) return ok(out);
  const a = values[text.charCodeAt(whole)] ?? invalid;
  const b = values[text.charCodeAt(whole + 1)] ?? invalid;
  const c = rest === 3 ? (values[text.charCodeAt(whole + 2)] ?? invalid) : 0;
  if ((a | b | c) > 63) return err({ at: firstInvalid(text) ?? whole });
  out[at] = (a << 2) | (b >> 4);
  if (rest === 3) out[at + 1] = (b << 4) | (c >> 2);
  const spare = rest === 2 ? b & 15 : c & 3;
  return spare === 0 ? ok(out) : err({ at: length - 1 });
}

function firstInvalid(text: string): number | undefined {
  for (let i = 0; i < text.length; i += 1)
    if ((values[text.charCodeAt(i)] ?? invalid) > 63) return i;
  return undefined;
}
