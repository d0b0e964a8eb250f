import { z } from 'zod';
import { Metadata, WrittenJson } from './json.ts';

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

export const JwtTemplateList = z.object({ data: z.array(JwtTemplate) });

/** What a version of a template holds: all that can be written and comes back. Never a signing key. */
export const TemplateContent = JwtTemplate.pick({
  name: true,
  claims: true,
  lifetime: true,
  allowedClockSkew: true,
  customSigningKey: true,
  signingAlgorithm: true,
});

/**
 * A template as it was after a write through this backend; for `delete` as it was before. `found` is what a write
 * found in Clerk that no write through this backend had left: the first version known, or one that was made
 * elsewhere, such as in Clerk's Dashboard. Its time is that of the write that found it.
 */
export const TemplateVersion = z.object({
  id: z.string(),
  atMs: z.number(),
  /** Null for what was found: nobody knows who made it. */
  actorId: z.string().nullable(),
  action: z.enum(['create', 'update', 'delete', 'found']),
  /** A template that was deleted and made again has another id, and may have the same name. */
  templateId: z.string(),
  template: TemplateContent,
});

/**
 * GET /v1/templates/history?id|name&limit&cursor, newest first, deleted templates too. `limit` counts writes; what
 * they found comes on top. `name` finds every template that had this name before or after a write.
 */
export const TemplateHistory = z.object({
  data: z.array(TemplateVersion),
  nextCursor: z.string().nullable(),
});

export type JwtTemplate = z.infer<typeof JwtTemplate>;
export type TemplateWrite = z.infer<typeof TemplateWrite>;
export type TemplatePatch = z.infer<typeof TemplatePatch>;
export type TemplateContent = z.infer<typeof TemplateContent>;
export type TemplateVersion = z.infer<typeof TemplateVersion>;
export type TemplateHistory = z.infer<typeof TemplateHistory>;
