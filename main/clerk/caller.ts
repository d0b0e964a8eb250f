import { setTimeout as sleep } from 'node:timers/promises';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { mapClerkError } from './mapError.ts';

export interface CallerOptions {
  /** A call with all its tries that takes longer counts as failed. */
  readonly timeoutMs: number;
  /** Waits between tries; for tests. */
  readonly wait?: (ms: number) => Promise<void>;
}

export interface Caller {
  /** For calls that only read: tried again when Clerk is busy or failing. */
  read<T>(work: () => Promise<T>): Promise<T>;
  /**
   * For calls that change something: tried again only after 429, which did nothing. Without an answer that says what
   * became of it, it fails with `clerk.outcome_unknown`.
   */
  write<T>(work: () => Promise<T>): Promise<T>;
}

const MOST_TRIES = 4;
const FIRST_WAIT_MS = 150;

/**
 * Calls Clerk with a deadline over all tries together. Between tries it waits as long as `Retry-After` says, or an
 * exponential time with full jitter, so that many callers do not come back in the same moment. What cannot be had
 * before the deadline is refused at once, with the time to wait for the caller to see.
 */
export function createCaller(options: CallerOptions): Caller {
  const { timeoutMs, wait = (ms: number) => sleep(ms) } = options;

  const attempt = async <T>(work: () => Promise<T>, isRead: boolean): Promise<T> => {
    const endMs = performance.now() + timeoutMs;
    for (let tried = 1; ; tried += 1) {
      try {
        return await withDeadline(work, endMs - performance.now(), timeoutMs);
      } catch (cause) {
        const failure = mapClerkError(cause);
        const { code, retryAfterMs } = failure.error;
        const again = code === 'clerk.rate_limited' || (isRead && code === 'clerk.unreachable');
        const jitterMs = Math.random() * FIRST_WAIT_MS * 2 ** tried;
        const waitMs = Math.max(retryAfterMs ?? 0, jitterMs);
        if (!again || tried >= MOST_TRIES || performance.now() + waitMs >= endMs) {
          throw isRead || code !== 'clerk.unreachable' ? failure : outcomeUnknown(failure);
        }
        await wait(waitMs);
      }
    }
  };

  return {
    read: (work) => attempt(work, true),
    write: (work) => attempt(work, false),
  };
}

/**
 * The SDK does not tell a connection that was refused from one that ended after the request was sent, and a server
 * that fails may have done its work before. So of all these nobody knows.
 */
const outcomeUnknown = (failure: AppException): AppException =>
  new AppException(
    appError(
      'clerk.outcome_unknown',
      'Clerk gave no answer, so nobody knows whether the change was made.',
      failure.error.details === undefined ? {} : { details: failure.error.details },
    ),
    { cause: failure },
  );

/** The SDK has no timeout of its own; the abandoned request ends with the connection. */
async function withDeadline<T>(
  work: () => Promise<T>,
  leftMs: number,
  timeoutMs: number,
): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      reject(
        new AppException(
          appError('clerk.unreachable', 'Clerk’s Backend API took too long to answer.', {
            details: { timeoutMs },
          }),
        ),
      ),
    Math.max(0, leftMs),
  );
  try {
    return await Promise.race([work(), promise]);
  } finally {
    clearTimeout(timer);
  }
}
