import { isJsonObject, type Json, type JsonObject } from '../../../shared/domain/json.ts';
import type { ClaimGroup } from '../../../shared/domain/token/customClaims.ts';
import {
  claimMeaning,
  memberMeaning,
  type ClaimMeaning,
} from '../../../shared/domain/token/meaning.ts';
import { splitPermission } from '../../../shared/domain/token/permissions.ts';
import type { ClaimCost } from '../../../shared/domain/token/size.ts';
import type { TokenKind } from '../../../shared/domain/token/tokenKind.ts';
import { utf8Length } from '../../../shared/kernel/bytes.ts';

export interface ClaimRow {
  /** Dotted: `o.rol`. A top-level name is its own path, dots and all. */
  readonly path: string;
  readonly value: Json;
  readonly valueBytes: number;
  readonly isDefault: boolean;
  readonly isTime: boolean;
  /** Null for a custom claim: only its author knows. */
  readonly meaning: ClaimMeaning | null;
}

export interface ClaimSection {
  readonly group: ClaimGroup;
  readonly title: string;
  readonly rows: readonly ClaimRow[];
}

const sectionTitles: readonly (readonly [ClaimGroup, string])[] = [
  ['identity', 'Identity'],
  ['session', 'Session'],
  ['organization', 'Organization'],
  ['billing', 'Billing'],
  ['times', 'Time'],
  ['custom', 'Custom'],
];

/** The claims in the groups of the screen, payload order inside a group. Empty groups are left out. */
export const claimSections = (
  claims: JsonObject,
  costs: readonly ClaimCost[],
  kind: TokenKind,
): readonly ClaimSection[] =>
  sectionTitles
    .map(([group, title]) => ({
      group,
      title,
      rows: costs
        .filter((cost) => cost.group === group)
        .flatMap((cost) => rowsOf(cost, claims, kind)),
    }))
    .filter(({ rows }) => rows.length > 0);

/** One row per claim; the organization claim has one per member, as `o` alone says nothing. */
function rowsOf(cost: ClaimCost, claims: JsonObject, kind: TokenKind): ClaimRow[] {
  const { name, valueBytes, isDefault, group } = cost;
  const value = Object.hasOwn(claims, name) ? (claims[name] ?? null) : null;
  if (name === 'o' && isDefault && isJsonObject(value)) {
    return Object.entries(value).map(([member, memberValue]) => ({
      path: `o.${member}`,
      value: memberValue,
      valueBytes: utf8Length(JSON.stringify(memberValue)),
      isDefault,
      isTime: false,
      meaning: memberMeaning(`/o/${member}`),
    }));
  }
  const meaning = isDefault ? claimMeaning(name, kind) : null;
  return [{ path: name, value, valueBytes, isDefault, isTime: group === 'times', meaning }];
}

/** What the copy button takes: text as it is, everything else as JSON. */
export const copyText = (value: Json): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

export interface FeaturePermissions {
  readonly feature: string;
  readonly actions: readonly string[];
}

/** Permissions by feature, in the order of the token: `org:data:read` → data: read. */
export function byFeature(permissions: readonly string[]): readonly FeaturePermissions[] {
  const groups = new Map<string, string[]>();
  for (const permission of permissions) {
    const { feature, action } = splitPermission(permission) ?? { feature: '', action: permission };
    const actions = groups.get(feature);
    if (actions === undefined) groups.set(feature, [action]);
    else actions.push(action);
  }
  return [...groups].map(([feature, actions]) => ({ feature, actions }));
}
