import { z } from 'zod';

/** A sample resource for trying guards. */
export const Item = z.object({
  id: z.string(),
  title: z.string(),
  ownerId: z.string(),
  createdAtMs: z.number(),
});
export const NewItem = z.strictObject({ title: z.string().trim().min(1).max(200) });
export const ItemList = z.object({ data: z.array(Item), nextCursor: z.string().nullable() });

export type Item = z.infer<typeof Item>;
