import type { ScanUser } from '../../../../shared/contract/http.ts';
import { isJsonObject, type JsonObject } from '../../../../shared/domain/json.ts';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import { Scan, type ScanReport } from '../../../../shared/domain/template/scan.ts';
import type { PreviewContext, TemplateKind } from '../../../../shared/domain/template/types.ts';
import { TypeTally, type TypeCount } from '../../../../shared/domain/template/valueTypes.ts';
import type { Wall } from '../../../../shared/domain/template/walls.ts';
import { formatCount } from '../../../ui/format.logic.ts';
import { emailOf, idOf, nameOf } from '../who/who.logic.ts';

/** What is scanned: the text as it was when the scan began. */
export interface ScanSubject {
  readonly name: string;
  readonly kind: TemplateKind;
  readonly claims: JsonObject;
  /** Nearest first; the first one counts as the limit. */
  readonly walls: readonly Wall[];
}

/** A user in one place, as the scan saw it. */
export interface ScanPlace {
  readonly userId: string;
  readonly user: string;
  readonly email: string | null;
  readonly organizationId: string | null;
  readonly organization: string | null;
}

/** Plain data: it crosses from the worker to the page. */
export interface ScanResult {
  readonly report: ScanReport;
  readonly users: number;
  /** Users with at least one place over the limit. */
  readonly usersOver: number;
  readonly overWalls: readonly number[];
  /** One per row of `report.worst`. */
  readonly worst: readonly ScanPlace[];
  readonly types: readonly TypeCount[];
}

/** An ordinary session: nobody impersonates, nothing was verified again. */
const session = { actor: null, reverification_id: null };

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

/** One scan: fed page by page, asked for its result at any time. */
export class Evaluation {
  readonly #subject: ScanSubject;
  readonly #scan: Scan;
  readonly #types: TypeTally;
  readonly #places: ScanPlace[] = [];
  readonly #sizes: number[] = [];
  readonly #seen = new Set<string>();
  #users = 0;
  #usersOver = 0;

  constructor(subject: ScanSubject) {
    const template = compileTemplate(subject.claims, { kind: subject.kind });
    this.#subject = subject;
    this.#scan = new Scan(template, limitOf(subject));
    this.#types = new TypeTally(template, subject.claims);
  }

  /** False for a user who was seen already: a list that changes while it is paged shows some twice. */
  add(entry: ScanUser): boolean {
    const id = idOf(entry.user);
    if (this.#seen.has(id)) return false;
    this.#seen.add(id);
    this.#users += 1;
    let isOver = false;
    for (const context of contextsOf(entry)) {
      const bytes = this.#scan.add(context);
      this.#types.add(context);
      this.#sizes.push(bytes);
      this.#places.push(placeOf(entry, context));
      if (bytes > limitOf(this.#subject)) isOver = true;
    }
    if (isOver) this.#usersOver += 1;
    return true;
  }

  result(): ScanResult {
    const report = this.#scan.report();
    return {
      report,
      users: this.#users,
      usersOver: this.#usersOver,
      overWalls: this.#subject.walls.map(({ bytes }) => this.#scan.countOver(bytes)),
      worst: report.worst.flatMap(({ index }) => this.#places[index] ?? []),
      types: this.#types.report(),
    };
  }

  /** Every place with its bytes, for a spreadsheet. */
  csv(): string {
    const rows = this.#places.map((place, at) =>
      [place.userId, place.user, place.email, place.organizationId, place.organization]
        .map((cell) => csvCell(cell ?? ''))
        .concat(String(this.#sizes[at] ?? 0))
        .join(','),
    );
    return `user_id,user,email,organization_id,organization,custom_bytes\n${rows.join('\n')}\n`;
  }
}

export const limitOf = ({ walls }: ScanSubject): number => walls[0]?.bytes ?? 0;

const nameIn = (organization: PreviewContext['organization']): string | null =>
  typeof organization?.['name'] === 'string' ? organization['name'] : null;

function placeOf({ user }: ScanUser, { organization }: PreviewContext): ScanPlace {
  const id = organization?.['id'];
  return {
    userId: idOf(user),
    user: nameOf(user),
    email: emailOf(user),
    organizationId: typeof id === 'string' ? id : null,
    organization: nameIn(organization),
  };
}

/** A cell as RFC 4180 quotes it, and no formula to a spreadsheet that opens it. */
export function csvCell(text: string): string {
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** *37 of 10,000 users would be over the budget. Dropping `metadata` fixes all of them.* */
export function scanSentence(subject: ScanSubject, result: ScanResult, isPartial: boolean): string {
  const { users, usersOver, report } = result;
  const [wall] = subject.walls;
  if (users === 0) return `${subject.name}: nobody has been looked at yet.`;
  const limit = `${formatCount(limitOf(subject))} bytes (${wall?.name.toLowerCase() ?? 'limit'})`;
  const so = isPartial ? ' so far' : '';
  if (usersOver === 0) {
    return `None of ${formatCount(users)} users${so} is over ${limit}: the largest is ${formatCount(report.max)}.`;
  }
  const [best] = report.fixes;
  const all = `${formatCount(usersOver)} of ${formatCount(users)} users${so} would be over ${limit}.`;
  if (best !== undefined && best.fixes === report.over) {
    return `${all} Dropping ${best.claim} fixes all of them.`;
  }
  return report.together.length > 1
    ? `${all} Dropping ${listOf(report.together)} fixes all of them.`
    : `${all} No claim that can be dropped fixes all of them.`;
}

const listOf = (names: readonly string[]): string =>
  `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** Users per second, and seconds left, from what was done in the time that work was under way. */
export function paceOf(
  done: number,
  total: number | null,
  workedMs: number,
): { readonly perSec: number; readonly leftSec: number | null } {
  const perSec = workedMs <= 0 ? 0 : (done / workedMs) * 1000;
  const left = total === null || perSec === 0 ? null : Math.max(0, total - done) / perSec;
  return { perSec, leftSec: left };
}
