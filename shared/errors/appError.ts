import { z } from 'zod';
import { errorCodes, errorTable, type ErrorCode } from './codes.ts';

/**
 * The one error shape. A plain object, so it crosses every process border unchanged.
 * `message` is one sentence for people: no secret, no token, no claims. `remedy` says what to do.
 * `details` are a few safe facts (claim name, byte count, field path). `retryAfterMs` is set when waiting helps.
 */
export const AppErrorSchema = z.strictObject({
  code: z.enum(errorCodes),
  message: z.string(),
  remedy: z.string().optional(),
  details: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .optional(),
  retryAfterMs: z.number().optional(),
  traceId: z.string().optional(),
});

export type AppError = z.infer<typeof AppErrorSchema>;

/** Builds an error; the remedy of the code table applies unless one is given. */
export function appError(
  code: ErrorCode,
  message: string,
  extra: Omit<Partial<AppError>, 'code' | 'message'> = {},
): AppError {
  return { code, message, remedy: errorTable[code].remedy, ...extra };
}

/** Carries an `AppError` through code that can only throw. Turned back at the border it crosses. */
export class AppException extends Error {
  readonly error: AppError;
  constructor(error: AppError, options?: { cause?: unknown }) {
    super(error.message, options);
    this.name = 'AppException';
    this.error = error;
  }
}

/** HTTP status of an error on the wire. */
export const statusOf = (error: AppError): number => errorTable[error.code].status;
