import type { TemplateContent, TemplateWrite } from '../../../../shared/contract/http.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import type { Preset } from '../../../../shared/domain/template/presets.ts';
import {
  lintProperties,
  type PropertyFinding,
} from '../../../../shared/domain/template/properties.ts';

/** What a template has beside its claims, as the form holds it: numbers as typed. The signing key is not here. */
export interface PropertyForm {
  readonly name: string;
  readonly lifetime: string;
  readonly clockSkew: string;
  readonly customKey: boolean;
  readonly algorithm: string;
}

/** What a template without any wish gets, as Clerk's own form suggests it. */
export const newForm = (name: string): PropertyForm => ({
  name,
  lifetime: '60',
  clockSkew: '5',
  customKey: false,
  algorithm: 'RS256',
});

export const formOf = (template: Omit<TemplateContent, 'claims'>): PropertyForm => ({
  name: template.name,
  lifetime: String(template.lifetime),
  clockSkew: String(template.allowedClockSkew),
  customKey: template.customSigningKey,
  algorithm: template.signingAlgorithm,
});

/** The form a preset begins with; a vendor's shared secret is signed with HS256. */
export const formOfPreset = (preset: Preset, name: string): PropertyForm => ({
  name,
  lifetime: String(preset.lifetime),
  clockSkew: String(preset.allowedClockSkew),
  customKey: preset.sharedSecret,
  algorithm: preset.sharedSecret ? 'HS256' : 'RS256',
});

export const isSameForm = (a: PropertyForm, b: PropertyForm): boolean =>
  propertyNames.every((name) => a[name] === b[name]);

/** A number as typed; NaN for what is none, which the bounds refuse. */
const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

/** The lifetime and skew that a prediction goes by: as typed, or what Clerk suggests while that is no number. */
export const secondsOf = (form: PropertyForm): { lifetimeSec: number; clockSkewSec: number } => ({
  lifetimeSec: orElse(numberOf(form.lifetime), 60),
  clockSkewSec: orElse(numberOf(form.clockSkew), 5),
});

const orElse = (value: number, fallback: number): number =>
  Number.isInteger(value) ? value : fallback;

/** What Clerk would refuse, or what surprises. `hasKey`: a signing key was typed. */
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
  customKey: 'Own signing key',
  algorithm: 'Signing algorithm',
} as const satisfies Record<keyof PropertyForm, string>;
const propertyNames = Object.keys(labels) as (keyof PropertyForm)[];

/** What differs beside the claims; `hasKey` tells of a key that was typed. */
export function propertyChanges(
  before: PropertyForm,
  after: PropertyForm,
  hasKey: boolean,
): readonly PropertyChange[] {
  const changed = propertyNames
    .filter((name) => before[name] !== after[name])
    // Without a key of its own a template is signed with the instance's, whatever the form says.
    .filter((name) => name !== 'algorithm' || after.customKey)
    .map((name) => ({
      name: labels[name],
      before: wordOf(before[name]),
      after: wordOf(after[name]),
    }));
  return hasKey && after.customKey
    ? [...changed, { name: 'Key', before: 'the one Clerk has', after: 'the one typed here' }]
    : changed;
}

const wordOf = (value: string | boolean): string =>
  typeof value === 'string' ? value : value ? 'yes' : 'no';
