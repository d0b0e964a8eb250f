import type { Memory } from './child.ts';
import { median } from '../backend/goals.ts';

/** Memory at a moment of the soak. */
export interface Sample extends Memory {
  readonly atSec: number;
}

export interface Growth {
  /** Bytes per minute by the least squares of all samples. */
  readonly slope: number;
  /** Median of the last third less that of the first, bytes. */
  readonly grown: number;
  readonly first: number;
  readonly last: number;
}

export function growthOf(samples: readonly Sample[], of: 'heap' | 'external' | 'rss'): Growth {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const first = median(samples.slice(0, third).map((sample) => sample[of]));
  const last = median(samples.slice(-third).map((sample) => sample[of]));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const atMean = mean(samples.map(({ atSec }) => atSec));
  const valueMean = mean(samples.map((sample) => sample[of]));
  let over = 0;
  let under = 0;
  for (const sample of samples) {
    over += (sample.atSec - atMean) * (sample[of] - valueMean);
    under += (sample.atSec - atMean) ** 2;
  }
  return { slope: under === 0 ? 0 : (over / under) * 60, grown: last - first, first, last };
}
