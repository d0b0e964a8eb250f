import { createHash } from 'node:crypto';
import type { Asked } from '../core.ts';

/** What has a picture: a user or an organization. */
interface Pictured {
  readonly id: string;
  readonly picture_at?: number | null;
}

/**
 * Where its picture is, at whatever address the sandbox was reached: an uploaded one, under a name that changes with
 * it, or the drawn one.
 */
export function pictureFields(
  asked: Asked,
  { id, picture_at: at }: Pictured,
): { image_url: string; has_image: boolean } {
  const has_image = at !== undefined && at !== null;
  const name = has_image ? `${id}.${at}` : `${id}.svg`;
  return { image_url: `${asked.baseUrl}/pictures/${name}`, has_image };
}

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
