import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Length } from '../../../shared/kernel/bytes.ts';

test.each([
  ['', 0],
  ['abc', 3],
  ['é', 2],
  ['€', 3],
  ['😀', 4],
  ['\ud83d', 3],
  ['\ude00\ud83d', 6],
  ['a😀\ud83dé', 10],
])('%j takes %i bytes', (text, bytes) => {
  expect(utf8Length(text)).toBe(bytes);
});

test('agrees with an encoder on any text, lone surrogates included', () => {
  const encoder = new TextEncoder();
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      expect(utf8Length(text)).toBe(encoder.encode(text).length);
    }),
    { numRuns: 200 },
  );
});
