import { AppException, appError } from '../../shared/errors/appError.ts';
import type { ClerkMembership, ClerkRole } from '../clerk/port.ts';
import type { RouteDeps } from './deps.ts';
import { createKeyedQueue } from './keyedQueue.ts';
import { assertAssignable, readOrganizationRoles } from './organizationRoles.ts';
import { recordWrite } from './recordWrite.ts';
import { managesMembers } from './roleGuards.ts';
import type { Tenant, Writer } from './store/store.ts';

export interface RemovalRequest {
  readonly orgId: string;
  readonly tenant: Tenant;
  readonly userId: string;
  readonly writer: Writer;
  /** Throws when the writer may no longer do this. Called as the last thing before the write. */
  readonly confirm: () => Promise<void>;
}

export interface RoleChangeRequest extends RemovalRequest {
  /** Key of the new role, `org:…`. */
  readonly role: string;
  /** The role it was decided from; not compared unless given. */
  readonly expectedRole?: string | undefined;
}

interface MemberChanges {
  /** Gives a member another role. */
  changeRole(request: RoleChangeRequest): Promise<ClerkMembership>;
  /** Takes a member out of the organization. */
  remove(request: RemovalRequest): Promise<void>;
}

/**
 * Changes members in Clerk. Refused for oneself, for a role that the organization's role set lacks, and for the last
 * member who can manage members. Changes of one organization wait for each other, and each looks at the writer's own
 * place again before it writes: of two admins who demote each other at once, the second one is an admin no more.
 * Other copies of the backend do not wait; between them Clerk's own guard keeps one who can manage.
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

  const find = async (orgId: string, userId: string): Promise<ClerkMembership> => {
    const target = await clerk.getMembership(orgId, userId);
    if (target === null) throw notMember();
    return target;
  };

  const changeRole = async (request: RoleChangeRequest): Promise<ClerkMembership> => {
    const { orgId, tenant, userId, role, expectedRole, writer } = request;
    const [target, roles] = await Promise.all([
      find(orgId, userId),
      readOrganizationRoles(clerk, orgId),
    ]);
    if (expectedRole !== undefined && expectedRole !== target.role) throw changedMeanwhile(target);
    if (target.role === role) return target;
    assertAssignable(roles, role);
    await assertNotLast(orgId, target, roles.all, role);
    await request.confirm();
    return recordWrite(
      store,
      {
        tenant,
        writer,
        action: 'member.role.change',
        target: userId,
        before: { role: target.role },
        asked: { role },
      },
      () => clerk.changeRole(orgId, userId, role),
      (changed) => ({ after: { role: changed.role } }),
    );
  };

  const remove = async (request: RemovalRequest): Promise<void> => {
    const { orgId, tenant, userId, writer } = request;
    const [target, roles] = await Promise.all([find(orgId, userId), clerk.listRoles()]);
    await assertNotLast(orgId, target, roles, null);
    await request.confirm();
    await recordWrite(
      store,
      {
        tenant,
        writer,
        action: 'member.remove',
        target: userId,
        before: { role: target.role },
        asked: null,
      },
      () => clerk.removeMember(orgId, userId),
      () => ({ after: null }),
    );
  };

  return {
    changeRole: async (request) => {
      if (request.userId === request.writer.userId) throw ownRole();
      return queue(request.orgId, () => changeRole(request));
    },
    remove: async (request) => {
      if (request.userId === request.writer.userId) throw ownMembership();
      return queue(request.orgId, () => remove(request));
    },
  };
}

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

const changedMeanwhile = ({ role }: ClerkMembership) =>
  new AppException(
    appError('resource.conflict', `This member has the role ${role} by now.`, {
      remedy: 'Load the list of members again, and decide anew.',
      details: { role },
    }),
  );
