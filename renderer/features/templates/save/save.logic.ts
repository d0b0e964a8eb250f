import type { JwtTemplate, TemplateWrite } from '../../../../shared/contract/http.ts';
import { isJsonObject, type JsonObject } from '../../../../shared/domain/json.ts';
import { parseTemplateText } from '../../../../shared/domain/template/jsonText.ts';
import {
  lintProperties,
  type PropertyFinding,
} from '../../../../shared/domain/template/properties.ts';

/** The properties of a template as the form holds them: numbers as typed. */
export interface PropertyForm {
  readonly name: string;
  readonly lifetime: string;
  readonly clockSkew: string;
  readonly customKey: boolean;
  readonly algorithm: string;
}

export const formOf = (name: string, deployed: JwtTemplate | null): PropertyForm => ({
  name: deployed?.name ?? name,
  lifetime: String(deployed?.lifetime ?? 60),
  clockSkew: String(deployed?.allowedClockSkew ?? 5),
  customKey: deployed?.customSigningKey ?? false,
  algorithm: deployed?.signingAlgorithm ?? 'RS256',
});

/** A number as typed; NaN for what is none, which the bounds refuse. */
const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

/** What Clerk would refuse, or what surprises. */
export const findingsOf = (form: PropertyForm, hasKey: boolean): readonly PropertyFinding[] =>
  lintProperties({
    name: form.name,
    lifetime: numberOf(form.lifetime),
    allowedClockSkew: numberOf(form.clockSkew),
    customSigningKey: form.customKey,
    signingAlgorithm: form.algorithm,
    hasSigningKey: hasKey,
  });

/** The body of the write. The key is in it only when one was typed. */
export const bodyOf = (form: PropertyForm, claims: JsonObject, key: string): TemplateWrite => ({
  name: form.name,
  claims: { ...claims },
  lifetime: numberOf(form.lifetime),
  allowedClockSkew: numberOf(form.clockSkew),
  customSigningKey: form.customKey,
  ...(form.customKey ? { signingAlgorithm: form.algorithm } : {}),
  ...(form.customKey && key !== '' ? { signingKey: key } : {}),
});

export interface PropertyChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const labels = {
  name: 'Name',
  lifetime: 'Lifetime, seconds',
  clockSkew: 'Allowed clock skew, seconds',
  customKey: 'Custom signing key',
  algorithm: 'Signing algorithm',
} as const;

/** What saving changes beside the claims. */
export function propertyChanges(
  form: PropertyForm,
  deployed: JwtTemplate | null,
  hasKey: boolean,
): readonly PropertyChange[] {
  if (deployed === null) return [];
  const before = formOf(deployed.name, deployed);
  const names = Object.keys(labels) as (keyof typeof labels)[];
  const changed = names
    .filter((name) => before[name] !== form[name])
    .filter((name) => name !== 'algorithm' || form.customKey)
    .map((name) => ({
      name: labels[name],
      before: wordOf(before[name]),
      after: wordOf(form[name]),
    }));
  return hasKey && form.customKey
    ? [...changed, { name: 'Key', before: 'the one Clerk has', after: 'the one typed here' }]
    : changed;
}

const wordOf = (value: string | boolean): string =>
  typeof value === 'string' ? value : value ? 'yes' : 'no';

/** A template as a file: what the Backend API returns, without what belongs to one instance. */
export const fileText = (name: string, claims: JsonObject, deployed: JwtTemplate | null): string =>
  `${JSON.stringify(
    {
      object: 'jwt_template',
      name,
      claims,
      lifetime: deployed?.lifetime ?? 60,
      allowed_clock_skew: deployed?.allowedClockSkew ?? 5,
      custom_signing_key: deployed?.customSigningKey ?? false,
      signing_algorithm: deployed?.signingAlgorithm ?? 'RS256',
    },
    null,
    2,
  )}\n`;

export type ReadFile =
  | { readonly ok: true; readonly name: string | null; readonly claims: JsonObject }
  | { readonly ok: false; readonly message: string };

/** Reads a file: a template as the Backend API returns it, or the bare claims. */
export function readFileText(text: string): ReadFile {
  const parsed = parseTemplateText(text);
  if (!parsed.ok) {
    const { line, column, message } = parsed.error;
    return {
      ok: false,
      message: `The file is no JSON object: line ${line}, column ${column}. ${message}`,
    };
  }
  const { object, name, claims } = parsed.value;
  if (object !== 'jwt_template') return { ok: true, name: null, claims: parsed.value };
  if (!isJsonObject(claims)) {
    return { ok: false, message: 'The file is a template whose claims are no object.' };
  }
  return { ok: true, name: typeof name === 'string' ? name : null, claims };
}

/** Largest file that is read; claims of a tenth of it would fit into no header. */
export const maxFileBytes = 1_048_576;
