import type { ClerkApi, ClerkMembership, Page } from '../port.ts';
import {
  assertId,
  numberOr,
  recordOr,
  textOr,
  textOrNull,
  unreadable,
  withoutPrivate,
} from '../readers.ts';
import type { Calls } from './calls.ts';

export function memberCalls({
  call,
  change,
}: Calls): Pick<
  ClerkApi,
  | 'getMembership'
  | 'listMembers'
  | 'countMembers'
  | 'changeRole'
  | 'removeMember'
  | 'listAllMemberships'
> {
  return {
    async getMembership(organizationId, userId) {
      assertId(organizationId, 'organization');
      assertId(userId, 'user');
      const page = await call((c) =>
        c.organizations.getOrganizationMembershipList({
          organizationId,
          userId: [userId],
          limit: 10,
        }),
      );
      const found = toMembers(page).data.find((member) => member.userId === userId);
      return found ?? null;
    },

    async listMembers(organizationId, { limit, offset, query, orderBy, roles }) {
      assertId(organizationId, 'organization');
      const page = await call((c) =>
        c.organizations.getOrganizationMembershipList({
          organizationId,
          limit,
          offset,
          ...(query === undefined || query === '' ? {} : { query }),
          ...(orderBy === undefined ? {} : { orderBy }),
          ...(roles === undefined ? {} : { role: [...roles] }),
        }),
      );
      return toMembers(page);
    },

    async countMembers(organizationId, roles) {
      assertId(organizationId, 'organization');
      const page = await call((c) =>
        c.organizations.getOrganizationMembershipList({
          organizationId,
          role: [...roles],
          limit: 1,
        }),
      );
      return toMembers(page).total;
    },

    async changeRole(organizationId, userId, role) {
      assertId(organizationId, 'organization');
      assertId(userId, 'user');
      const membership = await change((c) =>
        c.organizations.updateOrganizationMembership({ organizationId, userId, role }),
      );
      return toMember(membership.raw, 'organizations.updateOrganizationMembership');
    },

    async removeMember(organizationId, userId) {
      assertId(organizationId, 'organization');
      assertId(userId, 'user');
      const removed = await change((c) =>
        c.organizations.deleteOrganizationMembership({ organizationId, userId }),
      );
      return toMember(removed.raw, 'organizations.deleteOrganizationMembership');
    },

    async listAllMemberships({ limit, offset }) {
      const page = await call((c) =>
        c.organizations.getInstanceOrganizationMembershipList({
          limit,
          offset,
          orderBy: '+created_at',
        }),
      );
      return toMembers(page);
    },
  };
}

interface RawHolder {
  readonly raw: unknown;
}

function toMembers(page: {
  readonly data: readonly RawHolder[];
  readonly totalCount: number;
}): Page<ClerkMembership> {
  const name = 'organizations.getOrganizationMembershipList';
  if (!Array.isArray(page.data) || typeof page.totalCount !== 'number') throw unreadable(name);
  return { data: page.data.map((member) => toMember(member.raw, name)), total: page.totalCount };
}

function toMember(value: unknown, call: string): ClerkMembership {
  const raw = withoutPrivate(value, call);
  const person = recordOr(raw['public_user_data']);
  const role = textOr(raw['role'], '');
  const permissions = raw['permissions'];
  return {
    userId: textOr(person['user_id'], ''),
    organizationId: textOr(recordOr(raw['organization'])['id'], ''),
    role,
    roleName: textOr(raw['role_name'], role),
    permissions: Array.isArray(permissions)
      ? permissions.filter((key): key is string => typeof key === 'string')
      : [],
    createdAtMs: numberOr(raw['created_at'], 0),
    firstName: textOrNull(person['first_name']),
    lastName: textOrNull(person['last_name']),
    identifier: textOr(person['identifier'], ''),
    imageUrl: textOrNull(person['image_url']),
    raw,
  };
}
