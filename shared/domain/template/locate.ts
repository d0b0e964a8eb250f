import { mapJsonText, offsetInText, positionOf, type JsonMap } from './jsonText.ts';
import type { TemplateWarning } from './types.ts';

/** A warning with its place in the JSON text that was compiled. */
export interface LocatedWarning extends TemplateWarning {
  readonly line: number;
  readonly column: number;
  /** Offsets in the text, for an editor's marker. */
  readonly from: number;
  readonly to: number;
}

/** Warnings about a claim as a whole are marked at its name. */
const aboutName = new Set([
  'reserved-claim',
  'session-bound-claim',
  'version-1-claim',
  'shortcode-in-key',
]);

/** Gives warnings their line and column in the text the template was parsed from. */
export function locateWarnings(
  text: string,
  warnings: readonly TemplateWarning[],
  map?: JsonMap,
): LocatedWarning[] {
  const mapped = map ?? (warnings.length === 0 ? null : mapOf(text));
  return warnings.map((warning) => {
    const place = mapped?.places.get(warning.pointer);
    if (place === undefined) return { ...warning, line: 1, column: 1, from: 0, to: 0 };
    if (aboutName.has(warning.code) && place.key !== null) {
      const { at, end } = place.key;
      return { ...warning, ...positionOf(text, at), from: at, to: end };
    }
    const whole = warning.length === 0;
    const from = whole ? place.at : offsetInText(text, place, warning.offset);
    const to = whole ? place.end : offsetInText(text, place, warning.offset + warning.length);
    return { ...warning, ...positionOf(text, from), from, to };
  });
}

/** Names that stand twice in one object of the text: only the last one counts, which `JSON.parse` never tells. */
export function repeatedNames(text: string): LocatedWarning[] {
  return (mapOf(text)?.duplicates ?? []).map(({ pointer, offset, end }) => ({
    code: 'repeated-name',
    severity: 'warning',
    message: 'This name stands twice in one object; only the last one counts.',
    pointer,
    offset: 0,
    length: 0,
    ...positionOf(text, offset),
    from: offset,
    to: end,
  }));
}

function mapOf(text: string): JsonMap | null {
  const mapped = mapJsonText(text);
  return mapped.ok ? mapped.value : null;
}
