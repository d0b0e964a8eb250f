/** What leaving a claim out would win. */
export interface ScanFix {
  readonly claim: string;
  /** Contexts over the limit that come under it when this claim alone goes. */
  readonly fixes: number;
  /** Bytes won: over those that are over the limit, and over everybody. */
  readonly wonWhereOver: number;
  readonly wonMean: number;
}

/**
 * Numbers kept of contexts over the limit, for the combined fix. Enough for 100,000 contexts of 40 claims; beyond, no
 * combined fix is told rather than one that may leave somebody out.
 */
const mostCells = 4_000_000;

/** Claims tried for the combined fix, the costliest; and how many of them are still an advice. */
const mostCandidates = 64;
const mostTogether = 8;

/** Who is over one limit, and what would help them. */
export class LimitTally {
  readonly limit: number;
  over = 0;
  readonly #names: readonly string[];
  readonly #fixed: Float64Array;
  readonly #won: Float64Array;
  readonly #kept: { readonly members: readonly number[]; readonly bytes: number }[] = [];

  constructor(names: readonly string[], limit: number) {
    this.limit = limit;
    this.#names = names;
    this.#fixed = new Float64Array(names.length);
    this.#won = new Float64Array(names.length);
  }

  add(members: readonly number[], bytes: number): void {
    if (bytes <= this.limit) return;
    this.over += 1;
    if ((this.#kept.length + 1) * members.length <= mostCells) this.#kept.push({ members, bytes });
    for (let at = 0; at < members.length; at += 1) {
      const won = wonBy(members[at] ?? 0, members.length);
      this.#won[at] = (this.#won[at] ?? 0) + won;
      if (bytes - won <= this.limit) this.#fixed[at] = (this.#fixed[at] ?? 0) + 1;
    }
  }

  /** One per claim that wins anything, the most helpful first. `totals` are the bytes of each claim over everybody. */
  fixes(totals: readonly number[], count: number): ScanFix[] {
    return this.#names
      .map((claim, at) => ({
        claim,
        fixes: this.#fixed[at] ?? 0,
        wonWhereOver: meanOf(this.#won[at] ?? 0, this.over),
        wonMean: meanOf(totals[at] ?? 0, count),
      }))
      .filter(({ fixes, wonWhereOver }) => fixes > 0 || wonWhereOver > 0)
      .toSorted((a, b) => b.fixes - a.fixes || b.wonWhereOver - a.wonWhereOver);
  }

  /**
   * The fewest claims found whose loss together brings everybody under the limit: the one that helps most, then the
   * next. Empty when nobody is over, and when no few claims do.
   */
  together(): string[] {
    if (this.#kept.length < this.over) return [];
    const candidates = [...this.#won.keys()]
      .toSorted((a, b) => (this.#won[b] ?? 0) - (this.#won[a] ?? 0))
      .slice(0, mostCandidates);
    const gone = new Set<number>();
    let still = this.#kept;
    while (still.length > 0) {
      if (gone.size >= Math.min(mostTogether, candidates.length)) return [];
      let best = -1;
      let bestGain = -1;
      for (const at of candidates) {
        if (gone.has(at)) continue;
        let gain = 0;
        for (const { members, bytes } of still) {
          gain += Math.min(members[at] ?? 0, bytes - this.limit);
        }
        if (gain > bestGain) [best, bestGain] = [at, gain];
      }
      gone.add(best);
      still = still.flatMap(({ members, bytes }) => {
        const left = bytes - wonBy(members[best] ?? 0, members.length - gone.size + 1);
        return left > this.limit ? [{ members, bytes: left }] : [];
      });
    }
    return [...gone].map((at) => this.#names[at] ?? '');
  }
}

/** Bytes the object loses with one member of `members`: itself and a comma, where there is one. */
const wonBy = (member: number, members: number): number => (members > 1 ? member + 1 : member);

/** To a tenth. */
export const meanOf = (total: number, count: number): number =>
  count === 0 ? 0 : Math.round((total / count) * 10) / 10;
