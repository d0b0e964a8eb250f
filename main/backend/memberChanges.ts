import { AppException, appError } from '../../shared/errors/appError.ts';
import type { ClerkMembership, ClerkRole } from '../clerk/port.ts';
import type { RouteDeps } from './deps.ts';
import { createKeyedQueue } from './keyedQueue.ts';
import type { Tenant, Writer } from './store/store.ts';

export interface RemovalRequest {
  readonly orgId: string;
  readonly tenant: Tenant;
  readonly userId: string;
  readonly writer: Writer;
}

export interface RoleChangeRequest extends RemovalRequest {
  /** Key of the new role, `org:…`. */
  readonly role: string;
}

interface MemberChanges {
  /** Gives a member another role. */
  changeRole(request: RoleChangeRequest): Promise<ClerkMembership>;
  /** Takes a member out of the organization. */
  remove(request: RemovalRequest): Promise<void>;
}
/** The system permission without which nobody can let members in or change them. */
const MANAGE_MEMBERS = 'org:sys_memberships:manage';

/**
 * Changes members in Clerk. Refused for oneself, for an unknown role, and for the last member who can manage
 * members. Changes of one organization wait for each other, so that two admins who demote each other at once do
 * not leave it without one; Clerk's own guard stands behind this one.
 */
export function createMemberChanges({ clerk, store }: RouteDeps): MemberChanges {
  const queue = createKeyedQueue();

  /** Throws when nobody could manage members after this member lost their role. */
  const assertNotLast = async (
    orgId: string,
    target: ClerkMembership,
    roles: readonly ClerkRole[],
    next: string | null,
  ): Promise<void> => {
    const managing = roles.filter(managesMembers).map(({ key }) => key);
    if (!managing.includes(target.role) || (next !== null && managing.includes(next))) return;
    const left = (await clerk.countMembers(orgId, managing)) - 1;
    if (left < 1) throw lastAdmin();
  };

  const read = async (
    orgId: string,
    userId: string,
  ): Promise<{ target: ClerkMembership; roles: readonly ClerkRole[] }> => {
    const [target, roles] = await Promise.all([
      clerk.getMembership(orgId, userId),
      clerk.listRoles(),
    ]);
    if (target === null) throw notMember();
    return { target, roles };
  };

  const changeRole = async (request: RoleChangeRequest): Promise<ClerkMembership> => {
    const { orgId, userId, role } = request;
    if (userId === request.writer.userId) throw ownRole();
    const { target, roles } = await read(orgId, userId);
    if (!roles.some(({ key }) => key === role)) throw unknownRole(role);
    if (target.role === role) return target;
    await assertNotLast(orgId, target, roles, role);
    const changed = await clerk.changeRole(orgId, userId, role);
    await store.recordAudit(
      request.tenant,
      {
        action: 'member.role.change',
        target: userId,
        before: { role: target.role },
        after: { role: changed.role },
      },
      request.writer,
    );
    return changed;
  };

  const remove = async (request: RemovalRequest): Promise<void> => {
    const { orgId, userId } = request;
    if (userId === request.writer.userId) throw ownMembership();
    const { target, roles } = await read(orgId, userId);
    await assertNotLast(orgId, target, roles, null);
    await clerk.removeMember(orgId, userId);
    await store.recordAudit(
      request.tenant,
      { action: 'member.remove', target: userId, before: { role: target.role }, after: null },
      request.writer,
    );
  };

  return {
    changeRole: (request) => queue(request.orgId, () => changeRole(request)),
    remove: (request) => queue(request.orgId, () => remove(request)),
  };
}

const managesMembers = (role: ClerkRole): boolean => role.permissions.includes(MANAGE_MEMBERS);

const ownMembership = () =>
  new AppException(
    appError('organization.own_membership', 'Nobody takes themselves out of an organization here.'),
  );

const ownRole = () =>
  new AppException(appError('organization.own_role', 'Nobody changes their own role.'));

const lastAdmin = () =>
  new AppException(
    appError(
      'organization.last_admin',
      'This is the last member who can manage the organization’s members.',
    ),
  );

const notMember = () =>
  new AppException(
    appError('resource.not_found', 'Nobody with this id is a member of the organization.', {
      remedy: 'Load the list of members again.',
    }),
  );

const unknownRole = (role: string) =>
  new AppException(
    appError('boundary.bad_input', 'The instance has no such role.', {
      remedy: 'Choose one of the roles listed, by its key.',
      details: { role },
    }),
  );
