/** Widest mask read: more decimal digits than this are refused, as their value takes quadratic time. */
const maxMaskDigits = 4096;

/** Largest mask whose bits ordinary integer operators still see. */
const smallDigits = 9;

export type Mask =
  | { readonly kind: 'bits'; readonly small: number; readonly big: bigint | null }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'too-wide' };

/**
 * Reads one element of `o.fpm`. Only plain decimal digits grant anything. The value may be wider
 * than a double or a 32-bit operator can see: beyond nine digits it is held as a BigInt.
 */
export function readMask(text: string): Mask {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return { kind: 'malformed' };
  }
  if (text === '') return { kind: 'malformed' };
  if (text.length <= smallDigits) return { kind: 'bits', small: Number(text), big: null };
  if (text.length > maxMaskDigits) return { kind: 'too-wide' };
  return { kind: 'bits', small: 0, big: BigInt(text) };
}

/** Positions of the one-bits below `count`, lowest first, and whether there are any above. */
export function bitsOf(mask: Mask, count: number): { bits: number[]; isUnused: boolean } {
  const bits: number[] = [];
  if (mask.kind !== 'bits') return { bits, isUnused: false };
  if (mask.big === null) {
    const value = mask.small;
    const width = Math.min(count, 30);
    for (let bit = 0; bit < width; bit += 1) if (((value >> bit) & 1) === 1) bits.push(bit);
    return { bits, isUnused: count < 30 && value >> count !== 0 };
  }
  const digits = mask.big.toString(2);
  const top = digits.length - 1;
  for (let bit = 0; bit < count && bit <= top; bit += 1)
    if (digits.charCodeAt(top - bit) === 0x31) bits.push(bit);
  return { bits, isUnused: top >= count };
}
