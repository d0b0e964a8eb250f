import { z } from 'zod';
import { Metadata, WrittenJson } from './json.ts';

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
