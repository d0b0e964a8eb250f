import { z } from 'zod';

/** GET /v1/access: the access table, for the console and for people. */
export const AccessTable = z.object({
  data: z.array(
    z.object({ method: z.string(), path: z.string(), rule: z.string(), purpose: z.string() }),
  ),
});
