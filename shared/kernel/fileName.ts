/** Bytes that the file systems in use give to one name; encrypted home folders leave fewer than the usual 255. */
const maxBytes = 140;
const fallback = 'claimdeck';

/** Names that Windows keeps for devices, with any extension. */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/**
 * A name a page suggests, as one that every platform takes: no folder, no hidden file, no device, nothing that
 * shows another name than it is, and one of the extensions (the first, when it has none of them).
 */
export function safeFileName(
  suggested: string,
  extensions: readonly [string, ...string[]],
): string {
  const clean = suggested
    .slice(0, 2_000)
    .toWellFormed()
    .normalize('NFC')
    // Separators and what Windows refuses, then everything that is not seen: controls, direction marks.
    .replace(/[<>:"/\\|?*\uFFFD]+/g, '-')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]+/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/[\s.]+$/, '');
  const lower = clean.toLowerCase();
  const extension = extensions.find((ending) => lower.endsWith(`.${ending}`));
  const stem = extension === undefined ? clean : clean.slice(0, -extension.length - 1);
  const trimmed = trim(cut(trim(stem), maxBytes - 12));
  const named = trimmed === '' ? fallback : trimmed;
  return `${device.test(named) ? '_' : ''}${named}.${extension ?? extensions[0]}`;
}

/** Dots and dashes at the start hide a file or look like an option; dots and spaces at the end get lost. */
const trim = (text: string): string => text.replace(/^[\s.-]+|[\s.-]+$/g, '');

/** Whole letters only, as people see them. */
function cut(text: string, bytes: number): string {
  const encoder = new TextEncoder();
  let left = bytes;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= encoder.encode(segment).length;
    if (left < 0) break;
    kept += segment;
  }
  return kept;
}
