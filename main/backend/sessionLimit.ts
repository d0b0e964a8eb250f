import { AppException, appError } from '../../shared/errors/appError.ts';

const WINDOW_MS = 60_000;

/**
 * Counts requests per session in windows of a minute: an address may be shared by a whole office, a session is one
 * person's. Counted after the token was verified, so that nobody uses up somebody else's share.
 */
export function createSessionLimit(
  perMinute: number,
  now: () => number,
): (sessionId: string) => void {
  let counts = new Map<string, number>();
  let startedAtMs = now();
  return (sessionId) => {
    const at = now();
    const age = at - startedAtMs;
    if (age >= WINDOW_MS || age < 0) {
      counts = new Map();
      startedAtMs = at;
    }
    const count = (counts.get(sessionId) ?? 0) + 1;
    counts.set(sessionId, count);
    if (count <= perMinute) return;
    throw new AppException(
      appError('boundary.rate_limited', 'Too many requests from this session.', {
        retryAfterMs: startedAtMs + WINDOW_MS - at,
      }),
    );
  };
}
