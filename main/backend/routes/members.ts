import { z } from 'zod';
import { Member, MemberList, RoleChange, RoleList } from '../../../shared/contract/http.ts';
import type { ClerkMembership } from '../../clerk/port.ts';
import type { RouteDeps } from '../deps.ts';
import { principalOf } from '../guard.ts';
import { organizationOf, writerOf } from '../principal.ts';
import { createRoleChanger } from '../roleChange.ts';
import type { BackendApp } from '../server.ts';
import { answers } from './responses.ts';

const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  query: z.string().trim().max(200).optional(),
});

/** Members and roles, read from Clerk at every request. */
export function memberRoutes(app: BackendApp, deps: RouteDeps): void {
  const { clerk } = deps;
  const changeRole = createRoleChanger(deps);

  app.route({
    method: 'GET',
    url: '/v1/org/members',
    schema: { querystring: ListQuery, response: answers({ 200: MemberList }) },
    handler: async (request) => {
      const { orgId } = organizationOf(principalOf(request));
      const { limit, offset, query } = request.query;
      const page = await clerk.listMembers(orgId, {
        limit,
        offset,
        ...(query === undefined ? {} : { query }),
      });
      return { data: page.data.map(toMember), total: page.total };
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/org/members/:userId',
    schema: {
      params: z.object({ userId: z.string().max(128) }),
      body: RoleChange,
      response: answers({ 200: Member }),
    },
    handler: async (request) => {
      const principal = principalOf(request);
      const changed = await changeRole({
        ...organizationOf(principal),
        userId: request.params.userId,
        role: request.body.role,
        writer: writerOf(principal, request.id),
      });
      return toMember(changed);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/org/roles',
    schema: { response: answers({ 200: RoleList }) },
    handler: async () => {
      const roles = await clerk.listRoles();
      return { data: roles.map((role) => ({ ...role, permissions: [...role.permissions] })) };
    },
  });
}

const toMember = (membership: ClerkMembership): Member => {
  const name = [membership.firstName, membership.lastName].filter((part) => part !== null);
  return {
    userId: membership.userId,
    name: name.length === 0 ? membership.identifier : name.join(' '),
    identifier: membership.identifier,
    imageUrl: membership.imageUrl,
    role: membership.role,
    roleName: membership.roleName,
    createdAtMs: membership.createdAtMs,
  };
};
