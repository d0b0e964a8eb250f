import { isJsonObject, type Json } from '../../../../shared/domain/json.ts';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import { shortcodeByName, shortcodes } from '../../../../shared/domain/template/shortcodes.ts';
import type { PreviewContext } from '../../../../shared/domain/template/types.ts';

export interface ShortcodeChoice {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  /** Its value for the person of the preview, as compact JSON; null without a person. */
  readonly current: string | null;
}

/**
 * What stands left of the cursor: the beginning of an operand inside `{{`, with the offset in the line at which it
 * starts. Null anywhere else.
 */
export function operandBefore(line: string): { readonly text: string; readonly at: number } | null {
  const open = line.lastIndexOf('{{');
  if (open < 0 || line.indexOf('}}', open) >= 0) return null;
  const inside = line.slice(open + 2);
  const operand = inside.slice(inside.lastIndexOf('|') + 1);
  const text = operand.trimStart();
  return /^[\w.-]*$/.test(text) ? { text, at: line.length - text.length } : null;
}

/** What completes the text right of the cursor: the braces that are not there yet. */
export const closingFor = (after: string): string => (/^\s*(\}\}|\|\|)/.test(after) ? '' : '}}');

/** The shortcodes, or the keys of a metadata object once its name and a dot have been typed. */
export function choicesFor(
  operand: string,
  context: PreviewContext | null,
): readonly ShortcodeChoice[] {
  const parent = operand.slice(0, Math.max(0, operand.lastIndexOf('.')));
  const root = [...shortcodeByName.values()].find(
    ({ name, nested }) => nested && (parent === name || parent.startsWith(`${name}.`)),
  );
  if (root === undefined) {
    return shortcodes.map(({ name, type, description, nullWhen }) => ({
      name,
      type: nullWhen === null ? type : `${type} or null`,
      description: nullWhen === null ? description : `${description} Null: ${nullWhen}.`,
      current: currentValue(name, context),
    }));
  }
  const value = context === null ? null : valueOf(parent, context);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([key, inner]) => ({
    name: `${parent}.${key}`,
    type: typeName(inner),
    description: `Key ${key} of ${parent}.`,
    current: JSON.stringify(inner),
  }));
}

/** A shortcode's value, from the one compiler there is. */
function valueOf(name: string, context: PreviewContext): Json {
  const template = compileTemplate({ value: `{{${name}}}` }, { kind: 'jwt-template' });
  return template.render(context)['value'] ?? null;
}

const currentValue = (name: string, context: PreviewContext | null): string | null =>
  context === null ? null : JSON.stringify(valueOf(name, context));

const typeName = (value: Json): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
};
