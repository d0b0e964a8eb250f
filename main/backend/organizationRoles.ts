import { AppException, appError } from '../../shared/errors/appError.ts';
import { textOrNull } from '../clerk/readers.ts';
import type { ClerkApi, ClerkRole, ClerkRoleSet } from '../clerk/port.ts';

/** The roles of the instance, and which of them one organization may give. */
export interface OrganizationRoles {
  readonly all: readonly ClerkRole[];
  readonly assignable: readonly ClerkRole[];
  /** Null on an instance that has no role sets. */
  readonly roleSet: ClerkRoleSet | null;
}

/** Read anew each time: a role set changes for every organization that has it. */
export async function readOrganizationRoles(
  clerk: ClerkApi,
  orgId: string,
): Promise<OrganizationRoles> {
  const [all, organization] = await Promise.all([clerk.listRoles(), clerk.getOrganization(orgId)]);
  const key = textOrNull(organization['role_set_key']);
  const roleSet = key === null ? null : await findRoleSet(clerk, key);
  const held = new Set(roleSet?.roles.map((role) => role.key));
  return {
    all,
    assignable: roleSet === null ? all : all.filter((role) => held.has(role.key)),
    roleSet,
  };
}

/** Null when Clerk has no such set; Clerk's own refusal then stands behind every guard that asks for it. */
async function findRoleSet(clerk: ClerkApi, keyOrId: string): Promise<ClerkRoleSet | null> {
  try {
    return await clerk.getRoleSet(keyOrId);
  } catch (cause) {
    if (isNotFound(cause)) return null;
    throw cause;
  }
}

/** The role sets of the instance for a guard; none where Clerk knows of none. */
export async function knownRoleSets(clerk: ClerkApi): Promise<readonly ClerkRoleSet[]> {
  try {
    return await clerk.listRoleSets();
  } catch (cause) {
    if (isNotFound(cause)) return [];
    throw cause;
  }
}

const isNotFound = (cause: unknown): boolean =>
  cause instanceof AppException && cause.error.code === 'clerk.not_found';

/** Throws when the instance has no such role, or when the organization's role set does not hold it. */
export function assertAssignable({ all, assignable, roleSet }: OrganizationRoles, role: string) {
  if (!all.some(({ key }) => key === role)) {
    throw new AppException(
      appError('boundary.bad_input', 'The instance has no such role.', {
        remedy: 'Choose one of the roles listed, by its key.',
        details: { role },
      }),
    );
  }
  if (assignable.some(({ key }) => key === role)) return;
  throw new AppException(
    appError('organization.role_outside_set', 'The role set of the organization lacks this role.', {
      details: { role, roleSet: roleSet?.key ?? null },
    }),
  );
}
