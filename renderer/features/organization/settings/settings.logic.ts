import { OrgSettings } from '../../../../shared/contract/http.ts';
import { printJson, readJsonObject, sameJson, type JsonReading } from '../common/json.logic.ts';

/** Most bytes of the free-form object, as compact JSON. */
export const mostCustomBytes = 64 * 1024;

/** Fields of the document with their names on screen, in the order of the form. Each key is its path in the form. */
export const settingLabels = {
  displayName: 'Display name',
  supportEmail: 'Support email',
  'general.description': 'Description',
  'general.timeZone': 'Time zone',
  'general.locale': 'Language',
  requireReview: 'Require review',
  'branding.logoUrl': 'Logo address',
  accentColor: 'Accent colour',
  'branding.theme': 'Theme',
  weeklyDigest: 'Weekly digest',
  'notifications.securityAlerts': 'Security alerts',
  'notifications.productNews': 'Product news',
  'notifications.recipients': 'Recipients',
  dataRetentionDays: 'Data retention, days',
  'dataRetention.auditLogDays': 'Audit log kept, days',
  'dataRetention.deletedItemsDays': 'Deleted items kept, days',
} as const;

export type SettingKey = keyof typeof settingLabels;
const settingKeys = Object.keys(settingLabels) as SettingKey[];

/** What the form holds: the settings, with the free-form part as the text that is typed. */
export type SettingsDraft = Omit<OrgSettings, 'custom'> & { customText: string };

export const draftOf = ({ custom, ...rest }: OrgSettings): SettingsDraft => ({
  ...rest,
  customText: printJson(custom),
});

export const readCustom = (text: string): JsonReading =>
  readJsonObject(text, (value) => {
    const parsed = OrgSettings.shape.custom.safeParse(value);
    return parsed.success ? null : `This part takes ${parsed.error.issues[0]?.message ?? 'less'}.`;
  });

/** The settings as typed so far; what cannot be read of the free-form part is left as it was saved. */
export function settingsOf(draft: SettingsDraft, saved: OrgSettings): OrgSettings {
  const { customText, ...rest } = draft;
  return { ...rest, custom: { ...(readCustom(customText).value ?? saved.custom) } };
}

/** The first complaint per field of the form; empty when everything can be saved. */
export function settingErrors(draft: SettingsDraft): Record<string, string> {
  const { customText, ...rest } = draft;
  const errors: Record<string, string> = {};
  const custom = readCustom(customText).problem;
  if (custom !== null) errors['customText'] = custom.message;
  const parsed = OrgSettings.safeParse({ ...rest, custom: {} });
  for (const issue of parsed.error?.issues ?? []) {
    const key = settingKeys.find((known) => known === issue.path.slice(0, 2).join('.'));
    const name = key ?? String(issue.path[0]);
    errors[name] ??= complaints[name] ?? issue.message;
  }
  return errors;
}

const days = (from: string, to: string): string => `A whole number of days from ${from} to ${to}.`;

const complaints: Readonly<Record<string, string>> = {
  displayName: 'At most 200 characters.',
  supportEmail: 'An email address, or nothing.',
  'general.description': 'At most 2,000 characters.',
  'general.timeZone': 'At most 64 characters.',
  'general.locale': 'A language tag like en or de-CH.',
  'branding.logoUrl': 'An address that begins with https://, or nothing.',
  accentColor: 'A colour like #3366ff.',
  'notifications.recipients': 'Up to 20 email addresses.',
  dataRetentionDays: days('1', '3,650'),
  'dataRetention.auditLogDays': days('1', '3,650'),
  'dataRetention.deletedItemsDays': days('0', '365'),
};

/** What is wrong with the name of a new flag; null when it can be added. */
export function flagProblem(name: string, flags: OrgSettings['featureFlags']): string | null {
  if (name === '') return null;
  if (Object.hasOwn(flags, name)) return 'There is a flag of this name.';
  const parsed = OrgSettings.shape.featureFlags.safeParse({ ...flags, [name]: true });
  if (parsed.success) return null;
  return parsed.error.issues.some(({ code }) => code === 'invalid_key')
    ? 'A name like new-editor: a letter first, then letters, digits, dots, dashes.'
    : 'At most 200 flags.';
}

/** One thing that can differ between two versions: a field, a flag, or a name of the free-form object. */
export interface Setting {
  readonly key: string;
  readonly label: string;
  /** Undefined where it is not there. */
  readonly value: unknown;
}

/** The document as a flat list, so that every part of it is compared and merged alike. */
export function settingsList(settings: OrgSettings): ReadonlyMap<string, Setting> {
  const list = settingKeys.map((key): Setting => {
    const [section = '', name] = key.split('.');
    const value: unknown = settings[section as keyof OrgSettings];
    const isNested = name !== undefined && typeof value === 'object' && value !== null;
    return {
      key,
      label: settingLabels[key],
      value: isNested ? (value as Record<string, unknown>)[name] : value,
    };
  });
  for (const [name, value] of Object.entries(settings.featureFlags)) {
    list.push({ key: `featureFlags/${name}`, label: `Flag ${name}`, value });
  }
  for (const [name, value] of Object.entries(settings.custom)) {
    list.push({ key: `custom/${name}`, label: `JSON ${name}`, value });
  }
  return new Map(list.map((each) => [each.key, each]));
}

/** A setting as it is read aloud: *on*, *365*, *(empty)*. */
export function settingText(value: unknown): string {
  if (value === undefined) return '(not there)';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (value === '') return '(empty)';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    return value.length === 0 ? '(none)' : value.join(', ');
  }
  return JSON.stringify(value);
}

export interface SettingChange {
  readonly key: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What saving would change, in the order of the form. */
export function changesOf(before: OrgSettings, after: OrgSettings): readonly SettingChange[] {
  const [old, now] = [settingsList(before), settingsList(after)];
  return [...new Map([...now, ...old]).values()]
    .filter(({ key }) => !sameJson(old.get(key)?.value, now.get(key)?.value))
    .map(({ key, label }) => ({
      key,
      label,
      before: settingText(old.get(key)?.value),
      after: settingText(now.get(key)?.value),
    }));
}
