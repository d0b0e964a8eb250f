import { AppException, appError, type AppError } from '../../shared/errors/appError.ts';

interface ClerkFailure {
  readonly status?: number;
  readonly clerkTraceId?: string;
  readonly errors: readonly { code?: string; message?: string; longMessage?: string }[];
}

const isClerkFailure = (cause: unknown): cause is ClerkFailure =>
  typeof cause === 'object' &&
  cause !== null &&
  Array.isArray((cause as { errors?: unknown }).errors);

/** Any failure as the one error shape, so that every view says it in the same words. */
export function asAppError(cause: unknown): AppError {
  if (cause instanceof AppException) return cause.error;
  if (isClerkFailure(cause)) return clerkError(cause);
  if (cause instanceof TypeError && /fetch|network/i.test(cause.message)) {
    return appError('host.unreachable', 'The request did not get through.');
  }
  return appError('internal.unexpected', 'Something unexpected happened in this page.', {
    details: { cause: cause instanceof Error ? cause.message.slice(0, 300) : 'unknown' },
  });
}

function clerkError(cause: ClerkFailure): AppError {
  const first = cause.errors[0];
  const message = first?.longMessage ?? first?.message ?? 'Clerk refused the request.';
  const extra = {
    details: { clerkCode: first?.code ?? 'unknown', status: cause.status ?? 0 },
    ...(cause.clerkTraceId === undefined ? {} : { traceId: cause.clerkTraceId }),
  };
  if (cause.status === 401) return appError('auth.no_session', message, extra);
  if (cause.status === 429) return appError('clerk.rate_limited', message, extra);
  if ((cause.status ?? 0) >= 500) return appError('clerk.unreachable', message, extra);
  return appError('clerk.refused', message, extra);
}
