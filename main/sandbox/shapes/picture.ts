import { createHash } from 'node:crypto';
import type { Asked } from '../core.ts';

/** Address of the drawn picture of a user or an organization, at whatever address the sandbox was reached. */
export const pictureUrl = (asked: Asked, id: string): string =>
  `${asked.baseUrl}/pictures/${id}.svg`;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const firstLetter = (word: string): string => Array.from(word)[0] ?? '';

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const first = firstLetter(words[0] ?? '?');
  const last = words.length > 1 ? firstLetter(words.at(-1) ?? '') : '';
  return (first + last).toUpperCase();
}

/** A square with the initials; the colour follows the id. White text keeps a contrast of 4.5 on each. */
export function drawPicture(id: string, name: string): string {
  const hue = (createHash('sha256').update(id).digest().readUInt16BE(0) * 360) / 65536;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96" role="img">' +
    `<rect width="96" height="96" fill="hsl(${hue.toFixed(0)} 42% 33%)"/>` +
    '<text x="48" y="49" fill="#fff" font-family="system-ui,sans-serif" font-size="38" font-weight="600"' +
    ` text-anchor="middle" dominant-baseline="central">${escape(initials(name))}</text></svg>`
  );
}
