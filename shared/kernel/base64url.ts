import { err, ok, type Result } from './result.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const invalid = -1;

/** Value of each byte; negative where it is outside the alphabet. */
const values = new Int32Array(256).fill(invalid);
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

const encoder = new TextEncoder();

/**
 * Decodes unpadded base64url strictly: padding, other characters, a lone last character and
 * non-zero bits after the last byte are errors, as in Clerk's own decoder (clerk/javascript
 * packages/backend/src/util/rfc4648.ts), which however skips `=` at the end. `at` is the index of
 * the first offending character.
 */
export function decodeBase64url(text: string): Result<Uint8Array, { readonly at: number }> {
  const source = encoder.encode(text);
  const out = new Uint8Array((source.length * 3) >> 2);
  const length = decodeBase64urlInto(source, 0, source.length, out);
  if (length >= 0) return ok(out);
  for (let at = 0; at < text.length; at += 1)
    if ((values[text.charCodeAt(at)] ?? invalid) < 0) return err({ at });
  return err({ at: text.length - 1 });
}

/**
 * The same from the ASCII bytes between `start` and `end` into `out`, which has to be long enough:
 * how many bytes were written, or -1 when the source is not base64url. Nothing is allocated.
 */
export function decodeBase64urlInto(
  source: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
): number {
  const rest = (end - start) & 3;
  if (rest === 1) return -1;
  const whole = end - rest;
  let at = 0;
  // Tested once at the end: a character outside the alphabet makes its group, and this, negative.
  let seen = 0;
  for (let i = start; i < whole; i += 4) {
    const group =
      (valueOf(source, i) << 18) |
      (valueOf(source, i + 1) << 12) |
      (valueOf(source, i + 2) << 6) |
      valueOf(source, i + 3);
    seen |= group;
    out[at] = group >> 16;
    out[at + 1] = group >> 8;
    out[at + 2] = group;
    at += 3;
  }
  if (rest === 0) return seen < 0 ? -1 : at;
  const a = valueOf(source, whole);
  const b = valueOf(source, whole + 1);
  const c = rest === 3 ? valueOf(source, whole + 2) : 0;
  const spare = rest === 2 ? b & 15 : c & 3;
  if ((seen | a | b | c) < 0 || spare !== 0) return -1;
  out[at] = (a << 2) | (b >> 4);
  if (rest === 2) return at + 1;
  out[at + 1] = (b << 4) | (c >> 2);
  return at + 2;
}

/** Whether the bytes between `start` and `end` are base64url, without decoding them. */
export function isBase64url(source: Uint8Array, start: number, end: number): boolean {
  const rest = (end - start) & 3;
  let seen = 0;
  for (let i = start; i < end; i += 1) seen |= valueOf(source, i);
  if (seen < 0 || rest === 1) return false;
  const last = end > start ? valueOf(source, end - 1) : 0;
  return rest === 0 || (rest === 2 ? (last & 15) === 0 : (last & 3) === 0);
}

/** Both indexes are in bounds; a check for undefined would cost a third of the time. */
const valueOf = (source: Uint8Array, at: number): number => values[source[at] as number] as number;
