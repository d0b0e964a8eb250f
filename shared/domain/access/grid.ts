import type { TokenAuth } from '../token/claims.ts';
import { splitPermission } from '../token/permissions.ts';
import { withOrgPrefix } from './check.ts';
import { decideHas, type HasOptions } from './has.ts';

/** Why a permission is or is not held on a server. */
export type GridReason =
  | 'held'
  | 'no-organization'
  /** A system permission: the membership has it, no token ever does. */
  | 'system'
  /** The membership has it, but its feature is not in the token. */
  | 'feature-missing'
  /** The membership has it and its feature is there: the token is older than the change. */
  | 'stale'
  | 'not-held';

export interface GridRow {
  /** With its prefix. */
  readonly permission: string;
  readonly server: boolean;
  /** Null when no membership was given. */
  readonly client: boolean | null;
  readonly reason: GridReason;
}

/** Every known permission with its verdict on both sides, and why they differ. */
export function permissionGrid(
  auth: TokenAuth,
  known: readonly string[],
  membership: Pick<HasOptions, 'membershipPermissions' | 'membershipRole'> = {},
): GridRow[] {
  const held = membership.membershipPermissions;
  const permissions = new Set(
    [...known, ...auth.orgPermissions, ...(held ?? [])].map(withOrgPrefix),
  );
  return [...permissions].sort().map((permission) => {
    const server = decideHas(auth, { permission });
    const client =
      held === undefined
        ? null
        : decideHas(auth, { permission }, { side: 'client', ...membership });
    return {
      permission,
      server,
      client,
      reason: server ? 'held' : reasonFor(auth, permission, held),
    };
  });
}

function reasonFor(
  auth: TokenAuth,
  permission: string,
  held: readonly string[] | undefined,
): GridReason {
  if (auth.orgId === null) return 'no-organization';
  if (permission.startsWith('org:sys_')) return 'system';
  if (held?.includes(permission) !== true) return 'not-held';
  const feature = splitPermission(permission)?.feature;
  const isShown =
    auth.version !== 2 || (feature !== undefined && auth.features.org.includes(feature));
  return isShown ? 'stale' : 'feature-missing';
}
