import { hash, randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Characters after the prefix, as in Clerk's ids, so that tokens get the sizes of real ones. */
const bodyLength = 27;

function spell(bytes: Uint8Array, length: number): string {
  let text = '';
  for (let at = 0; at < length; at += 1) text += alphabet[(bytes[at] ?? 0) % alphabet.length];
  return text;
}

/** A new id: `user_3fK…`, 27 characters after the prefix. */
export const newId = (prefix: string): string =>
  `${prefix}_${spell(randomBytes(bodyLength), bodyLength)}`;

/** The same id each time: a readable word, filled up to the usual length. */
export function fixedId(prefix: string, word: string): string {
  const filler = hash('sha256', `${prefix} ${word}`, 'buffer');
  return `${prefix}_${word}${spell(filler, Math.max(0, bodyLength - word.length))}`;
}

/** An opaque random value: rotating tokens, dev browser values, keys. */
export const randomText = (length: number): string => spell(randomBytes(length), length);
