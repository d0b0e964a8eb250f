import { OrgRoleSetWrite, RoleSet } from '../../../shared/contract/http.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import type { RouteDeps } from '../deps.ts';
import { confirmNow, principalOf } from '../guard.ts';
import { createKeyedQueue } from '../keyedQueue.ts';
import { readOrganizationRoles } from '../organizationRoles.ts';
import { organizationOf } from '../principal.ts';
import { organizationWrite, recordWrite } from '../recordWrite.ts';
import type { BackendApp } from '../server.ts';
import { answers } from './responses.ts';
import { roleSetBody } from './roleSets.ts';

/**
 * Which role set the active organization has. For operators: a set is what an organization is allowed, such as by
 * the plan it pays for, so its own admins do not choose it.
 */
export function roleSetAssignmentRoutes(app: BackendApp, deps: RouteDeps): void {
  const { clerk, store } = deps;
  const queue = createKeyedQueue();

  app.route({
    method: 'PUT',
    url: '/v1/org/role-set',
    schema: { body: OrgRoleSetWrite, response: answers({ 200: RoleSet }) },
    handler: (request) => {
      const { orgId } = organizationOf(principalOf(request));
      const { body } = request;
      return queue(orgId, async () => {
        const [next, { all, roleSet }] = await Promise.all([
          clerk.getRoleSet(body.roleSet),
          readOrganizationRoles(clerk, orgId),
        ]);
        const before = roleSet?.key ?? null;
        if (body.expected !== undefined && body.expected !== before) throw changedMeanwhile(before);
        if (next.key === before) return roleSetBody(next);
        const outside = all
          .map(({ key }) => key)
          .filter((key) => !next.roles.some((role) => role.key === key));
        const members = outside.length === 0 ? 0 : await clerk.countMembers(orgId, outside);
        if (members > 0) throw inUse(members, next.name);
        await confirmNow(request, deps);
        await recordWrite(
          store,
          organizationWrite(request, {
            action: 'organization.role_set.change',
            target: orgId,
            before: { roleSet: before },
            asked: { roleSet: next.key },
          }),
          () => clerk.assignRoleSet(orgId, next.key),
          () => ({ after: { roleSet: next.key } }),
        );
        return roleSetBody(await clerk.getRoleSet(next.id));
      });
    },
  });
}

const inUse = (members: number, name: string): AppException =>
  new AppException(
    appError(
      'organization.role_in_use',
      members === 1
        ? `One member holds a role that the role set “${name}” lacks.`
        : `${members} members hold roles that the role set “${name}” lacks.`,
      { remedy: 'Give them a role of that set first.', details: { members } },
    ),
  );

const changedMeanwhile = (roleSet: string | null): AppException =>
  new AppException(
    appError('resource.conflict', 'The organization has another role set by now.', {
      remedy: 'Load the organization again, and decide anew.',
      details: { roleSet },
    }),
  );
