import { AppException, appError } from '../../shared/errors/appError.ts';
import type { ClerkRole, ClerkRoleSet } from '../clerk/port.ts';
import type { AccessEntry } from './access.ts';
import { requirementsOf } from './rules.ts';

/** The system permission without which nobody can let members in or change them. */
const MANAGE_MEMBERS = 'org:sys_memberships:manage';

/** What a creator role needs (Clerk's guide "Roles and permissions"). */
const CREATOR_PERMISSIONS = [
  MANAGE_MEMBERS,
  'org:sys_memberships:read',
  'org:sys_profile:delete',
] as const;

type Permissions = Pick<ClerkRole, 'permissions'>;

export const managesMembers = ({ permissions }: Permissions): boolean =>
  permissions.includes(MANAGE_MEMBERS);

const missingForCreator = ({ permissions }: Permissions): string[] =>
  CREATOR_PERMISSIONS.filter((key) => !permissions.includes(key));

/** Throws when a role cannot be the one that whoever creates an organization gets. */
export function assertCreatorRole(role: ClerkRole): void {
  const missing = missingForCreator(role);
  if (missing.length > 0) throw lacksCreatorPermissions(missing);
}

/** Throws when a change of its permissions would leave a creator role unable to manage an organization. */
export function assertStaysCreatorRole(
  role: ClerkRole,
  permissions: readonly string[],
  sets: readonly ClerkRoleSet[],
): void {
  if (!sets.some(({ creatorRole }) => creatorRole === role.key)) return;
  const missing = missingForCreator({ permissions });
  // What it lacks already is not this change's doing.
  if (missing.some((key) => role.permissions.includes(key))) throw lacksCreatorPermissions(missing);
}

/** Throws when a role cannot be deleted: a role set builds on it, or members hold it. */
export function assertUnused(role: ClerkRole, sets: readonly ClerkRoleSet[]): void {
  const creates = sets.find(({ creatorRole }) => creatorRole === role.key);
  if (creates !== undefined) {
    throw new AppException(
      appError(
        'organization.creator_role',
        `Whoever creates an organization with the role set “${creates.name}” gets this role.`,
        { details: { roleSet: creates.key } },
      ),
    );
  }
  const starts = sets.find(({ defaultRole }) => defaultRole === role.key);
  if (starts !== undefined) {
    throw new AppException(
      appError(
        'organization.role_in_use',
        `New members get this role in organizations with the role set “${starts.name}”.`,
        {
          remedy: 'Make another role the default one of the role set first.',
          details: { roleSet: starts.key },
        },
      ),
    );
  }
  const members = sets
    .flatMap(({ roles }) => roles)
    .filter(({ key }) => key === role.key)
    .reduce((sum, { membersCount }) => sum + (membersCount ?? 0), 0);
  if (members > 0) {
    throw new AppException(
      appError(
        'organization.role_in_use',
        members === 1 ? 'One member holds this role.' : `${members} members hold this role.`,
        { details: { members } },
      ),
    );
  }
}

/** Throws when this backend's own rules name the role: without it, nobody could do what they guard. */
export function assertNotNamed(entries: readonly AccessEntry[], key: string): void {
  const guarded = entries.find(({ rule }) =>
    requirementsOf(rule).some((asked) => asked.kind === 'role' && asked.role === key),
  );
  if (guarded === undefined) return;
  throw new AppException(
    appError(
      'organization.role_in_use',
      `The rules of this backend name the role ${key}, so it keeps its key.`,
      {
        remedy: 'Change its name, description and permissions only.',
        details: { route: `${guarded.method} ${guarded.path}` },
      },
    ),
  );
}

/**
 * Throws when the members of one role would get another that cannot stand in for it: the creator role of a set is
 * replaced by the new one (Clerk's guide "Role Sets"), and organizations are managed by those who hold it.
 */
export function assertReplaces(set: ClerkRoleSet, role: string, by: ClerkRole): void {
  if (set.creatorRole !== role) return;
  const missing = missingForCreator(by);
  if (missing.length === 0) return;
  throw new AppException(
    appError(
      'organization.creator_role',
      'Organizations are managed by those who hold this role, and the other one cannot manage them.',
      {
        remedy: 'Choose a role that manages members, reads members and deletes the organization.',
        details: { missing: missing.join(' ') },
      },
    ),
  );
}

const lacksCreatorPermissions = (missing: readonly string[]): AppException =>
  new AppException(
    appError(
      'organization.creator_role',
      'A creator role has to manage members, read members and delete the organization.',
      {
        remedy: 'Choose or keep a role that has these three permissions.',
        details: { missing: missing.join(' ') },
      },
    ),
  );
