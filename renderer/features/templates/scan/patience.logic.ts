import type { AppError } from '../../../../shared/errors/appError.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';

const limited: readonly ErrorCode[] = ['clerk.rate_limited', 'boundary.rate_limited'];

/** Troubles that mostly pass by themselves. */
const passing: readonly ErrorCode[] = [
  'clerk.unreachable',
  'backend.unreachable',
  'sandbox.unreachable',
  'host.unreachable',
  'boundary.draining',
  'store.unavailable',
];

const limitedWaitsMs: readonly number[] = [2_000, 4_000, 8_000, 16_000, 30_000, 60_000];
const passingWaitsMs: readonly number[] = [1_000, 3_000, 9_000];

/**
 * How long to wait after a failure before the next try, in milliseconds; null when a person decides. `failures` is how
 * many came before it in a row. Whoever asks to slow down says how long, and is taken at their word.
 */
export function patienceWith({ code, retryAfterMs }: AppError, failures: number): number | null {
  if (limited.includes(code)) {
    const waitMs = limitedWaitsMs[failures];
    return waitMs === undefined ? null : Math.max(waitMs, retryAfterMs ?? 0);
  }
  return passing.includes(code) ? (passingWaitsMs[failures] ?? null) : null;
}
