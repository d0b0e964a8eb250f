import { OrgSettings, type PlainSettingName } from '../../../../shared/contract/http.ts';

export type SettingName = PlainSettingName;

/** Fields in the order of the form. */
export const settingLabels: Readonly<Record<SettingName, string>> = {
  displayName: 'Display name',
  supportEmail: 'Support email',
  accentColor: 'Accent colour',
  dataRetentionDays: 'Data retention, days',
  weeklyDigest: 'Weekly digest',
  requireReview: 'Require review',
};

const settingNames = Object.keys(settingLabels) as SettingName[];

/** A setting as it is read aloud: *on*, *365*, *(empty)*. */
export function settingText(value: OrgSettings[SettingName]): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === '' ? '(empty)' : String(value);
}

export interface SettingChange {
  readonly name: SettingName;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What saving would change. */
export const changesOf = (before: OrgSettings, after: OrgSettings): readonly SettingChange[] =>
  settingNames
    .filter((name) => before[name] !== after[name])
    .map((name) => ({
      name,
      label: settingLabels[name],
      before: settingText(before[name]),
      after: settingText(after[name]),
    }));

/** The first complaint per field; empty when everything can be saved. */
export function settingErrors(values: unknown): Partial<Record<SettingName, string>> {
  const parsed = OrgSettings.safeParse(values);
  if (parsed.success) return {};
  const errors: Partial<Record<SettingName, string>> = {};
  for (const issue of parsed.error.issues) {
    const name = settingNames.find((known) => known === issue.path[0]);
    if (name !== undefined) errors[name] ??= complaints[name] ?? issue.message;
  }
  return errors;
}

const complaints: Partial<Record<SettingName, string>> = {
  displayName: 'At most 200 characters.',
  supportEmail: 'An email address, or nothing.',
  accentColor: 'A colour like #3366ff.',
  dataRetentionDays: 'A whole number of days from 1 to 3,650.',
};

export type Side = 'theirs' | 'mine';

export interface ConflictRow {
  readonly name: SettingName;
  readonly theirs: OrgSettings[SettingName];
  readonly mine: OrgSettings[SettingName];
  /** Which side moved away from what both had read; `both` needs a decision. */
  readonly movedBy: Side | 'both';
}

/** Fields in which two people's versions differ, against the version both started from. */
export const conflictRows = (
  base: OrgSettings,
  theirs: OrgSettings,
  mine: OrgSettings,
): readonly ConflictRow[] =>
  settingNames
    .filter((name) => theirs[name] !== mine[name])
    .map((name) => ({
      name,
      theirs: theirs[name],
      mine: mine[name],
      movedBy: theirs[name] === base[name] ? 'mine' : mine[name] === base[name] ? 'theirs' : 'both',
    }));

export type Picks = Partial<Readonly<Record<SettingName, Side>>>;

/** A field only one of the two touched keeps that one's value; where both did, nothing is picked yet. */
export const firstPicks = (rows: readonly ConflictRow[]): Picks =>
  Object.fromEntries(
    rows.flatMap(({ name, movedBy }) => (movedBy === 'both' ? [] : [[name, movedBy]])),
  );

/** The settings to save, or null while a field is undecided. */
export function resolveConflict(
  theirs: OrgSettings,
  rows: readonly ConflictRow[],
  picks: Picks,
): OrgSettings | null {
  if (rows.some(({ name }) => picks[name] === undefined)) return null;
  const mine = rows.filter(({ name }) => picks[name] === 'mine');
  return { ...theirs, ...Object.fromEntries(mine.map(({ name, mine: value }) => [name, value])) };
}
