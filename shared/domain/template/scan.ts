import { LimitTally, meanOf, type ScanFix } from './limitTally.ts';
import { organizationOf } from './records.ts';
import type { CompiledTemplate, PreviewContext } from './types.ts';

/** One evaluated context. `index` is its place in the input, from 0. */
export interface ScanRow {
  readonly index: number;
  readonly userId: string | null;
  readonly organizationId: string | null;
  readonly bytes: number;
  /** Bytes of each claim's member, in the order of the template. */
  readonly claims: readonly number[];
}

interface ClaimStatistics {
  readonly claim: string;
  /** Bytes of the member, name included. */
  readonly mean: number;
  readonly max: number;
  readonly total: number;
}

export interface ScanReport {
  readonly count: number;
  /** Contexts above the limit. */
  readonly over: number;
  readonly limit: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Counts per range of bytes: `from` inclusive, `to` exclusive. */
  readonly histogram: readonly {
    readonly from: number;
    readonly to: number;
    readonly count: number;
  }[];
  /** The largest, at most `worstCount`, largest first. */
  readonly worst: readonly ScanRow[];
  readonly byClaim: readonly ClaimStatistics[];
  /** One per claim that wins anything, the most helpful first. */
  readonly fixes: readonly ScanFix[];
  /** The fewest claims found whose loss together brings everybody under the limit; empty when none is over. */
  readonly together: readonly string[];
}

/** Who is over one of the further limits. */
export type LimitReport = Pick<ScanReport, 'limit' | 'over' | 'fixes' | 'together'>;

const worstCount = 20;

const bins = 24;

/** A round width so that `bins` ranges cover `max`. */
function binWidth(max: number): number {
  const rough = Math.max(1, (max + 1) / bins);
  const power = 10 ** Math.floor(Math.log10(rough));
  // A quarter of a hundred is round too, a quarter of ten is no number of bytes.
  const steps = power >= 10 ? [1, 2, 2.5, 5, 10] : [1, 2, 5, 10];
  const step = steps.find((factor) => factor * power >= rough) ?? 10;
  return step * power;
}

const idOf = (record: { readonly [key: string]: unknown } | null | undefined): string | null => {
  const id = record?.['id'];
  return typeof id === 'string' ? id : null;
};

/**
 * Collects the sizes a template has over many contexts. Feed it one context after the other. `limit` is the one the
 * report speaks of; `further` ones are counted beside it.
 */
export class Scan {
  readonly #template: CompiledTemplate;
  readonly #sizes: number[] = [];
  readonly #totals: number[];
  readonly #maxima: number[];
  readonly #limit: LimitTally;
  readonly #further: readonly LimitTally[];
  #worst: ScanRow[] = [];

  constructor(template: CompiledTemplate, limit: number, further: readonly number[] = []) {
    const { claimNames } = template;
    this.#template = template;
    this.#totals = claimNames.map(() => 0);
    this.#maxima = claimNames.map(() => 0);
    this.#limit = new LimitTally(claimNames, limit);
    this.#further = further.map((bytes) => new LimitTally(claimNames, bytes));
  }

  /** Returns the bytes of this context's claims. `index` names the context in the report; its order by default. */
  add(context: PreviewContext, index = this.#sizes.length): number {
    const members = this.#template.sizeByClaim(context);
    const bytes = bytesOfMembers(members);
    for (let at = 0; at < members.length; at += 1) {
      const size = members[at] ?? 0;
      this.#totals[at] = (this.#totals[at] ?? 0) + size;
      if (size > (this.#maxima[at] ?? 0)) this.#maxima[at] = size;
    }
    this.#sizes.push(bytes);
    this.#limit.add(members, bytes);
    for (const tally of this.#further) tally.add(members, bytes);
    this.#keepWorst(index, bytes, members, context);
    return bytes;
  }

  /** Whether a context is among the largest so far. */
  isAmongWorst(index: number): boolean {
    return this.#worst.some((row) => row.index === index);
  }

  /** The further limits, in their order. */
  limits(): readonly LimitReport[] {
    return this.#further.map((tally) => this.#reportOf(tally));
  }

  #keepWorst(
    index: number,
    bytes: number,
    members: readonly number[],
    context: PreviewContext,
  ): void {
    const worst = this.#worst;
    const smallest = worst.at(-1);
    if (worst.length >= worstCount && smallest !== undefined && bytes <= smallest.bytes) return;
    const row: ScanRow = {
      index,
      userId: idOf(context.user),
      organizationId: idOf(organizationOf(context)),
      bytes,
      claims: members,
    };
    const place = worst.findIndex((other) => other.bytes < bytes);
    worst.splice(place < 0 ? worst.length : place, 0, row);
    if (worst.length > worstCount) worst.pop();
  }

  report(): ScanReport {
    const sorted = Float64Array.from(this.#sizes).sort();
    const count = sorted.length;
    /** Nearest rank: the smallest size that covers the share. */
    const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * count) - 1)] ?? 0;
    const max = sorted[count - 1] ?? 0;
    return {
      count,
      p50: rank(0.5),
      p95: rank(0.95),
      p99: rank(0.99),
      max,
      histogram: count === 0 ? [] : histogram(sorted, max),
      worst: [...this.#worst],
      byClaim: this.#template.claimNames.map((claim, index) => {
        const total = this.#totals[index] ?? 0;
        return {
          claim,
          mean: meanOf(total, count),
          max: this.#maxima[index] ?? 0,
          total,
        };
      }),
      ...this.#reportOf(this.#limit),
    };
  }

  #reportOf(tally: LimitTally): LimitReport {
    return {
      limit: tally.limit,
      over: tally.over,
      fixes: tally.fixes(this.#totals, this.#sizes.length),
      together: tally.together(),
    };
  }
}

/** Bytes of an object of these members: braces, and a comma between two. */
export const bytesOfMembers = (members: readonly number[]): number => {
  let bytes = members.length === 0 ? 2 : members.length + 1;
  for (const size of members) bytes += size;
  return bytes;
};

function histogram(sorted: Float64Array, max: number): ScanReport['histogram'] {
  const width = binWidth(max);
  const counts = Array.from({ length: Math.floor(max / width) + 1 }, () => 0);
  for (const size of sorted) {
    const bin = Math.floor(size / width);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, index) => ({ from: index * width, to: (index + 1) * width, count }));
}
