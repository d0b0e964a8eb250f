import { z } from 'zod';
import { Metadata } from './json.ts';

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

export type ScanUser = z.infer<typeof ScanUser>;
export type UserPage = z.infer<typeof UserPage>;
