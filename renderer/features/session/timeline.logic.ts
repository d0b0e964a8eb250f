import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { isJsonObject } from '../../../shared/domain/json.ts';

/** One claim that differs between two tokens. `path` is dotted: `o.rol`, `metadata.plan`. */
export interface ClaimChange {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Claims that move by themselves with every token: times, the token's id, minutes since verification. */
const clockClaims: readonly string[] = ['exp', 'iat', 'nbf', 'jti', 'fva'];

/** What changed from one token to the next, clock claims left out, in the order of the newer token. */
export function diffClaims(before: JsonObject, after: JsonObject): readonly ClaimChange[] {
  return diffObject(before, after, '').filter(({ path }) => !clockClaims.includes(path));
}

function diffObject(before: JsonObject, after: JsonObject, prefix: string): ClaimChange[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return names.flatMap((name) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return diffValue(
      Object.hasOwn(before, name) ? before[name] : undefined,
      Object.hasOwn(after, name) ? after[name] : undefined,
      path,
    );
  });
}

function diffValue(before: Json | undefined, after: Json | undefined, path: string): ClaimChange[] {
  const [from, to] = [asObject(before, path), asObject(after, path)];
  if (from !== null && to !== null) return diffObject(from, to, path);
  if (before === undefined) return [{ path, kind: 'added', before, after }];
  if (after === undefined) return [{ path, kind: 'removed', before, after }];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ path, kind: 'changed', before, after }];
}

/** The organization claim comes and goes as a whole: read member by member either way. */
const asObject = (value: Json | undefined, path: string): JsonObject | null => {
  if (value === undefined && path === 'o') return {};
  return isJsonObject(value) ? value : null;
};

/** What the timeline needs of a token. */
export interface TimelineToken {
  readonly raw: string;
  readonly receivedAtMs: number;
  readonly claims: JsonObject;
  readonly orgId: string | null;
  readonly orgRole: string | null;
}

export interface TimelineEntry {
  /** The newest token of the entry. */
  readonly raw: string;
  readonly receivedAtMs: number;
  readonly title: string;
  readonly kind: 'first' | 'organization' | 'role' | 'claims' | 'refresh';
  readonly changes: readonly ClaimChange[];
  /** Tokens in this entry: refreshes in a row that changed nothing are one entry. */
  readonly count: number;
}

/** Tokens, newest first, as what happened. `orgName` turns an id into the name people know. */
export function timelineOf(
  tokens: readonly TimelineToken[],
  orgName: (orgId: string) => string,
): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  for (const [at, token] of tokens.entries()) {
    const entry = entryOf(token, tokens[at + 1], orgName);
    const newer = entries.at(-1);
    if (newer?.kind === 'refresh' && entry.kind === 'refresh') {
      const count = newer.count + 1;
      entries[entries.length - 1] = { ...newer, count, title: refreshTitle(count) };
    } else {
      entries.push(entry);
    }
  }
  return entries;
}

const refreshTitle = (count: number): string =>
  count === 1 ? 'Refreshed: only times changed' : `${count} refreshes: only times changed`;

function entryOf(
  token: TimelineToken,
  before: TimelineToken | undefined,
  orgName: (orgId: string) => string,
): TimelineEntry {
  const { raw, receivedAtMs, orgId, orgRole } = token;
  const base = { raw, receivedAtMs, count: 1 };
  if (before === undefined) {
    return { ...base, kind: 'first', title: 'First token seen by this window', changes: [] };
  }
  const changes = diffClaims(before.claims, token.claims);
  if (before.orgId !== orgId) {
    const where = orgId === null ? 'the personal account' : orgName(orgId);
    return { ...base, kind: 'organization', title: `Switched to ${where}`, changes };
  }
  if (before.orgRole !== orgRole) {
    const title = `Role changed from ${before.orgRole ?? 'none'} to ${orgRole ?? 'none'}`;
    return { ...base, kind: 'role', title, changes };
  }
  if (changes.length === 0) return { ...base, kind: 'refresh', title: refreshTitle(1), changes };
  const title = changes.length === 1 ? '1 claim changed' : `${changes.length} claims changed`;
  return { ...base, kind: 'claims', title, changes };
}

/** Whether a row for `path` shows something that changed. A change below or above it counts. */
export const isTouched = (path: string, changes: readonly ClaimChange[]): boolean =>
  changes.some(
    (change) =>
      change.path === path ||
      change.path.startsWith(`${path}.`) ||
      path.startsWith(`${change.path}.`),
  );
