import { createClerkClient, type ClerkClient } from '@clerk/backend';
import { createCaller } from './caller.ts';
import type {
  ClerkApi,
  ClerkInvitation,
  ClerkMembership,
  ClerkRole,
  ClerkSession,
  ClerkTemplate,
  Page,
  SigningKey,
} from './port.ts';
import {
  assertId,
  numberOr,
  recordOr,
  textOr,
  textOrNull,
  unreadable,
  withoutPrivate,
} from './readers.ts';

export interface ClerkApiOptions {
  readonly secretKey: string;
  readonly publishableKey: string;
  /** Base URL of the Backend API, without `/v1`. */
  readonly apiUrl: string;
  /** A call that takes longer counts as failed. */
  readonly timeoutMs?: number;
}

const MOST_PER_PAGE = 500;

/** Clerk's Backend API through `@clerk/backend`, with a deadline on every call. */
export function createClerkApi(options: ClerkApiOptions): ClerkApi {
  const { timeoutMs = 8_000 } = options;
  const client = createClerkClient({
    secretKey: options.secretKey,
    publishableKey: options.publishableKey,
    apiUrl: options.apiUrl,
    telemetry: { disabled: true },
  });

  const caller = createCaller({ timeoutMs });
  const call = <T>(work: (client: ClerkClient) => Promise<T>): Promise<T> =>
    caller.read(() => work(client));
  const change = <T>(work: (client: ClerkClient) => Promise<T>): Promise<T> =>
    caller.write(() => work(client));

  return {
    async getUser(userId) {
      assertId(userId, 'user');
      const user = await call((c) => c.users.getUser(userId));
      return withoutPrivate(user.raw, 'users.getUser');
    },

    async getOrganization(organizationId) {
      assertId(organizationId, 'organization');
      const organization = await call((c) => c.organizations.getOrganization({ organizationId }));
      return withoutPrivate(organization.raw, 'organizations.getOrganization');
    },

    async getSession(sessionId) {
      assertId(sessionId, 'session');
      return toSession(await call((c) => c.sessions.getSession(sessionId)));
    },

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

    async listRoles() {
      const page = await call((c) =>
        c.organizationRoles.getOrganizationRoleList({ limit: MOST_PER_PAGE }),
      );
      if (!Array.isArray(page.data)) throw unreadable('organizationRoles.getOrganizationRoleList');
      return page.data.map(toRole);
    },

    async createRole(fields) {
      return toRole(
        await change((c) =>
          c.organizationRoles.createOrganizationRole({
            ...given(fields),
            key: fields.key,
            name: fields.name,
          }),
        ),
      );
    },

    async updateRole(roleId, fields) {
      assertId(roleId, 'role');
      const changed = await change((c) =>
        c.organizationRoles.updateOrganizationRole({
          organizationRoleId: roleId,
          ...given(fields),
        }),
      );
      return toRole(changed);
    },

    async deleteRole(roleId) {
      assertId(roleId, 'role');
      await change((c) => c.organizationRoles.deleteOrganizationRole(roleId));
    },

    async listPermissions() {
      const page = await call((c) =>
        c.organizationPermissions.getOrganizationPermissionList({ limit: MOST_PER_PAGE }),
      );
      if (!Array.isArray(page.data)) throw unreadable('getOrganizationPermissionList');
      return page.data.map(({ id, key, name, description }) => ({
        id,
        key,
        name,
        description: description ?? '',
        // The SDK drops the type; Clerk keeps this prefix for its own.
        system: key.startsWith('org:sys_'),
      }));
    },

    async removeMember(organizationId, userId) {
      assertId(organizationId, 'organization');
      assertId(userId, 'user');
      const removed = await change((c) =>
        c.organizations.deleteOrganizationMembership({ organizationId, userId }),
      );
      return toMember(removed.raw, 'organizations.deleteOrganizationMembership');
    },

    async updateOrganization(organizationId, { name, slug }) {
      assertId(organizationId, 'organization');
      const changed = await change((c) =>
        c.organizations.updateOrganization(organizationId, {
          ...given({ name, slug }),
        }),
      );
      return withoutPrivate(changed.raw, 'organizations.updateOrganization');
    },

    async writeMetadata(organizationId, how, publicMetadata) {
      assertId(organizationId, 'organization');
      const changed = await change((c) =>
        how === 'merge'
          ? c.organizations.updateOrganizationMetadata(organizationId, { publicMetadata })
          : c.organizations.replaceOrganizationMetadata(organizationId, { publicMetadata }),
      );
      return withoutPrivate(changed.raw, 'organizations.writeMetadata');
    },

    async listInvitations(organizationId, { limit, offset, status }) {
      assertId(organizationId, 'organization');
      const page = await call((c) =>
        c.organizations.getOrganizationInvitationList({
          organizationId,
          limit,
          offset,
          ...(status === undefined ? {} : { status: [status as 'pending'] }),
        }),
      );
      if (!Array.isArray(page.data)) throw unreadable('getOrganizationInvitationList');
      return { data: page.data.map(toInvitation), total: numberOr(page.totalCount, 0) };
    },

    async getInvitation(organizationId, invitationId) {
      assertId(organizationId, 'organization');
      assertId(invitationId, 'invitation');
      return toInvitation(
        await call((c) =>
          c.organizations.getOrganizationInvitation({ organizationId, invitationId }),
        ),
      );
    },

    async invite(organizationId, { emailAddress, role, expiresInDays, inviterUserId }) {
      assertId(organizationId, 'organization');
      return toInvitation(
        await change((c) =>
          c.organizations.createOrganizationInvitation({
            organizationId,
            emailAddress,
            role,
            inviterUserId,
            ...(expiresInDays === undefined ? {} : { expiresInDays }),
          }),
        ),
      );
    },

    async revokeInvitation(organizationId, invitationId, requestingUserId) {
      assertId(organizationId, 'organization');
      assertId(invitationId, 'invitation');
      return toInvitation(
        await change((c) =>
          c.organizations.revokeOrganizationInvitation({
            organizationId,
            invitationId,
            requestingUserId,
          }),
        ),
      );
    },

    async listSessions(userId) {
      assertId(userId, 'user');
      const page = await call((c) => c.sessions.getSessionList({ userId, limit: 100 }));
      if (!Array.isArray(page.data)) throw unreadable('sessions.getSessionList');
      return page.data.map(toSession);
    },

    async revokeSession(sessionId) {
      assertId(sessionId, 'session');
      return toSession(await change((c) => c.sessions.revokeSession(sessionId)));
    },

    async listTemplates() {
      const page = await call((c) => c.jwtTemplates.list({ limit: MOST_PER_PAGE }));
      if (!Array.isArray(page.data)) throw unreadable('jwtTemplates.list');
      return page.data.map((template) => toTemplate(template, 'jwtTemplates.list'));
    },

    async getTemplate(templateId) {
      assertId(templateId, 'template');
      return toTemplate(await call((c) => c.jwtTemplates.get(templateId)), 'jwtTemplates.get');
    },

    async createTemplate(fields) {
      const made = await change((c) => c.jwtTemplates.create(fields));
      return toTemplate(made, 'jwtTemplates.create');
    },

    async updateTemplate(templateId, fields) {
      assertId(templateId, 'template');
      const changed = await change((c) => c.jwtTemplates.update({ templateId, ...fields }));
      return toTemplate(changed, 'jwtTemplates.update');
    },

    async deleteTemplate(templateId) {
      assertId(templateId, 'template');
      await change((c) => c.jwtTemplates.delete(templateId));
    },

    async listUsers({ limit, offset, query }) {
      const page = await call((c) =>
        c.users.getUserList({
          limit,
          offset,
          orderBy: '+created_at',
          ...(query === undefined || query === '' ? {} : { query }),
        }),
      );
      if (!Array.isArray(page.data)) throw unreadable('users.getUserList');
      return {
        data: page.data.map((user) => withoutPrivate(user.raw, 'users.getUserList')),
        total: numberOr(page.totalCount, page.data.length),
      };
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

    async listSigningKeys() {
      const answer: unknown = await call((c) => c.jwks.getJwks());
      const keys = recordOr(answer)['keys'];
      if (!Array.isArray(keys)) throw unreadable('jwks.getJwks');
      return keys.flatMap(toSigningKey);
    },
  };
}

/** What is set, without what is not: `undefined` is no value for the SDK's types. */
const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

type SdkRole = Awaited<ReturnType<ClerkClient['organizationRoles']['getOrganizationRole']>>;

function toRole(role: SdkRole): ClerkRole {
  if (typeof role !== 'object' || typeof role.key !== 'string') throw unreadable('roles');
  return {
    id: role.id,
    key: role.key,
    name: role.name,
    description: role.description ?? '',
    permissions: role.permissions.map((permission) => permission.key),
  };
}

type SdkInvitation = Awaited<ReturnType<ClerkClient['organizations']['getOrganizationInvitation']>>;

function toInvitation(invitation: SdkInvitation): ClerkInvitation {
  if (typeof invitation !== 'object' || typeof invitation.id !== 'string') {
    throw unreadable('invitations');
  }
  return {
    id: invitation.id,
    emailAddress: invitation.emailAddress,
    role: invitation.role,
    roleName: textOr(invitation.roleName, invitation.role),
    status: textOr(invitation.status, 'unknown'),
    createdAtMs: invitation.createdAt,
    expiresAtMs: typeof invitation.expiresAt === 'number' ? invitation.expiresAt : null,
  };
}

type SdkTemplate = Awaited<ReturnType<ClerkClient['jwtTemplates']['get']>>;

function toTemplate(template: SdkTemplate, call: string): ClerkTemplate {
  if (typeof template !== 'object' || typeof template.id !== 'string') throw unreadable(call);
  return {
    id: template.id,
    name: template.name,
    claims: recordOr(template.claims),
    lifetime: template.lifetime,
    allowedClockSkew: template.allowedClockSkew,
    customSigningKey: template.customSigningKey,
    signingAlgorithm: template.signingAlgorithm,
    createdAtMs: template.createdAt,
    updatedAtMs: template.updatedAt,
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

/** The SDK keeps no raw form of a session, so its members are given their names on the wire again. */
function toSession(
  session: Awaited<ReturnType<ClerkClient['sessions']['getSession']>>,
): ClerkSession {
  if (typeof session !== 'object' || typeof session.id !== 'string') {
    throw unreadable('sessions.getSession');
  }
  const activity = session.latestActivity;
  return {
    id: session.id,
    userId: session.userId,
    status: session.status,
    raw: {
      object: 'session',
      id: session.id,
      client_id: session.clientId,
      user_id: session.userId,
      status: session.status,
      last_active_at: session.lastActiveAt,
      last_active_organization_id: session.lastActiveOrganizationId ?? null,
      expire_at: session.expireAt,
      abandon_at: session.abandonAt,
      actor: session.actor ?? null,
      latest_activity:
        activity === undefined || activity === null
          ? null
          : {
              object: 'session_activity',
              id: activity.id,
              device_type: activity.deviceType ?? null,
              is_mobile: activity.isMobile,
              browser_name: activity.browserName ?? null,
              browser_version: activity.browserVersion ?? null,
              ip_address: activity.ipAddress ?? null,
              city: activity.city ?? null,
              country: activity.country ?? null,
            },
      created_at: session.createdAt,
      updated_at: session.updatedAt,
    },
  };
}

/** 2048 bits in base64url: shorter moduli are refused. */
const SHORTEST_MODULUS = 342;

function toSigningKey(value: unknown): SigningKey[] {
  const { kid, kty, alg, use, n, e } = recordOr(value);
  const usable =
    typeof kid === 'string' &&
    kty === 'RSA' &&
    (alg === undefined || alg === 'RS256') &&
    (use === undefined || use === 'sig') &&
    typeof n === 'string' &&
    n.length >= SHORTEST_MODULUS &&
    typeof e === 'string';
  return usable ? [{ kid, kty: 'RSA', alg: 'RS256', n, e }] : [];
}
