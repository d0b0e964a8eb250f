import type { Metadata } from '../state/records.ts';
import type { Dice } from './random.ts';

const locales = ['en', 'de', 'fr', 'pt-BR', 'ja', 'es', 'pl'] as const;
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Tokyo',
  'America/Sao_Paulo',
  'UTC',
] as const;
const departments = [
  'Engineering',
  'Operations',
  'Finance',
  'Support',
  'Forschung & Entwicklung',
] as const;
const flags = [
  'new_editor',
  'beta_dashboards',
  'bulk_export',
  'inline_comments',
  'audit_stream',
  'dark_mode',
  'keyboard_palette',
  'scheduled_reports',
] as const;

/** What an ordinary app keeps: a few preferences. 60 to 250 bytes. */
const small = (dice: Dice): Metadata => ({
  locale: dice.pick(locales),
  onboarded: dice.chance(0.8),
  ...(dice.chance(0.6) ? { department: dice.pick(departments) } : {}),
  ...(dice.chance(0.4) ? { timezone: dice.pick(zones), weekly_digest: dice.chance(0.5) } : {}),
});

/** Feature flags and recent things on top: 300 to 900 bytes. */
const medium = (dice: Dice): Metadata => ({
  ...small(dice),
  flags: Object.fromEntries(
    flags.slice(0, 3 + dice.int(6)).map((flag) => [flag, dice.chance(0.5)]),
  ),
  recent: Array.from({ length: 2 + dice.int(8) }, (_, n) => ({
    type: dice.pick(['report', 'dataset', 'invoice']),
    id: `doc_${String(dice.int(1_000_000)).padStart(6, '0')}`,
    pinned: n === 0,
  })),
});

/** Rules copied into the user by a well-meant migration: from about 1,300 bytes up to Clerk's 8 KB. */
export const oversized = (dice: Dice, rules: number): Metadata => ({
  ...medium(dice),
  entitlements: Array.from({ length: rules }, (_, n) => ({
    resource: `urn:demo:${dice.pick(['project', 'dataset', 'board', 'pipeline'])}:${1000 + n}`,
    actions: [
      'read',
      ...(dice.chance(0.6) ? ['write'] : []),
      ...(dice.chance(0.2) ? ['delete'] : []),
    ],
  })),
});

/** Public metadata in the sizes one finds: most small, many medium, a few over every budget. */
export function publicMetadata(dice: Dice): Metadata {
  const draw = dice.int(100);
  if (draw < 10) return {};
  if (draw < 55) return small(dice);
  if (draw < 92) return medium(dice);
  if (draw < 97) return oversized(dice, 15 + dice.int(12));
  return oversized(dice, 40 + dice.int(50));
}

export const privateMetadata = (dice: Dice): Metadata =>
  dice.chance(0.5)
    ? { crm_id: `crm_${dice.int(1_000_000)}`, risk: dice.pick(['low', 'medium', 'high']) }
    : {};

export const unsafeMetadata = (dice: Dice): Metadata =>
  dice.chance(0.3) ? { theme: dice.pick(['light', 'dark']), sidebar: dice.chance(0.5) } : {};
