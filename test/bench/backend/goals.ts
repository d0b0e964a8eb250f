/** What a benchmark prints, and whether all of its goals were held. */
export interface Goals {
  readonly failed: boolean;
  /** A measured figure, for the reader. */
  show(what: string, rate: number, unit: string): void;
  /** A figure held to a goal. */
  hold(what: string, found: number, least: number): void;
}

export function createGoals(): Goals {
  let failed = false;
  return {
    get failed() {
      return failed;
    },
    show(what, rate, unit) {
      console.log(`     ${what.padEnd(38)} ${Math.round(rate).toLocaleString('en')} ${unit}`);
    },
    hold(what, found, least) {
      const held = found >= least;
      failed ||= !held;
      console.log(
        `${held ? 'ok  ' : 'MISS'} ${what}: ${found.toFixed(2)} (goal ${least.toFixed(2)})`,
      );
    },
  };
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
