import { z } from 'zod';

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
      /** Why this one was not made: code, one sentence, what to do, and how long to wait. Null when it was. */
      error: z
        .object({
          code: z.string(),
          message: z.string(),
          remedy: z.string().optional(),
          retryAfterMs: z.number().optional(),
        })
        .nullable(),
    }),
  ),
  invited: z.int(),
  failed: z.int(),
});

export type Invitation = z.infer<typeof Invitation>;
export type InvitationResults = z.infer<typeof InvitationResults>;
