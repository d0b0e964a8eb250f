import { isFactorAge } from '../token/claims.ts';

export type FactorLevel = 'first_factor' | 'second_factor' | 'multi_factor';

export interface ReverificationWindow {
  readonly level: FactorLevel;
  readonly afterMinutes: number;
}

/** Clerk's named windows (clerk/javascript packages/shared/src/authorization.ts). */
export const reverificationPresets: Readonly<Record<string, ReverificationWindow>> = {
  strict_mfa: { level: 'multi_factor', afterMinutes: 10 },
  strict: { level: 'second_factor', afterMinutes: 10 },
  moderate: { level: 'second_factor', afterMinutes: 60 },
  lax: { level: 'second_factor', afterMinutes: 1440 },
};

/** The window a check asks for; null when it names no preset and is no valid configuration. */
export function readWindow(asked: unknown): ReverificationWindow | null {
  if (typeof asked === 'string')
    return Object.hasOwn(reverificationPresets, asked)
      ? (reverificationPresets[asked] ?? null)
      : null;
  if (typeof asked !== 'object' || asked === null) return null;
  const { level, afterMinutes } = asked as Record<string, unknown>;
  if (level !== 'first_factor' && level !== 'second_factor' && level !== 'multi_factor')
    return null;
  return typeof afterMinutes === 'number' && afterMinutes > 0 ? { level, afterMinutes } : null;
}

/** Two factor ages, -1 for none; null when the claim is anything else. */
export function readAges(value: unknown): readonly [number, number] | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [first, second] = value as unknown[];
  return isFactorAge(first) && isFactorAge(second) ? [first, second] : null;
}

/**
 * Whether the ages satisfy the window. A user without second factor is asked for the first instead;
 * an age equal to the window is too old.
 */
export function isFresh(ages: readonly [number, number], window: ReverificationWindow): boolean {
  const [first, second] = ages;
  if (first === -1 && second === -1) return false;
  const firstFresh = first !== -1 && window.afterMinutes > first;
  const secondFresh = second !== -1 && window.afterMinutes > second;
  if (window.level === 'first_factor') return firstFresh;
  if (second === -1) return firstFresh;
  if (window.level === 'second_factor') return secondFresh;
  return firstFresh && secondFresh;
}
