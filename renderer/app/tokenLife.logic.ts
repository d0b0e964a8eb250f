/** When a session token was issued, when it ends, and when clerk-js fetches the next one. */
export interface TokenLife {
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  /** Null when no refresh is armed: clerk-js arms none while the window has no focus. */
  readonly refreshAtMs: number | null;
}

/**
 * clerk-js 6.40 refreshes ahead of expiry by its 15 s leeway and 2 s of slack: about 43 s after the issue of a
 * 60 s token (clerk/javascript packages/clerk-js/src/core/tokenCache.ts; observed, not documented).
 */
const refreshLeadMs = 17_000;

const secondsOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** Null when the token does not say when it ends. */
export function tokenLife(
  claims: Readonly<Record<string, unknown>>,
  refreshArmed: boolean,
): TokenLife | null {
  const issuedAtSec = secondsOf(claims['iat']);
  const expiresAtSec = secondsOf(claims['exp']);
  if (issuedAtSec === null || expiresAtSec === null) return null;
  const issuedAtMs = issuedAtSec * 1000;
  const expiresAtMs = expiresAtSec * 1000;
  const refreshAtMs = expiresAtMs - refreshLeadMs;
  return {
    issuedAtMs,
    expiresAtMs,
    refreshAtMs: refreshArmed && refreshAtMs > issuedAtMs ? refreshAtMs : null,
  };
}

export interface TokenClock {
  /** Seconds until expiry, rounded up, so that `0` is only said of an expired token. */
  readonly leftSec: number;
  /** Share of the lifetime that is left, 0 to 1: what the ring draws. */
  readonly leftShare: number;
  readonly state: 'running' | 'paused' | 'expired';
}

/** The token at a moment. `paused` = it runs out and nothing fetches the next one. */
export function tokenClock(life: TokenLife, nowMs: number): TokenClock {
  const leftMs = life.expiresAtMs - nowMs;
  const spanMs = Math.max(1, life.expiresAtMs - life.issuedAtMs);
  return {
    leftSec: Math.max(0, Math.ceil(leftMs / 1000)),
    leftShare: Math.min(1, Math.max(0, leftMs / spanMs)),
    state: leftMs <= 0 ? 'expired' : life.refreshAtMs === null ? 'paused' : 'running',
  };
}
