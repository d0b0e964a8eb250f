import { decideHas } from '../../../shared/domain/access/has.ts';
import type { TokenAuth } from '../../../shared/domain/token/claims.ts';
import { splitPermission } from '../../../shared/domain/token/permissions.ts';
import type { HasOptions } from '../../../shared/domain/access/has.ts';

/** A role of the instance, as far as it is known here. */
export interface KnownRole {
  readonly key: string;
  readonly permissions: readonly string[];
}

/** The membership clerk-js has fetched for the active organization. */
export interface HeldMembership {
  readonly role: string;
  readonly permissions: readonly string[];
}

export interface PermissionRow {
  readonly key: string;
  readonly isSystem: boolean;
  /** Answer on a server, which reads the token. */
  readonly server: boolean;
  /** Answer in a client, which reads the membership. */
  readonly client: boolean;
  /** Keys of the roles that hold it; empty when roles are not known. */
  readonly roles: readonly string[];
}

export interface PermissionGroup {
  readonly feature: string;
  readonly rows: readonly PermissionRow[];
}

const isSystem = (key: string): boolean => key.startsWith('org:sys_');

/** What `explainHas` needs of the membership; nothing when there is none. */
export const membershipOptions = (membership: HeldMembership | null): HasOptions =>
  membership === null
    ? {}
    : { membershipRole: membership.role, membershipPermissions: membership.permissions };

/** Every permission anybody here has heard of, by feature; system permissions, which no token carries, last. */
export function permissionGroups(
  auth: TokenAuth,
  membership: HeldMembership | null,
  roles: readonly KnownRole[],
): readonly PermissionGroup[] {
  const keys = new Set([
    ...roles.flatMap(({ permissions }) => permissions),
    ...auth.orgPermissions,
    ...(membership?.permissions ?? []),
  ]);
  const held = membershipOptions(membership);
  const groups = new Map<string, PermissionRow[]>();
  for (const key of [...keys].sort((a, b) => Number(isSystem(a)) - Number(isSystem(b)))) {
    const feature = isSystem(key) ? 'System' : (splitPermission(key)?.feature ?? 'Other');
    const row: PermissionRow = {
      key,
      isSystem: isSystem(key),
      server: decideHas(auth, { permission: key }),
      client: decideHas(auth, { permission: key }, { ...held, side: 'client' }),
      roles: roles.filter(({ permissions }) => permissions.includes(key)).map((role) => role.key),
    };
    const rows = groups.get(feature);
    if (rows === undefined) groups.set(feature, [row]);
    else rows.push(row);
  }
  return [...groups].map(([feature, rows]) => ({
    feature,
    rows: rows.toSorted((a, b) => a.key.localeCompare(b.key)),
  }));
}

/** Groups with only the rows whose key holds the text. */
export const filterGroups = (
  groups: readonly PermissionGroup[],
  text: string,
): readonly PermissionGroup[] => {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return groups;
  return groups
    .map((group) => ({ ...group, rows: group.rows.filter(({ key }) => key.includes(wanted)) }))
    .filter(({ rows }) => rows.length > 0);
};

/** What is worth asking first: a permission that is denied, else one that is held. */
export function firstQuestion(groups: readonly PermissionGroup[]): string | null {
  const rows = groups.flatMap((group) => group.rows);
  const own = rows.filter((row) => !row.isSystem);
  return (own.find(({ server }) => !server) ?? own[0] ?? rows[0])?.key ?? null;
}
