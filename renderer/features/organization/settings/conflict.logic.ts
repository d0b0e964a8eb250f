import type { OrgSettings } from '../../../../shared/contract/http.ts';
import { sameJson } from '../common/json.logic.ts';
import { settingsList } from './settings.logic.ts';

export type Side = 'theirs' | 'mine';

export interface ConflictRow {
  readonly key: string;
  readonly label: string;
  /** Undefined where that side has no such flag or name. */
  readonly theirs: unknown;
  readonly mine: unknown;
  /** Which side moved away from what both had read; `both` needs a decision. */
  readonly movedBy: Side | 'both';
}

/** Settings in which two people's versions differ, against the version both started from. */
export function conflictRows(
  base: OrgSettings,
  theirs: OrgSettings,
  mine: OrgSettings,
): readonly ConflictRow[] {
  const [from, left, right] = [base, theirs, mine].map(settingsList);
  if (from === undefined || left === undefined || right === undefined) return [];
  return [...new Map([...left, ...right]).values()]
    .map(({ key, label }) => ({
      key,
      label,
      start: from.get(key)?.value,
      theirs: left.get(key)?.value,
      mine: right.get(key)?.value,
    }))
    .filter((row) => !sameJson(row.theirs, row.mine))
    .map(({ start, ...row }) => ({
      ...row,
      movedBy: sameJson(row.theirs, start)
        ? ('mine' as const)
        : sameJson(row.mine, start)
          ? ('theirs' as const)
          : ('both' as const),
    }));
}

export type Picks = Readonly<Record<string, Side>>;

/** A setting only one of the two touched keeps that one's value; where both did, nothing is picked yet. */
export const firstPicks = (rows: readonly ConflictRow[]): Picks =>
  Object.fromEntries(
    rows.flatMap(({ key, movedBy }) => (movedBy === 'both' ? [] : [[key, movedBy]])),
  );

/** The settings to save, or null while a setting is undecided. */
export function resolveConflict(
  theirs: OrgSettings,
  rows: readonly ConflictRow[],
  picks: Picks,
): OrgSettings | null {
  if (rows.some(({ key }) => picks[key] === undefined)) return null;
  const document = structuredClone(theirs) as unknown as Record<string, unknown>;
  for (const { key, mine } of rows.filter((row) => picks[row.key] === 'mine')) {
    put(document, key, mine);
  }
  return document as unknown as OrgSettings;
}

/** Sets what a key names: a field, a field of a section, a flag or a name of the free-form object. */
function put(document: Record<string, unknown>, key: string, value: unknown): void {
  const at = key.search(/[/.]/);
  if (at < 0) {
    document[key] = value;
    return;
  }
  const name = key.slice(at + 1);
  const part = new Map(Object.entries(document[key.slice(0, at)] as object));
  if (value === undefined) part.delete(name);
  else part.set(name, value);
  document[key.slice(0, at)] = Object.fromEntries(part);
}
