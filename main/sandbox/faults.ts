import { setTimeout as sleep } from 'node:timers/promises';
import { ClerkApiError } from './errors.ts';

/** What goes wrong with a Backend API call. */
export interface Fault {
  /** Calls it concerns; every one unless given. `path` is without `/v1`, such as `/organizations/org_1`. */
  readonly matches?: (method: string, path: string) => boolean;
  /** How many calls it spoils before it is over; until it is lifted unless given. */
  readonly times?: number;
  /** Waits so long before anything else happens. */
  readonly delayMs?: number;
  /**
   * `rate-limited`: 429 with `Retry-After`, nothing done. `failing`: 500, nothing done. `dropped`: the connection
   * ends without an answer, nothing done. `lost`: the call is carried out, and its answer is lost.
   */
  readonly kind?: 'rate-limited' | 'failing' | 'dropped' | 'lost';
  /** Seconds, for `rate-limited`. */
  readonly retryAfterSec?: number;
}

/** The troubles of the Backend API, switched on and off by tests. */
export interface Faults {
  /** Returns the switch that lifts it again. */
  inject(fault: Fault): () => void;
  clear(): void;
}

/** What happens to one call. */
export interface Spoiled {
  readonly error: ClerkApiError | null;
  readonly drop: 'before' | 'after' | null;
  readonly retryAfterSec: number | null;
}

export interface FaultSource extends Faults {
  /** Takes the fault that concerns a call, after its delay; null when there is none. */
  take(method: string, path: string): Promise<Spoiled | null>;
}

export function createFaults(): FaultSource {
  const active = new Set<{ fault: Fault; left: number }>();
  return {
    inject(fault) {
      const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
      active.add(entry);
      return () => void active.delete(entry);
    },
    clear: () => active.clear(),
    async take(method, path) {
      const entry = [...active].find(({ fault }) => fault.matches?.(method, path) ?? true);
      if (entry === undefined) return null;
      entry.left -= 1;
      if (entry.left <= 0) active.delete(entry);
      const { fault } = entry;
      if (fault.delayMs !== undefined) await sleep(fault.delayMs);
      return spoiled(fault);
    },
  };
}

function spoiled({ kind, retryAfterSec = 1 }: Fault): Spoiled {
  const nothing: Spoiled = { error: null, drop: null, retryAfterSec: null };
  if (kind === 'rate-limited') {
    const error = new ClerkApiError(429, 'too_many_requests', 'Too many requests');
    return { ...nothing, error, retryAfterSec };
  }
  if (kind === 'failing') {
    return { ...nothing, error: new ClerkApiError(500, 'internal_clerk_error', 'Oops') };
  }
  if (kind === 'dropped') return { ...nothing, drop: 'before' };
  return { ...nothing, drop: kind === 'lost' ? 'after' : null };
}
