import { z } from 'zod';

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

export type SessionInfo = z.infer<typeof SessionInfo>;
