import { AppException, appError } from '../../shared/errors/appError.ts';
import type { ClerkMembership, ClerkRole } from '../clerk/port.ts';
import type { RouteDeps } from './deps.ts';
import { createKeyedQueue } from './keyedQueue.ts';
import type { Tenant, Writer } from './store/store.ts';

export interface RoleChangeRequest {
  readonly orgId: string;
  readonly tenant: Tenant;
  readonly userId: string;
  /** Key of the new role, `org:…`. */
  readonly role: string;
  readonly writer: Writer;
}

/** The system permission without which nobody can let members in or change them. */
const MANAGE_MEMBERS = 'org:sys_memberships:manage';

/**
 * Changes a member's role in Clerk. Refused for one's own role, for an unknown role, and for the last member who
 * can manage members. Changes of one organization wait for each other, so that two admins who demote each other
 * at once do not leave it without one; Clerk's own guard stands behind this one.
 */
export function createRoleChanger(deps: RouteDeps) {
  const { clerk, store } = deps;
  const queue = createKeyedQueue();

  const change = async (request: RoleChangeRequest): Promise<ClerkMembership> => {
    const { orgId, userId, role } = request;
    if (userId === request.writer.userId) throw ownRole();
    const [target, roles] = await Promise.all([
      clerk.getMembership(orgId, userId),
      clerk.listRoles(),
    ]);
    if (target === null) throw notMember();
    if (!roles.some(({ key }) => key === role)) throw unknownRole(role);
    if (target.role === role) return target;

    const managing = roles.filter(managesMembers).map(({ key }) => key);
    if (managing.includes(target.role) && !managing.includes(role)) {
      const left = (await clerk.countMembers(orgId, managing)) - 1;
      if (left < 1) throw lastAdmin();
    }
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

  return (request: RoleChangeRequest): Promise<ClerkMembership> =>
    queue(request.orgId, () => change(request));
}

const managesMembers = (role: ClerkRole): boolean => role.permissions.includes(MANAGE_MEMBERS);

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
