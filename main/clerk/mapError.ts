import { isClerkAPIResponseError } from '@clerk/backend/errors';
import { AppException, appError, type AppError } from '../../shared/errors/appError.ts';
import { refusalOf } from './refusals.ts';

/** Clerk's codes that mean the secret key itself is wrong (clerk/clerk-docs `data/api_errors.json`). */
const KEY_CODES = new Set([
  'clerk_key_invalid',
  'authentication_invalid',
  'authorization_header_format_invalid',
]);

/**
 * A failed Backend API call as the one error shape. Clerk's codes are passed on as a detail, Clerk's texts are not:
 * they stay in `cause`, for the log. `retryAfterMs` is set when Clerk said how long to wait.
 */
export function mapClerkError(cause: unknown): AppException {
  if (cause instanceof AppException) return cause;
  return new AppException(toError(cause), { cause });
}

function toError(cause: unknown): AppError {
  if (!isClerkAPIResponseError(cause)) {
    return appError('internal.unexpected', 'The call to Clerk failed unexpectedly.');
  }
  const { status, retryAfter, clerkTraceId } = cause;
  const upstream = cause.errors[0]?.code ?? 'unknown';
  const details = {
    upstream,
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof clerkTraceId === 'string' && clerkTraceId !== '' ? { clerkTraceId } : {}),
  };
  // The SDK reports a connection that failed as an error without a status.
  if (typeof status !== 'number' || status >= 500) {
    return appError('clerk.unreachable', 'Clerk’s Backend API did not answer.', { details });
  }
  if (status === 429) {
    return appError('clerk.rate_limited', 'Clerk’s Backend API asks to slow down.', {
      details,
      ...(typeof retryAfter === 'number' ? { retryAfterMs: retryAfter * 1000 } : {}),
    });
  }
  if (status === 401 || KEY_CODES.has(upstream)) {
    return appError('clerk.refused', 'Clerk refused the backend’s secret key.', {
      details,
      remedy: 'Give the backend the secret key of the same instance as the publishable key.',
    });
  }
  const param = cause.errors[0]?.meta?.paramName;
  const named = typeof param === 'string' && param !== '';
  const where = { ...details, ...(named ? { param: param.slice(0, 100) } : {}) };
  const known = refusalOf(upstream);
  if (known !== undefined) {
    const { code, message, remedy } = known;
    return appError(code, message, { details: where, ...(remedy === undefined ? {} : { remedy }) });
  }
  if (status === 404) {
    return appError('clerk.not_found', 'Clerk has no such resource.', { details });
  }
  if (status === 400 || status === 409 || status === 422) {
    return appError('clerk.invalid', `Clerk did not accept the request (${upstream}).`, {
      details: where,
    });
  }
  return appError('clerk.refused', `Clerk refused the request (${upstream}).`, {
    details,
    remedy: 'Look the code up in Clerk’s error list, correct the request and try again.',
  });
}
