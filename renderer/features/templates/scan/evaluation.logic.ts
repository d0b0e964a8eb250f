import type { ScanUser } from '../../../../shared/contract/http.ts';
import { isJsonObject, type JsonObject } from '../../../../shared/domain/json.ts';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import {
  Scan,
  type LimitReport,
  type ScanReport,
} from '../../../../shared/domain/template/scan.ts';
import type {
  CompiledTemplate,
  PreviewContext,
  TemplateKind,
} from '../../../../shared/domain/template/types.ts';
import { TypeTally, type TypeCount } from '../../../../shared/domain/template/valueTypes.ts';
import type { Wall } from '../../../../shared/domain/template/walls.ts';
import { emailOf, idOf, nameOf } from '../who/who.logic.ts';

/** What is scanned: the text as it was when the scan began. */
export interface ScanSubject {
  readonly name: string;
  readonly kind: TemplateKind;
  readonly claims: JsonObject;
  /** Nearest first; the first one counts as the limit. */
  readonly walls: readonly Wall[];
  /** What the instance mints now, to tell which values would change their type; null for a draft. */
  readonly deployed?: JsonObject | null;
}

/** A user in one place, as the scan saw it. */
export interface ScanPlace {
  readonly userId: string;
  readonly user: string;
  readonly email: string | null;
  readonly organizationId: string | null;
  readonly organization: string | null;
}

/** Who is over one wall. */
export interface ScanLimit extends Wall, Omit<LimitReport, 'limit'> {
  /** Users with at least one place over it; `over` counts the places. */
  readonly usersOver: number;
}

export interface ClaimCost {
  readonly claim: string;
  readonly bytes: number;
}

export interface WorstPlace extends ScanPlace {
  readonly bytes: number;
  /** Costliest first. */
  readonly claims: readonly ClaimCost[];
}

/** Plain data: it crosses from the worker to the page. */
export interface ScanResult extends Pick<
  ScanReport,
  'p50' | 'p95' | 'p99' | 'max' | 'histogram' | 'byClaim'
> {
  readonly users: number;
  readonly places: number;
  /** One per wall, in their order. */
  readonly limits: readonly ScanLimit[];
  /** Largest first. */
  readonly worst: readonly WorstPlace[];
  readonly types: readonly TypeCount[];
  /** Users whose records the template could not be evaluated for, and the ids of some of them. */
  readonly failed: { readonly users: number; readonly ids: readonly string[] };
}

/** An ordinary session: nobody impersonates, nothing was verified again. */
const session = { actor: null, reverification_id: null };

/** How many of those that failed are named. */
const mostNamed = 20;

const mostRemembered = 200;

/** A user in each of their organizations; whoever has none, in the personal account. */
export function contextsOf({ user, memberships }: ScanUser): readonly PreviewContext[] {
  if (memberships.length === 0) {
    return [{ user, organization: null, membership: null, session, memberships }];
  }
  return memberships.map((membership) => {
    const { organization } = membership;
    return {
      user,
      organization: isJsonObject(organization) ? organization : null,
      membership,
      session,
      memberships,
    };
  });
}

export const limitOf = ({ walls }: ScanSubject): number => walls[0]?.bytes ?? 0;

/** One scan: fed user by user, asked for its result at any time. */
export class Evaluation {
  readonly template: CompiledTemplate;
  readonly #subject: ScanSubject;
  readonly #scan: Scan;
  readonly #types: TypeTally;
  readonly #deployed: CompiledTemplate | null;
  /** The largest so far, and some that were among them, by their place in the input. */
  readonly #worst = new Map<number, ScanPlace>();
  readonly #seen = new Set<string>();
  readonly #usersOver: number[];
  readonly #failed: string[] = [];
  #failures = 0;
  #places = 0;

  constructor(subject: ScanSubject) {
    const { kind, claims, walls, deployed = null } = subject;
    this.template = compileTemplate(claims, { kind });
    this.#subject = subject;
    this.#scan = new Scan(
      this.template,
      limitOf(subject),
      walls.slice(1).map(({ bytes }) => bytes),
    );
    this.#types = new TypeTally(this.template.claimNames, claims);
    this.#deployed = deployed === null ? null : compileTemplate(deployed, { kind });
    this.#usersOver = walls.map(() => 0);
  }

  get users(): number {
    return this.#seen.size;
  }

  /** A user who was seen already is left out: a list that changes while it is paged may show some twice. */
  add(entry: ScanUser): void {
    const id = idOf(entry.user);
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    try {
      this.#addPlaces(entry);
    } catch {
      // Such as metadata nested deeper than the stack: the others are still to be told of.
      this.#failures += 1;
      if (this.#failed.length < mostNamed) this.#failed.push(id);
    }
  }

  #addPlaces(entry: ScanUser): void {
    const contexts = contextsOf(entry);
    // First what may fail, for each of the places: who fails in one of them is counted in none.
    const made = contexts.map((context) => {
      this.template.size(context);
      const before = this.#deployed?.render(context) ?? null;
      return { context, claims: this.template.render(context), before };
    });
    let most = 0;
    for (const { context, claims, before } of made) {
      const at = this.#places;
      this.#places += 1;
      most = Math.max(most, this.#scan.add(context, at));
      this.#types.add(claims, before);
      if (this.#scan.isAmongWorst(at)) this.#remember(at, placeOf(entry, context));
    }
    for (const [at, { bytes }] of this.#subject.walls.entries()) {
      if (most > bytes) this.#usersOver[at] = (this.#usersOver[at] ?? 0) + 1;
    }
  }

  #remember(at: number, place: ScanPlace): void {
    this.#worst.set(at, place);
    if (this.#worst.size < mostRemembered) return;
    for (const known of this.#worst.keys()) {
      if (!this.#scan.isAmongWorst(known)) this.#worst.delete(known);
    }
  }

  result(): ScanResult {
    const report = this.#scan.report();
    const { p50, p95, p99, max, histogram, byClaim, count } = report;
    const limits = [report, ...this.#scan.limits()];
    const names = this.template.claimNames;
    return {
      users: this.users,
      places: count,
      p50,
      p95,
      p99,
      max,
      histogram,
      byClaim,
      limits: this.#subject.walls.map((wall, at) => ({
        ...wall,
        usersOver: this.#usersOver[at] ?? 0,
        over: limits[at]?.over ?? 0,
        fixes: limits[at]?.fixes ?? [],
        together: limits[at]?.together ?? [],
      })),
      worst: report.worst.flatMap(({ index, bytes, claims }): WorstPlace[] => {
        const place = this.#worst.get(index);
        return place === undefined ? [] : [{ ...place, bytes, claims: costs(names, claims) }];
      }),
      types: this.#types.report(),
      failed: { users: this.#failures, ids: [...this.#failed] },
    };
  }
}

const costs = (names: readonly string[], sizes: readonly number[]): ClaimCost[] =>
  sizes
    .map((bytes, at) => ({ claim: names[at] ?? '', bytes }))
    .toSorted((a, b) => b.bytes - a.bytes);

const nameIn = (organization: PreviewContext['organization']): string | null =>
  typeof organization?.['name'] === 'string' ? organization['name'] : null;

export function placeOf({ user }: ScanUser, { organization }: PreviewContext): ScanPlace {
  const id = organization?.['id'];
  return {
    userId: idOf(user),
    user: nameOf(user),
    email: emailOf(user),
    organizationId: typeof id === 'string' ? id : null,
    organization: nameIn(organization),
  };
}
