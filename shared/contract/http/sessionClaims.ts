import { z } from 'zod';
import { Metadata, WrittenJson } from './json.ts';

/**
 * GET and PUT /v1/session-claims: the instance's session token customization. Clerk has no API for it, only the
 * sandbox has one. `none`: this instance does not say what it is set to, and takes no change through an API (PUT
 * answers 501 `clerk.not_offered`); `claims` and `etag` are null then.
 */
export const SessionClaims = z.object({
  claims: Metadata.nullable(),
  source: z.enum(['instance', 'none']),
  /** Hash of what was read, to be sent as `If-Match`; best effort, as for templates. */
  etag: z.string().nullable(),
  /** Null also when it was never changed since the instance was made. */
  updatedAtMs: z.number().nullable(),
});

/**
 * PUT /v1/session-claims puts these in the place of all earlier ones; `{}` takes the customization away. Every
 * session token carries what they make: a browser drops one above 4 KB, and with more than this its holder could
 * not even ask the backend to take them back, since headers end at 16 KB.
 */
export const SessionClaimsWrite = z.strictObject({ claims: WrittenJson(8 * 1024) });

/** The claims as they were after a write, or as one found them: see `TemplateVersion`. */
export const SessionClaimsVersion = z.object({
  id: z.string(),
  atMs: z.number(),
  /** Null for what was found: nobody knows who made it. */
  actorId: z.string().nullable(),
  action: z.enum(['update', 'found']),
  claims: Metadata,
});

/** GET /v1/session-claims/history?limit&cursor, newest first. `limit` counts writes. */
export const SessionClaimsHistory = z.object({
  data: z.array(SessionClaimsVersion),
  nextCursor: z.string().nullable(),
});

export type SessionClaims = z.infer<typeof SessionClaims>;
export type SessionClaimsWrite = z.infer<typeof SessionClaimsWrite>;
export type SessionClaimsVersion = z.infer<typeof SessionClaimsVersion>;
export type SessionClaimsHistory = z.infer<typeof SessionClaimsHistory>;
