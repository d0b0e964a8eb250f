import type { ApiRecord, ClerkApi, ClerkMembership } from '../clerk/port.ts';
import type { BulkPace } from './bulkPace.ts';
import { pageAfter, type Anchor } from './pageAfter.ts';

export interface IndexBounds {
  /** A search may lean on what was read so long ago. */
  readonly keepMs: number;
  /** A scan that comes back later than this finds its memberships gone, and they are read again. */
  readonly idleMs: number;
  readonly memberships: number;
}

const usual: IndexBounds = { keepMs: 60_000, idleMs: 300_000, memberships: 200_000 };

const PER_PAGE = 500;

/** How much Clerk's clock may be behind ours before somebody's first memberships are overlooked. */
const CLOCK_MS = 60_000;

/**
 * Who is where in the whole instance, as of when it was read. Asked user by user, Clerk's rate limit would end a scan
 * after the first hundred people; the instance's own list takes one call for 500 memberships.
 */
export class MembershipIndex {
  readonly startedAtMs: number;
  usedAtMs: number;
  /** When it was whole; null while it is read. */
  endedAtMs: number | null = null;
  /** False when the instance has more than are read: some are missing. */
  complete = true;
  read = 0;
  total = 0;
  readonly #clerk: ClerkApi;
  readonly #most: number;
  readonly #now: () => number;
  readonly #byUser = new Map<string, Map<string, ApiRecord>>();
  readonly #organizations = new Map<string, unknown>();
  #last: Anchor | null = null;
  #reading: Promise<void> | null = null;

  constructor(clerk: ClerkApi, most: number, now: () => number) {
    this.#clerk = clerk;
    this.#most = most;
    this.#now = now;
    this.startedAtMs = now();
    this.usedAtMs = this.startedAtMs;
  }

  get ended(): boolean {
    return this.endedAtMs !== null;
  }

  /** The memberships of a user, each with its organization. */
  of(userId: string): readonly ApiRecord[] {
    return [...(this.#byUser.get(userId)?.values() ?? [])];
  }

  /** Reads the next page of it; whoever asks meanwhile waits for the same one. What failed can be asked again. */
  async advance(): Promise<void> {
    this.#reading ??= this.#readPage().finally(() => {
      this.#reading = null;
    });
    await this.#reading;
  }

  /** Whether somebody who came after the index was begun may have memberships that it lacks. */
  isOlderThan(createdAtMs: number): boolean {
    return createdAtMs >= this.startedAtMs - CLOCK_MS;
  }

  async #readPage(): Promise<void> {
    const { rows, last, total } = await pageAfter(
      {
        list: (query) => this.#clerk.listAllMemberships(query),
        keyOf: ({ raw, createdAtMs }) => ({ id: String(raw['id']), createdAtMs }),
      },
      PER_PAGE,
      this.#last,
    );
    for (const membership of rows) this.#keep(membership);
    this.usedAtMs = this.#now();
    const newest = rows.at(-1);
    this.read += rows.length;
    this.total = Math.max(total, this.read);
    if (last !== null) this.#last = last;
    else if (newest !== undefined) {
      // Kept at the end as well: whoever joins from here on stands behind it.
      const { raw, createdAtMs } = newest;
      this.#last = { id: String(raw['id']), createdAtMs, end: total };
    }
    this.complete = this.read < this.#most || last === null;
    this.endedAtMs = last === null || !this.complete ? this.#now() : null;
  }

  #keep({ userId, organizationId, raw }: ClerkMembership): void {
    // One copy of each organization, however many members it has; the person stands beside it already.
    const { organization, public_user_data: _person, ...rest } = raw;
    if (!this.#organizations.has(organizationId)) {
      this.#organizations.set(organizationId, organization);
    }
    const membership = { ...rest, organization: this.#organizations.get(organizationId) };
    // By organization: a list that changes while it is paged may show a row twice.
    const known = this.#byUser.get(userId);
    if (known === undefined) this.#byUser.set(userId, new Map([[organizationId, membership]]));
    else known.set(organizationId, membership);
  }
}

export interface MembershipIndexes {
  /**
   * A whole index that is not older than a search may lean on. Of some ten thousand memberships all are read at once;
   * more come at the instance's pace, and whoever asks again meanwhile waits for the same ones.
   */
  forSearch(): Promise<MembershipIndex>;
  /**
   * The index of a scan, begun anew at its beginning, and read on for a short while at the instance's pace. Where it
   * is not `ended` yet the scan comes back for it.
   */
  forScan(isBeginning: boolean): Promise<MembershipIndex>;
  /** Reads what came to an index since, for people who are newer than it. */
  catchUp(index: MembershipIndex): Promise<void>;
}

/** How long one request reads on before it answers with what there is. */
const SLICE_MS = 1_500;

/** The indexes of a backend: one at a time, shared by whoever asks. Kept in memory, and no longer than it is used. */
export function createMembershipIndexes(
  clerk: ClerkApi,
  pace: BulkPace,
  now: () => number,
  bounds: IndexBounds = usual,
): MembershipIndexes {
  let current: MembershipIndex | undefined;

  const begin = (): MembershipIndex => {
    current = new MembershipIndex(clerk, bounds.memberships, now);
    return current;
  };

  return {
    forSearch: async () => {
      const known = current;
      const age = known === undefined ? 0 : now() - (known.endedAtMs ?? known.usedAtMs);
      const index = known !== undefined && age >= 0 && age < bounds.keepMs ? known : begin();
      while (!index.ended) {
        await pace.take(1);
        await index.advance();
      }
      return index;
    },
    forScan: async (isBeginning) => {
      const known = current;
      const idle = known === undefined ? 0 : now() - known.usedAtMs;
      const isKept = known !== undefined && idle >= 0 && idle <= bounds.idleMs;
      // One that a failure interrupted is read on, also by the beginning that is tried again.
      const index = isKept && !(isBeginning && known.ended) ? known : begin();
      const endMs = now() + SLICE_MS;
      try {
        while (!index.ended && now() < endMs) {
          await pace.take(1);
          await index.advance();
        }
      } finally {
        index.usedAtMs = now();
      }
      return index;
    },
    catchUp: async (index) => {
      await pace.take(1);
      await index.advance();
    },
  };
}
