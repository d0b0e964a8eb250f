import { z } from 'zod';

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

/** PATCH /v1/org/members/:userId (role org:admin) → `Member`. */
export const RoleChange = z.strictObject({
  role: z.string().max(120),
  /** The role the change was made from: when the member has another one by now, it is refused with 412. */
  expectedRole: z.string().max(120).optional(),
});

export type Member = z.infer<typeof Member>;
