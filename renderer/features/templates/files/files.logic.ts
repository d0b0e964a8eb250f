import type { FileToSave } from '../../../../shared/contract/app.ts';
import { isJsonObject, type JsonObject } from '../../../../shared/domain/json.ts';
import { parseTemplateText } from '../../../../shared/domain/template/jsonText.ts';
import { formatBytes } from '../../../ui/format.logic.ts';
import { maxTextChars } from '../analysis.logic.ts';
import type { TemplateEntry } from '../entries.logic.ts';
import { newForm, secondsOf, type PropertyForm } from '../properties/properties.logic.ts';

/** A file that was opened and understood. */
export interface OpenedFile {
  readonly fileName: string;
  readonly claims: JsonObject;
  /** What stands beside the claims; null in a file of bare claims. */
  readonly properties: PropertyForm | null;
}

export type ReadFile =
  | { readonly ok: true; readonly file: OpenedFile }
  /** One sentence. */
  | { readonly ok: false; readonly message: string };

/**
 * A template as a file: what the Backend API returns, without what belongs to one instance and without a key. The
 * session token's claims are a file of their own, bare.
 */
export const fileOf = (entry: TemplateEntry, claims: JsonObject): FileToSave => {
  const { lifetimeSec, clockSkewSec } = secondsOf(entry.properties);
  const { name, customKey, algorithm } = entry.properties;
  const content =
    entry.kind === 'session-claims'
      ? claims
      : {
          object: 'jwt_template',
          name,
          claims,
          lifetime: lifetimeSec,
          allowed_clock_skew: clockSkewSec,
          custom_signing_key: customKey,
          signing_algorithm: algorithm,
        };
  return {
    suggestedName: `${entry.name}.json`,
    text: `${JSON.stringify(content, null, 2)}\n`,
    kind: 'json',
  };
};

/** Reads a file, unless it is larger than any text that is edited here. */
export async function readFile(file: File): Promise<ReadFile> {
  if (file.size > maxTextChars) {
    return {
      ok: false,
      message: `${file.name} has ${formatBytes(file.size)}: no template is that large. At most ${formatBytes(maxTextChars)} are opened; a token header carries about 8 KB.`,
    };
  }
  try {
    return readFileText(file.name, await file.text());
  } catch {
    return { ok: false, message: `${file.name} could not be read.` };
  }
}

/** Understands a file: a template as the Backend API returns it, or the bare claims. */
export function readFileText(fileName: string, text: string): ReadFile {
  const parsed = parseTemplateText(text);
  if (!parsed.ok) {
    const { line, column, message } = parsed.error;
    return {
      ok: false,
      message: `${fileName} is no JSON object: line ${line}, column ${column}. ${message}`,
    };
  }
  const { object, claims } = parsed.value;
  if (object !== 'jwt_template') {
    return { ok: true, file: { fileName, claims: parsed.value, properties: null } };
  }
  if (!isJsonObject(claims)) {
    return { ok: false, message: `${fileName} is a template whose claims are no object.` };
  }
  return { ok: true, file: { fileName, claims, properties: propertiesOf(parsed.value, fileName) } };
}

function propertiesOf(file: JsonObject, fileName: string): PropertyForm {
  const {
    name,
    lifetime,
    allowed_clock_skew: skew,
    custom_signing_key: customKey,
    signing_algorithm: algorithm,
  } = file;
  const usual = newForm(nameFrom(fileName));
  return {
    name: typeof name === 'string' ? name : usual.name,
    lifetime: typeof lifetime === 'number' ? String(lifetime) : usual.lifetime,
    clockSkew: typeof skew === 'number' ? String(skew) : usual.clockSkew,
    customKey: customKey === true,
    algorithm: typeof algorithm === 'string' ? algorithm : usual.algorithm,
  };
}

/** The name a draft of a file gets that has none of its own. */
export const nameFrom = (fileName: string): string => fileName.replace(/\.json$/i, '').slice(0, 64);
