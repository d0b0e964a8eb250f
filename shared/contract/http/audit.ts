import { z } from 'zod';
import { Json } from './json.ts';

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
  /**
   * What it is now; null for what was deleted. `{outcome: 'unknown', asked}` for a change that was sent to Clerk and
   * never answered: it may have been made, `asked` is what was asked for.
   */
  after: Json,
});
export const AuditList = z.object({
  data: z.array(AuditEntry),
  nextCursor: z.string().nullable(),
});

export type AuditEntry = z.infer<typeof AuditEntry>;
