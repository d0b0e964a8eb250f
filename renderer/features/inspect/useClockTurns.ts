import { useEffect, useState } from 'react';
import type { JsonObject } from '../../../shared/domain/json.ts';

/** The SDK's default allowance, in seconds: the answer turns that much later, or earlier. */
const skewSec = 5;
const longestWaitMs = 24 * 3_600_000;

/** The next moment at which the clock changes the answer for these claims; null when it never will. */
export function nextTurnMs(claims: JsonObject, nowMs: number): number | null {
  const { exp, nbf, iat } = claims;
  const turns = [
    typeof exp === 'number' ? (exp + skewSec) * 1000 : Number.NaN,
    typeof nbf === 'number' ? (nbf - skewSec) * 1000 : Number.NaN,
    typeof iat === 'number' ? (iat - skewSec) * 1000 : Number.NaN,
  ].filter((turn) => turn > nowMs);
  return turns.length === 0 ? null : Math.min(...turns);
}

/** Counts up whenever a claim of time passes, for example when the token has just expired. */
export function useClockTurns(claims: JsonObject | null): number {
  const [turns, setTurns] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arm = (): void => {
      const nowMs = Date.now();
      const next = claims === null ? null : nextTurnMs(claims, nowMs);
      if (next === null || next - nowMs > longestWaitMs) return;
      timer = setTimeout(
        () => {
          setTurns((before) => before + 1);
          arm();
        },
        next - nowMs + 50,
      );
    };
    arm();
    return () => clearTimeout(timer);
  }, [claims]);
  return turns;
}
