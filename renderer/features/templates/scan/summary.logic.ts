import type { TypeCount } from '../../../../shared/domain/template/valueTypes.ts';
import type { ScanResult, WorstPlace } from './evaluation.logic.ts';

/** What the page shows of a result: plain data that crosses from the worker, as little as that needs. */
export interface ScanSummary extends Omit<ScanResult, 'worst'> {
  /** The costliest of `claimCount` claims, which take `claimBytes` over everybody, stand in `byClaim`. */
  readonly claimCount: number;
  readonly claimBytes: number;
  /** Those that may surprise a reader of the token come first. */
  readonly typeCount: number;
  readonly worst: readonly (WorstPlace & { readonly otherBytes: number })[];
}

/** More rows than this are for the file. */
const mostRows = 40;
const mostFixes = 6;
const mostCosts = 3;
const mostWorst = 10;

export function summaryOf(result: ScanResult): ScanSummary {
  const costly = result.byClaim.toSorted((a, b) => b.total - a.total);
  return {
    ...result,
    byClaim: costly.slice(0, mostRows),
    claimCount: costly.length,
    claimBytes: costly.reduce((sum, { total }) => sum + total, 0),
    types: result.types.toSorted((a, b) => weight(b) - weight(a)).slice(0, mostRows),
    typeCount: result.types.length,
    // What helps alone, and what helps only together with others.
    limits: result.limits.map((limit) => ({
      ...limit,
      fixes: limit.fixes
        .filter(({ claim, fixes }) => fixes > 0 || limit.together.includes(claim))
        .slice(0, mostFixes),
    })),
    worst: result.worst.slice(0, mostWorst).map((place) => ({
      ...place,
      claims: place.claims.slice(0, mostCosts),
      otherBytes: place.claims.slice(mostCosts).reduce((sum, { bytes }) => sum + bytes, 0),
    })),
  };
}

const weight = (type: TypeCount): number =>
  (isChanged(type) ? 4 : 0) + (isMixed(type) ? 2 : 0) + (type.counts.null > 0 ? 1 : 0);

/** Whether the values that are set are of several types. */
export const isMixed = ({ counts }: TypeCount): boolean =>
  Object.entries(counts).filter(([type, count]) => type !== 'null' && count > 0).length > 1;

/** Whether somebody's value is of another type than the one the instance mints now. */
export const isChanged = ({ nulled, retyped }: TypeCount): boolean => nulled + retyped > 0;
