import type { InstanceRole, Permission, Role, RoleSet } from '../../../../shared/contract/http.ts';
import { PermissionWrite, RoleKey } from '../../../../shared/contract/http.ts';
import { isSystemPermission } from '../common/roles.logic.ts';

/** A permission as a row of the matrix. Its name is known to operators alone. */
export interface PermissionRow {
  readonly key: string;
  readonly name: string | null;
  readonly description: string;
  readonly system: boolean;
}

/** Rows of the matrix, the instance's own permissions first: all there are, or those that some role has. */
export function permissionRows(
  roles: readonly Role[],
  known: readonly Permission[] | undefined,
): readonly PermissionRow[] {
  const rows = new Map<string, PermissionRow>();
  for (const { key, name, description, system } of known ?? []) {
    rows.set(key, { key, name, description, system });
  }
  for (const key of roles.flatMap(({ permissions }) => permissions)) {
    if (rows.has(key)) continue;
    rows.set(key, { key, name: null, description: '', system: isSystemPermission(key) });
  }
  return [...rows.values()].toSorted(
    (a, b) => Number(a.system) - Number(b.system) || a.key.localeCompare(b.key),
  );
}

/** Members who hold a role, in all organizations that role sets tell of; null when Clerk does not say. */
export function holdersOf(roleKey: string, sets: readonly RoleSet[] | undefined): number | null {
  const counts = (sets ?? [])
    .flatMap(({ roles }) => roles)
    .filter(({ key }) => key === roleKey)
    .map(({ membersCount }) => membersCount);
  if (counts.length === 0) return null;
  return counts.reduce<number | null>(
    (sum, count) => (sum === null || count === null ? null : sum + count),
    0,
  );
}

/** *Clerk counts 124 members with it. It can be given in 2 role sets: Default, Partners.* */
export function reachOf(role: Pick<Role, 'key'>, sets: readonly RoleSet[] | undefined): string {
  const names = (sets ?? [])
    .filter(({ roles }) => roles.some(({ key }) => key === role.key))
    .map(({ name }) => name);
  const holders = holdersOf(role.key, sets);
  const held =
    holders === null
      ? 'How many members hold it is not known.'
      : `${holders === 1 ? '1 member holds' : `${holders} members hold`} it.`;
  if (names.length === 0) return `It is in no role set, so no organization can give it. ${held}`;
  return `It is in ${names.length === 1 ? 'the role set' : 'the role sets'} ${names.join(', ')}. ${held}`;
}

/** A key made of a name: *Data editor* → `org:data_editor`. */
export const keyFor = (name: string): string =>
  `org:${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')}`;

/** What is wrong with a role's key; null when it can be used. */
export function roleKeyProblem(key: string, roles: readonly Role[], own: string | null) {
  if (!RoleKey.safeParse(key).success) return 'A key like org:editor: org:, then a–z, 0–9 and _.';
  if (key !== own && roles.some((role) => role.key === key)) return 'There is a role of this key.';
  return null;
}

/** What is wrong with a permission's key; null when it can be used. */
export function permissionKeyProblem(
  key: string,
  permissions: readonly Pick<Permission, 'key'>[],
  own: string | null,
): string | null {
  if (!PermissionWrite.shape.key.safeParse(key).success) {
    return 'A key like org:invoices:read: a–z, 0–9 and _, and not org:sys_, which is Clerk’s.';
  }
  if (key !== own && permissions.some((each) => each.key === key)) {
    return 'There is a permission of this key.';
  }
  return null;
}

/** Ids of permissions by their keys, as the backend wants them. */
export const permissionIds = (
  keys: readonly string[],
  known: readonly Permission[],
): readonly string[] => known.filter(({ key }) => keys.includes(key)).map(({ id }) => id);

/** Roles of an instance that a set does not have yet. */
export const rolesOutside = (
  set: Pick<RoleSet, 'roles'>,
  roles: readonly InstanceRole[],
): readonly InstanceRole[] =>
  roles.filter(({ key }) => !set.roles.some((each) => each.key === key));

/** Roles of one set that another one lacks: their members need another role when the one becomes the other. */
export const rolesLost = (from: RoleSet, to: RoleSet | undefined): readonly string[] =>
  from.roles.map(({ key }) => key).filter((key) => to?.roles.every((each) => each.key !== key));
