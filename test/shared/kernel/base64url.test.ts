import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  base64urlBytes,
  base64urlLength,
  decodeBase64url,
  encodeBase64url,
} from '../../../shared/kernel/base64url.ts';

describe('base64url', () => {
  test('round-trips any bytes, as Node encodes them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = encodeBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(text.length).toBe(base64urlLength(bytes.length));
        expect(base64urlBytes(text.length)).toBe(bytes.length);
        expect(decodeBase64url(text)).toEqual({ ok: true, value: new Uint8Array(bytes) });
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['A', 0],
    ['AAAAA', 4],
    ['AA+A', 2],
    ['AA/A', 2],
    ['AAA=', 3],
    ['AA AA', 2],
    ['AAéA', 2],
    ['AAA\u4e00', 3],
    ['AB', 1],
    ['AAB', 2],
    ['!', 0],
  ])('refuses %j at %i', (text, at) => {
    expect(decodeBase64url(text)).toEqual({ ok: false, error: { at } });
  });

  test('any text gives bytes or a position in it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'binary' }), (text) => {
        const result = decodeBase64url(text);
        if (result.ok) expect(encodeBase64url(result.value)).toBe(text);
        else expect(result.error.at).toBeLessThan(text.length);
      }),
      { numRuns: 200 },
    );
  });
});
