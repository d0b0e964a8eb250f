/** Keys in Mantine's notation (`mod` = ⌘ on a Mac, Ctrl elsewhere). */
export type Keys = string;

/**
 * Browsers keep ⌘1…9 and ⌘R for tabs and reloading, and a web page that takes them away annoys. So the web host
 * uses Alt for those; the palette and the sheet name the keys that work here.
 */
export const commandKeys = (host: 'electron' | 'web') => {
  const lead = host === 'electron' ? 'mod' : 'alt';
  return {
    palette: 'mod+K',
    sheet: 'shift+?',
    refresh: `${lead}+R`,
    organization: `${lead}+O`,
    page: (index: number): Keys => `${lead}+${index + 1}`,
  };
};

/** Keys as people read them: `mod+K` → `⌘ K` or `Ctrl K`. */
export function keyLabels(keys: Keys, mac: boolean): readonly string[] {
  const words: Record<string, string> = mac
    ? { mod: '⌘', alt: '⌥', shift: '⇧' }
    : { mod: 'Ctrl', alt: 'Alt', shift: 'Shift' };
  const parts = keys.split('+');
  // `?` is typed with Shift on most keyboards: the sheet names the character.
  return parts.at(-1) === '?' ? ['?'] : parts.map((part) => words[part] ?? part);
}
