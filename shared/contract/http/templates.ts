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

export type JwtTemplate = z.infer<typeof JwtTemplate>;
export type TemplateWrite = z.infer<typeof TemplateWrite>;
export type TemplatePatch = z.infer<typeof TemplatePatch>;
