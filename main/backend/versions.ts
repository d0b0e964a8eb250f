import { isDeepStrictEqual } from 'node:util';
import {
  INSTANCE,
  type AuditAction,
  type AuditCursor,
  type AuditPage,
  type AuditRecord,
  type Store,
} from './store/store.ts';

/** A version of something in Clerk, as the log of writes holds it. */
export interface Version<T, Written extends string> {
  readonly id: string;
  readonly atMs: number;
  /** Null for what was found. */
  readonly actorId: string | null;
  /** `found`: what a write found that no write before it had left. */
  readonly action: Written | 'found';
  readonly target: string;
  readonly content: T;
}

export interface VersionsOf<T, Written extends string> {
  /** The log's actions that write a version, and what a version calls each. */
  readonly actions: Readonly<Partial<Record<AuditAction, Written>>>;
  /** The content of a row's `before` or `after`; null for what is none. */
  readonly read: (value: unknown) => T | null;
}

export interface VersionQuery<T> {
  /** How many writes; what they found comes on top. */
  readonly limit: number;
  readonly after: AuditCursor | null;
  readonly target?: string | undefined;
  /** Leaves out the writes that neither found nor left such a content. */
  readonly matches?: ((content: T) => boolean) | undefined;
}

export interface VersionPage<T, Written extends string> {
  readonly data: readonly Version<T, Written>[];
  readonly next: AuditCursor | null;
}

/** Rows read at once while looking for those that match. */
const CHUNK = 200;

/**
 * Versions out of the instance's log of writes, newest first. Each row knows what it replaced, so a content that
 * somebody made elsewhere (in Clerk's Dashboard, or before this backend was there) is a version as well: the one
 * that the next write found.
 */
export async function listVersions<T, Written extends string>(
  store: Pick<Store, 'listAudit'>,
  kind: VersionsOf<T, Written>,
  query: VersionQuery<T>,
): Promise<VersionPage<T, Written>> {
  const { limit, matches } = query;
  const actions = Object.keys(kind.actions);
  const older = (count: number, after: AuditCursor | null, target = query.target) =>
    store.listAudit(INSTANCE, count, after, actions, target);
  /** A row whose outcome nobody knows is no version: what became of it, the next write will find. */
  const isVersion = ({ before, after }: AuditRecord): boolean =>
    kind.read(after) !== null || (after === null && kind.read(before) !== null);
  const wanted = (row: AuditRecord): boolean =>
    isVersion(row) &&
    (matches === undefined ||
      [kind.read(row.before), kind.read(row.after)].some((one) => one !== null && matches(one)));

  const scanned: AuditRecord[] = [];
  const rows: AuditRecord[] = [];
  let place = query.after;
  do {
    const page = await older(matches === undefined ? limit + 1 : CHUNK, place);
    scanned.push(...page.data);
    rows.push(...page.data.filter(wanted));
    place = page.next;
  } while (rows.length <= limit && place !== null);

  /** What the write before this one left of the same thing; null when there was none. */
  const leftBefore = async (row: AuditRecord): Promise<T | null> => {
    const same = (other: AuditRecord): boolean => other.target === row.target && isVersion(other);
    const known = scanned.slice(scanned.indexOf(row) + 1).find(same);
    if (known !== undefined || place === null) return kind.read(known?.after ?? null);
    for (let from: AuditCursor | null = placeOf(row); from !== null;) {
      const page: AuditPage = await older(10, from, row.target);
      const next = page.data.find(isVersion);
      if (next !== undefined) return kind.read(next.after);
      from = page.next;
    }
    return null;
  };

  const data: Version<T, Written>[] = [];
  for (const row of rows.slice(0, limit)) {
    const { id, atMs, actorId, target } = row;
    const [found, left] = [kind.read(row.before), kind.read(row.after)];
    const content = left ?? found;
    const action = kind.actions[row.action];
    if (content === null || action === undefined) continue;
    data.push({ id, atMs, actorId, action, target, content });
    if (found === null || isDeepStrictEqual(found, await leftBefore(row))) continue;
    data.push({
      id: `${id}.found`,
      atMs,
      actorId: null,
      action: 'found',
      target,
      content: found,
    });
  }
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { data, next: last === undefined ? null : placeOf(last) };
}

const placeOf = (row: AuditRecord): AuditCursor => ({ createdAtMs: row.atMs, id: row.id });
