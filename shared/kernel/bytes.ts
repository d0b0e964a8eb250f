/**
 * UTF-8 bytes of a string, without encoding it. A lone surrogate counts as the three bytes of
 * U+FFFD that an encoder writes in its place.
 */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) {
      bytes += 1;
      continue;
    }
    const isPair = code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
    bytes += 2;
    // A pair is two units that become four bytes: two more than its units, counted once.
    if (isPair) i += 1;
  }
  return bytes;
}
