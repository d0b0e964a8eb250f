import { z } from 'zod';
import { Metadata } from './json.ts';

/**
 * GET /v1/users?limit&cursor&query&scan: people with their places, in Backend API shape, oldest first. `scan=true` goes
 * through everybody: spaced out under the instance's rate limit, each person once however the list changes meanwhile.
 */
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
  /** Who is where is still being read: `data` is empty, `total` unknown, and the cursor goes on with it. */
  preparing: z.object({ read: z.int(), total: z.int() }).optional(),
});

export type ScanUser = z.infer<typeof ScanUser>;
export type UserPage = z.infer<typeof UserPage>;
