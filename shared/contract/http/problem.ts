import { z } from 'zod';

/** RFC 9457 problem document, built from the shared `AppError`. */
export const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.string(),
  remedy: z.string().optional(),
  traceId: z.string().optional(),
});

export type Problem = z.infer<typeof Problem>;
