import type { ScanReport } from '../../../../shared/domain/template/scan.ts';
import type { Wall } from '../../../../shared/domain/template/walls.ts';
import { toneOf, wallTone, type Tone } from './scan.logic.ts';

export interface PlotBar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Percent of the width and of the height. */
  readonly left: number;
  readonly width: number;
  readonly height: number;
  readonly tone: Tone | undefined;
}

export interface PlotWall {
  readonly name: string;
  readonly bytes: number;
  readonly left: number;
  readonly tone: Tone;
}

export interface Plot {
  readonly bars: readonly PlotBar[];
  readonly walls: readonly PlotWall[];
  readonly ticks: readonly { readonly bytes: number; readonly left: number }[];
}

/** A wall much farther away than the largest would squeeze everything into a corner: it is said beside the plot. */
const farthest = 2.2;

/** Distribution of sizes with its walls, as percentages. One context is still to be seen beside thousands. */
export function plotOf(
  { histogram, max }: Pick<ScanReport, 'histogram' | 'max'>,
  walls: readonly Wall[],
): Plot {
  const near = apart(walls.filter(({ bytes }) => bytes <= Math.max(max, 1) * farthest));
  const end = Math.max(max, histogram.at(-1)?.to ?? 1, ...near.map(({ bytes }) => bytes * 1.04));
  const most = Math.max(1, ...histogram.map(({ count }) => count));
  const step = tickStep(end);
  return {
    bars: histogram
      .filter(({ count }) => count > 0)
      .map(({ from, to, count }) => ({
        from,
        to,
        count,
        left: (from / end) * 100,
        width: ((to - from) / end) * 100,
        height: Math.max(2, (count / most) * 100),
        // What is in it begins beyond the wall, but for those who reach it to the byte.
        tone: toneOf(from + 1, walls),
      })),
    walls: near.map(({ name, bytes }) => ({
      name,
      bytes,
      left: (bytes / end) * 100,
      tone: wallTone(name),
    })),
    ticks: Array.from({ length: Math.floor(end / step) + 1 }, (_, at) => ({
      bytes: at * step,
      left: ((at * step) / end) * 100,
    })),
  };
}

/** Two readings of one limit are one line: a wall a few percent behind another of its kind is said beside the plot. */
const apart = (walls: readonly Wall[]): readonly Wall[] =>
  walls.filter(({ name, bytes }, at) => {
    const before = walls[at - 1];
    const isSame = before !== undefined && wallTone(before.name) === wallTone(name);
    return !isSame || bytes > before.bytes * 1.05;
  });

function tickStep(end: number): number {
  const rough = end / 5;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const factor = [1, 2, 5, 10].find((one) => one * power >= rough) ?? 10;
  return factor * power;
}
