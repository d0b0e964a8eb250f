import type { EnrollmentMode } from '../../shared/contract/http.ts';
import type {
  ApiRecord,
  ClerkDomain,
  ClerkInvitation,
  ClerkMembership,
  ClerkPermission,
  ClerkRole,
  ClerkRoleSet,
  ClerkSession,
  ClerkSessionClaims,
  ClerkTemplate,
  DomainFields,
  InvitationFields,
  MemberOrder,
  Page,
  PermissionFields,
  RoleFields,
  RoleSetFields,
  SigningKey,
  TemplateFields,
} from './resources.ts';

export type * from './resources.ts';

interface MemberQuery {
  /** 1 to 500. */
  readonly limit: number;
  readonly offset: number;
  readonly query?: string;
  readonly orderBy?: MemberOrder;
  readonly roles?: readonly string[];
}

/**
 * The calls to Clerk's Backend API that the backend makes. Nothing is cached here: every call asks Clerk. Ids are
 * checked before they become part of an address. Failures are `AppException`s of the `clerk.*` codes.
 */
export interface ClerkApi {
  /** Calls that Clerk allows the key in ten seconds, as published: 1,000 in production, 100 in development. */
  readonly callsPer10Sec: number;
  getUser(userId: string): Promise<ApiRecord>;
  getOrganization(organizationId: string): Promise<ApiRecord>;
  getSession(sessionId: string): Promise<ClerkSession>;
  /** Null when the user is not a member. */
  getMembership(organizationId: string, userId: string): Promise<ClerkMembership | null>;
  listMembers(organizationId: string, query: MemberQuery): Promise<Page<ClerkMembership>>;
  /** How many members hold one of these roles. */
  countMembers(organizationId: string, roles: readonly string[]): Promise<number>;
  changeRole(organizationId: string, userId: string, role: string): Promise<ClerkMembership>;
  removeMember(organizationId: string, userId: string): Promise<ClerkMembership>;
  updateOrganization(
    organizationId: string,
    fields: { readonly name?: string | undefined; readonly slug?: string | undefined },
  ): Promise<ApiRecord>;
  /** `merge` merges deeply and lets null delete a key; `replace` puts the new one in its place. */
  writeMetadata(
    organizationId: string,
    how: 'merge' | 'replace',
    publicMetadata: ApiRecord,
  ): Promise<ApiRecord>;
  listInvitations(
    organizationId: string,
    query: { readonly limit: number; readonly offset: number; readonly status?: string },
  ): Promise<Page<ClerkInvitation>>;
  getInvitation(organizationId: string, invitationId: string): Promise<ClerkInvitation>;
  invite(organizationId: string, fields: InvitationFields): Promise<ClerkInvitation>;
  revokeInvitation(
    organizationId: string,
    invitationId: string,
    requestingUserId: string,
  ): Promise<ClerkInvitation>;
  listSessions(userId: string): Promise<readonly ClerkSession[]>;
  revokeSession(sessionId: string): Promise<ClerkSession>;
  /** Newest first. */
  listDomains(
    organizationId: string,
    query: { readonly limit: number; readonly offset: number },
  ): Promise<Page<ClerkDomain>>;
  /** Null when the organization has no such domain. */
  getDomain(organizationId: string, domainId: string): Promise<ClerkDomain | null>;
  createDomain(
    organizationId: string,
    fields: DomainFields & { readonly name: string; readonly enrollmentMode: EnrollmentMode },
  ): Promise<ClerkDomain>;
  updateDomain(
    organizationId: string,
    domainId: string,
    fields: DomainFields,
  ): Promise<ClerkDomain>;
  deleteDomain(organizationId: string, domainId: string): Promise<void>;
  listPermissions(): Promise<readonly ClerkPermission[]>;
  createPermission(
    fields: PermissionFields & { readonly key: string; readonly name: string },
  ): Promise<ClerkPermission>;
  updatePermission(permissionId: string, fields: PermissionFields): Promise<ClerkPermission>;
  deletePermission(permissionId: string): Promise<void>;
  createRole(
    fields: RoleFields & { readonly key: string; readonly name: string },
  ): Promise<ClerkRole>;
  updateRole(roleId: string, fields: RoleFields): Promise<ClerkRole>;
  deleteRole(roleId: string): Promise<void>;
  listRoles(): Promise<readonly ClerkRole[]>;
  listRoleSets(): Promise<readonly ClerkRoleSet[]>;
  /** By key or id. */
  getRoleSet(keyOrId: string): Promise<ClerkRoleSet>;
  createRoleSet(
    fields: RoleSetFields & {
      readonly name: string;
      readonly roles: readonly string[];
      readonly defaultRole: string;
      readonly creatorRole: string;
      readonly type?: 'initial' | 'custom' | undefined;
    },
  ): Promise<ClerkRoleSet>;
  updateRoleSet(
    keyOrId: string,
    fields: RoleSetFields & { readonly type?: 'initial' | undefined },
  ): Promise<ClerkRoleSet>;
  addRolesToRoleSet(
    keyOrId: string,
    fields: Pick<RoleSetFields, 'defaultRole' | 'creatorRole'> & {
      readonly roles: readonly string[];
    },
  ): Promise<ClerkRoleSet>;
  /** Gives an organization another set. */
  assignRoleSet(organizationId: string, key: string): Promise<void>;
  /** Takes `role` out of the set and gives its members `by`. */
  replaceRoleInRoleSet(keyOrId: string, role: string, by: string): Promise<ClerkRoleSet>;
  /** Deletes the set; its organizations get `by`. `mappings` names a role of `by` for each that it lacks. */
  replaceRoleSet(
    keyOrId: string,
    by: string,
    mappings?: Readonly<Record<string, string>>,
  ): Promise<void>;
  listTemplates(): Promise<readonly ClerkTemplate[]>;
  getTemplate(templateId: string): Promise<ClerkTemplate>;
  createTemplate(fields: TemplateFields): Promise<ClerkTemplate>;
  /** Clerk wants `name` and `claims` even on a change; what is undefined stays as it is. */
  updateTemplate(templateId: string, fields: TemplateFields): Promise<ClerkTemplate>;
  deleteTemplate(templateId: string): Promise<void>;
  /** Null on an instance that offers no API for it: every one but the sandbox. */
  readSessionClaims(): Promise<ClerkSessionClaims | null>;
  writeSessionClaims(claims: Readonly<Record<string, unknown>>): Promise<ClerkSessionClaims>;
  /** People of the instance, oldest first, so that a page keeps its place while others sign up. */
  listUsers(query: Pick<MemberQuery, 'limit' | 'offset' | 'query'>): Promise<Page<ApiRecord>>;
  /** Memberships of the whole instance, oldest first, each with its organization. */
  listAllMemberships(query: Pick<MemberQuery, 'limit' | 'offset'>): Promise<Page<ClerkMembership>>;
  listSigningKeys(): Promise<readonly SigningKey[]>;
}
