import { resolve } from 'node:path';

/** The checkout this program was started from. */
export const projectRoot = resolve(import.meta.dirname, '../..');

/** What a start remembers between runs, beside what other tools keep there. */
export const cacheDir = (root: string): string => resolve(root, 'node_modules/.cache/claimdeck');
