import { z } from 'zod';
import { WrittenJson } from './json.ts';

/** What the settings page edits as plain fields. */
const plainSettings = {
  displayName: z.string().max(200).default(''),
  supportEmail: z.union([z.literal(''), z.email().max(320)]).default(''),
  accentColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'a colour like #3366ff')
    .default('#3366ff'),
  dataRetentionDays: z.int().min(1).max(3650).default(365),
  weeklyDigest: z.boolean().default(true),
  requireReview: z.boolean().default(false),
};
const General = z.strictObject({
  description: z.string().max(2_000).default(''),
  timeZone: z.string().max(64).default('UTC'),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag like en or de-CH')
    .default('en'),
});
const Branding = z.strictObject({
  logoUrl: z.union([z.literal(''), z.url({ protocol: /^https$/ }).max(2_000)]).default(''),
  theme: z.enum(['auto', 'light', 'dark']).default('auto'),
});
const Notifications = z.strictObject({
  securityAlerts: z.boolean().default(true),
  productNews: z.boolean().default(false),
  recipients: z.array(z.email().max(320)).max(20).default([]),
});
const DataRetention = z.strictObject({
  auditLogDays: z.int().min(1).max(3650).default(365),
  deletedItemsDays: z.int().min(0).max(365).default(30),
});
const openSettings = {
  /** Switches of the customer's app, by their own names. */
  featureFlags: z
    .record(z.string().regex(/^[A-Za-z][\w.-]{0,63}$/, 'a name like new-editor'), z.boolean())
    .refine((flags) => Object.keys(flags).length <= 200, 'at most 200 flags')
    .default({}),
  /** Anything else, up to 64 KB as compact JSON. */
  custom: WrittenJson(64 * 1024).default({}),
};

/**
 * The organization's settings of the customer's own app. Nothing here changes Clerk. What is left out takes its
 * default, so a document that was made before a section existed stays valid.
 */
export const OrgSettings = z.strictObject({
  ...plainSettings,
  general: General.prefault({}),
  branding: Branding.prefault({}),
  notifications: Notifications.prefault({}),
  dataRetention: DataRetention.prefault({}),
  ...openSettings,
});

/** The same as it was stored, perhaps by another version: keys that this one does not know are dropped. */
export const StoredOrgSettings = z.object({
  ...plainSettings,
  general: General.strip().prefault({}),
  branding: Branding.strip().prefault({}),
  notifications: Notifications.strip().prefault({}),
  dataRetention: DataRetention.strip().prefault({}),
  ...openSettings,
});

export const OrgSettingsDocument = z.object({
  /** 0 when nothing was saved yet and the defaults are shown. A write names it in quotes: `If-Match: "7"`. */
  version: z.int(),
  settings: OrgSettings,
  updatedAtMs: z.number().nullable(),
  updatedBy: z.string().nullable(),
  /** Whether the caller may save, and when not, why. */
  canWrite: z.boolean(),
  whyNot: z.string().nullable(),
});

/** GET /v1/org/settings/history: versions as they were saved, newest first. */
export const SettingsVersion = z.object({
  version: z.int(),
  settings: OrgSettings,
  updatedAtMs: z.number(),
  updatedBy: z.string(),
});
export const SettingsHistory = z.object({
  data: z.array(SettingsVersion),
  nextCursor: z.string().nullable(),
});

export type OrgSettings = z.infer<typeof OrgSettings>;
export type OrgSettingsDocument = z.infer<typeof OrgSettingsDocument>;
export type SettingsVersion = z.infer<typeof SettingsVersion>;
