/**
 * Two buffers that every decoding reuses: allocating them anew costs as much as filling them. What is
 * read from them has to be copied out before the next call; nothing here waits in between.
 */
const scratchBytes = 16 * 1024;

const tokenBuffer = new Uint8Array(scratchBytes);
const decodeBuffer = new Uint8Array(scratchBytes);

const encoder = new TextEncoder();

/** The bytes of an ASCII text; null when it has other characters. */
export function sourceBytes(text: string): Uint8Array | null {
  const { length } = text;
  if (length > scratchBytes) {
    const bytes = encoder.encode(text);
    return bytes.length === length ? bytes : null;
  }
  const { read, written } = encoder.encodeInto(text, tokenBuffer);
  return read === length && written === length ? tokenBuffer : null;
}

/** Room for what `chars` characters of base64url decode to. */
export const scratch = (chars: number): Uint8Array =>
  chars > scratchBytes ? new Uint8Array((chars * 3) >> 2) : decodeBuffer;
