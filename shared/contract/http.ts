import { z } from 'zod';
import { utf8Length } from '../kernel/bytes.ts';

/**
 * Bodies of the protected backend (`/api/v1/...` in the page, `/v1/...` on its own port).
 * Shared by the server, which validates with them, and the page, which parses answers with them.
 */
const Json = z.unknown();
const Metadata = z.record(z.string(), Json);

/** Deeper than any document people write, and far from what would exhaust the stack of whoever prints it. */
const DEEPEST = 64;

/** Whether a value nests no deeper than this. Looks at one level after the other, so depth costs no stack. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return false;
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
  }
  return true;
}

/** A free-form JSON object that people write: bounded in depth, and in UTF-8 bytes of its compact text. */
const WrittenJson = (mostBytes: number) =>
  z
    .record(z.string(), Json)
    .refine(isShallow, { error: `at most ${DEEPEST} levels deep`, abort: true })
    .refine((value) => utf8Length(JSON.stringify(value)) <= mostBytes, {
      error: `at most ${mostBytes / 1024} KB as compact JSON`,
    });

/** GET /v1/me: the verified auth object. No call to Clerk was made for it. */
export const Me = z.object({
  userId: z.string(),
  sessionId: z.string(),
  orgId: z.string().nullable(),
  orgSlug: z.string().nullable(),
  orgRole: z.string().nullable(),
  orgPermissions: z.array(z.string()),
  features: z.object({ org: z.array(z.string()), user: z.array(z.string()) }),
  plans: z.object({ org: z.array(z.string()), user: z.array(z.string()) }),
  factorVerificationAge: z.tuple([z.number(), z.number()]).nullable(),
  sessionStatus: z.string().nullable(),
  actor: Metadata.nullable(),
  operator: z.boolean(),
  issuedAtMs: z.number(),
  expiresAtMs: z.number(),
});

/** GET /v1/me/profile: the Backend API user, as `currentUser()` gives it. `private_metadata` is left out. */
export const Profile = z.object({
  user: Metadata,
  /** Measured time of the Backend API call. */
  fetchedInMs: z.number(),
});

/** GET /v1/me/context: what a template preview needs, in Backend API shape. */
export const PreviewContextBody = z.object({
  user: Metadata,
  organization: Metadata.nullable(),
  membership: Metadata.nullable(),
  session: Metadata.nullable(),
});

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

/** Names of the plain fields. */
export type PlainSettingName = keyof typeof plainSettings;

export const OrgSettingsDocument = z.object({
  /** 0 when nothing was saved yet and the defaults are shown. The ETag is this number in quotes. */
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

/** GET /v1/org/audit and GET /v1/audit: who changed what, newest first. Rows are never changed or deleted. */
export const AuditEntry = z.object({
  id: z.string(),
  atMs: z.number(),
  /** Such as `settings.save`, `member.role.change`, `template.delete`. */
  action: z.string(),
  target: z.string(),
  actorId: z.string(),
  /** Who was behind an impersonated session. */
  impersonatorId: z.string().nullable(),
  sessionId: z.string(),
  requestId: z.string(),
  before: Json,
  after: Json,
});
export const AuditList = z.object({
  data: z.array(AuditEntry),
  nextCursor: z.string().nullable(),
});

/** A sample resource for trying guards. */
export const Item = z.object({
  id: z.string(),
  title: z.string(),
  ownerId: z.string(),
  createdAtMs: z.number(),
});
export const NewItem = z.strictObject({ title: z.string().trim().min(1).max(200) });
export const ItemList = z.object({ data: z.array(Item), nextCursor: z.string().nullable() });

export const Member = z.object({
  userId: z.string(),
  name: z.string(),
  identifier: z.string(),
  imageUrl: z.string().nullable(),
  role: z.string(),
  roleName: z.string(),
  createdAtMs: z.number(),
});
export const MemberList = z.object({
  data: z.array(Member),
  total: z.int(),
  /** For `?cursor=` instead of an offset; null on the last page. */
  nextCursor: z.string().nullable().optional(),
});

/** GET /v1/org/invitations?status&limit&cursor */
export const Invitation = z.object({
  id: z.string(),
  emailAddress: z.string(),
  role: z.string(),
  roleName: z.string(),
  status: z.string(),
  createdAtMs: z.number(),
  expiresAtMs: z.number().nullable(),
});
export const InvitationList = z.object({
  data: z.array(Invitation),
  total: z.int(),
  nextCursor: z.string().nullable(),
});
/** POST /v1/org/invitations: one person, or up to 100; the answer tells of each. */
export const NewInvitations = z.strictObject({
  invitations: z
    .array(
      z.strictObject({
        emailAddress: z.email().max(320),
        role: z.string().max(120),
        expiresInDays: z.int().min(1).max(365).optional(),
      }),
    )
    .min(1)
    .max(100),
});
export const InvitationResults = z.object({
  data: z.array(
    z.object({
      emailAddress: z.string(),
      invitation: Invitation.nullable(),
      /** Why this one was not made: code and one sentence. Null when it was. */
      error: z.object({ code: z.string(), message: z.string() }).nullable(),
    }),
  ),
  invited: z.int(),
  failed: z.int(),
});

/** GET /v1/org: the organization as Clerk holds it. `etag` goes into `If-Match` of the writes below (best effort). */
export const OrgProfile = z.object({ organization: Metadata, etag: z.string() });
export const OrgProfilePatch = z.strictObject({
  name: z.string().trim().min(1).max(256).optional(),
  slug: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and dashes')
    .max(256)
    .optional(),
});
/** PATCH /v1/org/metadata merges it deeply (null deletes a key), PUT replaces it. */
export const OrgMetadata = z.strictObject({ publicMetadata: WrittenJson(8 * 1024) });

/** GET /v1/me/sessions, and GET /v1/users/:userId/sessions for operators. */
export const SessionInfo = z.object({
  id: z.string(),
  userId: z.string(),
  status: z.string(),
  /** The session the request itself was made with. */
  current: z.boolean(),
  lastActiveAtMs: z.number(),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
  device: z.string(),
  place: z.string(),
});
export const SessionList = z.object({ data: z.array(SessionInfo) });

/** GET /v1/permissions (operator): custom and system permissions of the instance. */
export const Permission = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  system: z.boolean(),
});
export const PermissionList = z.object({ data: z.array(Permission) });
/** POST /v1/roles (operator) and PATCH /v1/roles/:id, where `permissions` replaces the list. */
export const RoleWrite = z.strictObject({
  key: z
    .string()
    .regex(/^org:[a-z0-9_]+$/, 'a key like org:editor')
    .max(100),
  name: z.string().trim().min(1).max(100),
  description: z.string().max(500).optional(),
  /** Ids of permissions, as GET /v1/permissions gives them. */
  permissions: z.array(z.string().max(128)).max(200).optional(),
});
export const RolePatch = RoleWrite.partial();
export const RoleChange = z.strictObject({ role: z.string().max(120) });
export const Role = z.object({
  /** For the routes that change roles. */
  id: z.string().optional(),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  permissions: z.array(z.string()),
});
export const RoleList = z.object({ data: z.array(Role) });

