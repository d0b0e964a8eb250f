import { z } from 'zod';
import { Member, MemberList, RoleChange } from '../../../shared/contract/http.ts';
import type { ClerkMembership, MemberOrder } from '../../clerk/port.ts';
import { readOffset, writeOffset } from '../cursor.ts';
import type { RouteDeps } from '../deps.ts';
import { confirmNow, principalOf } from '../guard.ts';
import { createMemberChanges } from '../memberChanges.ts';
import { organizationOf, writerOf } from '../principal.ts';

import type { BackendApp } from '../server.ts';
import { answers, NoBody } from './responses.ts';

const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  query: z.string().trim().max(200).optional(),
  /** In place of an offset. */
  cursor: z.string().min(1).max(200).optional(),
  sort: z
    .enum([
      'joined',
      '-joined',
      'firstName',
      '-firstName',
      'lastName',
      '-lastName',
      'email',
      '-email',
    ])
    .default('-joined'),
  role: z.string().max(120).optional(),
});

/** Our names of what Clerk sorts by; a name and an email address are what the list shows. */
const columns = {
  joined: 'created_at',
  firstName: 'first_name',
  lastName: 'last_name',
  email: 'email_address',
} as const;

function toOrder(sort: string): MemberOrder {
  const column = columns[sort.replace('-', '') as keyof typeof columns];
  return `${sort.startsWith('-') ? '-' : '+'}${column}`;
}

/** Members of the active organization, read from Clerk at every request. */
export function memberRoutes(app: BackendApp, deps: RouteDeps): void {
  const { clerk } = deps;
  const changes = createMemberChanges(deps);

  app.route({
    method: 'GET',
    url: '/v1/org/members',
    schema: { querystring: ListQuery, response: answers({ 200: MemberList }) },
    handler: async (request) => {
      const { orgId } = organizationOf(principalOf(request));
      const { limit, query, cursor, sort, role } = request.query;
      const offset = cursor === undefined ? request.query.offset : readOffset(cursor);
      const page = await clerk.listMembers(orgId, {
        limit,
        offset,
        orderBy: toOrder(sort),
        ...(query === undefined ? {} : { query }),
        ...(role === undefined ? {} : { roles: [role] }),
      });
      const end = offset + page.data.length;
      return {
        data: page.data.map(toMember),
        total: page.total,
        nextCursor: page.data.length > 0 && end < page.total ? writeOffset(end) : null,
      };
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/org/members/:userId',
    schema: {
      params: z.object({ userId: z.string().max(128) }),
      response: answers({ 204: NoBody }),
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      await changes.remove({
        ...organizationOf(principal),
        userId: request.params.userId,
        writer: writerOf(principal, request.id),
        confirm: () => confirmNow(request, deps),
      });
      return reply.code(204).send();
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
      const changed = await changes.changeRole({
        ...organizationOf(principal),
        userId: request.params.userId,
        role: request.body.role,
        expectedRole: request.body.expectedRole,
        writer: writerOf(principal, request.id),
        confirm: () => confirmNow(request, deps),
      });
      return toMember(changed);
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
