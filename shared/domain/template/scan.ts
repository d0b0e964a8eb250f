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

/** What leaving a claim out would win. */
export interface ScanFix {
  readonly claim: string;
  /** Contexts over the limit that come under it when this claim alone goes. */
  readonly fixes: number;
  /** Bytes won: over those that are over the limit, and over everybody. */
  readonly wonWhereOver: number;
  readonly wonMean: number;
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
  /** One per claim that fixes anything, the most helpful first. */
  readonly fixes: readonly ScanFix[];
  /** The fewest claims found whose loss together brings everybody under the limit; empty when none is over. */
  readonly together: readonly string[];
}

const worstCount = 20;

/** Contexts over the limit whose claims are kept for the combined fix; beyond, the first ones speak for all. */
const mostKept = 20_000;
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

/** Collects the sizes a template has over many contexts. Feed it one context after the other. */
export class Scan {
  readonly #template: CompiledTemplate;
  readonly #limit: number;
  readonly #sizes: number[] = [];
  readonly #totals: number[];
  readonly #maxima: number[];
  #worst: ScanRow[] = [];
  #over = 0;
  readonly #overMembers: (readonly number[])[] = [];
  readonly #fixed: number[];
  readonly #overTotals: number[];

  constructor(template: CompiledTemplate, limit: number) {
    this.#template = template;
    this.#limit = limit;
    this.#totals = template.claimNames.map(() => 0);
    this.#maxima = template.claimNames.map(() => 0);
    this.#fixed = template.claimNames.map(() => 0);
    this.#overTotals = template.claimNames.map(() => 0);
  }

  /** Returns the bytes of this context's claims. `index` names the context in the report; its order by default. */
  add(context: PreviewContext, index = this.#sizes.length): number {
    const members = this.#template.sizeByClaim(context);
    // Braces, and a comma between two members.
    let bytes = members.length === 0 ? 2 : members.length + 1;
    for (let at = 0; at < members.length; at += 1) {
      const size = members[at] ?? 0;
      bytes += size;
      this.#totals[at] = (this.#totals[at] ?? 0) + size;
      if (size > (this.#maxima[at] ?? 0)) this.#maxima[at] = size;
    }
    this.#sizes.push(bytes);
    if (bytes > this.#limit) this.#noteOver(members, bytes);
    this.#keepWorst(index, bytes, members, context);
    return bytes;
  }

  /** How many contexts are above a number of bytes. */
  countOver(bytes: number): number {
    let count = 0;
    for (const size of this.#sizes) if (size > bytes) count += 1;
    return count;
  }

  #noteOver(members: readonly number[], bytes: number): void {
    this.#over += 1;
    if (this.#overMembers.length < mostKept) this.#overMembers.push(members);
    for (let at = 0; at < members.length; at += 1) {
      const won = wonBy(members[at] ?? 0, members.length);
      this.#overTotals[at] = (this.#overTotals[at] ?? 0) + won;
      if (bytes - won <= this.#limit) this.#fixed[at] = (this.#fixed[at] ?? 0) + 1;
    }
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
      over: this.#over,
      limit: this.#limit,
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
          mean: mean(total, count),
          max: this.#maxima[index] ?? 0,
          total,
        };
      }),
      fixes: this.#fixes(count),
      together: this.#together(),
    };
  }

  #fixes(count: number): ScanFix[] {
    return this.#template.claimNames
      .map((claim, at) => ({
        claim,
        fixes: this.#fixed[at] ?? 0,
        wonWhereOver: mean(this.#overTotals[at] ?? 0, this.#over),
        wonMean: mean(this.#totals[at] ?? 0, count),
      }))
      .filter(({ fixes, wonWhereOver }) => fixes > 0 || wonWhereOver > 0)
      .toSorted((a, b) => b.fixes - a.fixes || b.wonWhereOver - a.wonWhereOver);
  }

  /** Greedy: the claim that helps most, then the next, until nobody is over. */
  #together(): string[] {
    const names = this.#template.claimNames;
    const gone: number[] = [];
    const sizeWithout = (members: readonly number[], left: readonly number[]): number => {
      let bytes = 1;
      let kept = 0;
      for (let at = 0; at < members.length; at += 1) {
        if (left.includes(at)) continue;
        bytes += (members[at] ?? 0) + 1;
        kept += 1;
      }
      return kept === 0 ? 2 : bytes;
    };
    let still = this.#overMembers;
    while (still.length > 0 && gone.length < names.length) {
      const excess = still.map((members) => sizeWithout(members, gone) - this.#limit);
      const totals = names.map((_, at) =>
        gone.includes(at)
          ? -1
          : still.reduce(
              (sum, members, index) => sum + Math.min(members[at] ?? 0, excess[index] ?? 0),
              0,
            ),
      );
      gone.push(totals.indexOf(Math.max(...totals)));
      still = still.filter((members) => sizeWithout(members, gone) > this.#limit);
    }
    return still.length === 0 ? gone.map((at) => names[at] ?? '') : [];
  }
}

/** Bytes the object loses with one member: the member and a comma, where there is one. */
const wonBy = (member: number, members: number): number => (members > 1 ? member + 1 : member);

const mean = (total: number, count: number): number =>
  count === 0 ? 0 : Math.round((total / count) * 10) / 10;

function histogram(sorted: Float64Array, max: number): ScanReport['histogram'] {
  const width = binWidth(max);
  const counts = Array.from({ length: Math.floor(max / width) + 1 }, () => 0);
  for (const size of sorted) {
    const bin = Math.floor(size / width);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, index) => ({ from: index * width, to: (index + 1) * width, count }));
}