export const JwtTemplate = z.object({
  id: z.string(),
  name: z.string(),
  claims: Metadata,
  lifetime: z.int(),
  allowedClockSkew: z.int(),
  customSigningKey: z.boolean(),
  signingAlgorithm: z.string(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
  /**
   * Hash of what was read, to be sent as `If-Match`. Best effort: Clerk itself compares nothing, so a change made
   * between the backend's last look and its write is not noticed.
   */
  etag: z.string().optional(),
});
/**
 * POST /v1/templates (`name` and `claims` needed) and PATCH /v1/templates/:id (what is left out stays). Bounds as
 * in clerk/openapi-specs `bapi/2026-05-12.yml`. `signingKey` goes in and never comes out; with `customSigningKey`
 * a PATCH that leaves it out relies on Clerk keeping the old one, which is not documented.
 */
export const TemplateWrite = z.strictObject({
  name: z.string().min(1).max(64),
  claims: WrittenJson(100 * 1024),
  lifetime: z.int().min(30).max(315_360_000).optional(),
  allowedClockSkew: z.int().min(0).max(300).optional(),
  customSigningKey: z.boolean().optional(),
  signingAlgorithm: z.string().max(20).optional(),
  signingKey: z.string().max(20_000).optional(),
});
export const TemplatePatch = TemplateWrite.partial();
/** GET /v1/users?limit&cursor&query: people with their places, in Backend API shape, oldest first, for the scan. */
export const ScanUser = z.object({
  user: Metadata,
  /** Each with its `organization` embedded, `role` and `permissions`; the session of a preview is null. */
  memberships: z.array(Metadata),
});
export const UserPage = z.object({
  data: z.array(ScanUser),
  nextCursor: z.string().nullable(),
  total: z.int(),
  /** False when the instance has more memberships than the backend reads for one scan: some are missing. */
  complete: z.boolean(),
});
export const JwtTemplateList = z.object({ data: z.array(JwtTemplate) });

/** GET /v1/access: the access table, for the console and for people. */
export const AccessTable = z.object({
  data: z.array(
    z.object({ method: z.string(), path: z.string(), rule: z.string(), purpose: z.string() }),
  ),
});

/** RFC 9457 problem document, built from the shared `AppError`. */
export const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.string(),
  remedy: z.string().optional(),
  traceId: z.string().optional(),
});

export type Me = z.infer<typeof Me>;
export type Profile = z.infer<typeof Profile>;
export type PreviewContextBody = z.infer<typeof PreviewContextBody>;
export type OrgSettings = z.infer<typeof OrgSettings>;
export type OrgSettingsDocument = z.infer<typeof OrgSettingsDocument>;
export type SettingsVersion = z.infer<typeof SettingsVersion>;
export type AuditEntry = z.infer<typeof AuditEntry>;
export type Item = z.infer<typeof Item>;
export type Member = z.infer<typeof Member>;
export type Invitation = z.infer<typeof Invitation>;
export type InvitationResults = z.infer<typeof InvitationResults>;
export type SessionInfo = z.infer<typeof SessionInfo>;
export type Permission = z.infer<typeof Permission>;
export type Role = z.infer<typeof Role>;
export type JwtTemplate = z.infer<typeof JwtTemplate>;
export type TemplateWrite = z.infer<typeof TemplateWrite>;
export type TemplatePatch = z.infer<typeof TemplatePatch>;
export type ScanUser = z.infer<typeof ScanUser>;
export type UserPage = z.infer<typeof UserPage>;
export type Problem = z.infer<typeof Problem>;
