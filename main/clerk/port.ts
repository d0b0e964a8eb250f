import type { EnrollmentMode } from '../../shared/contract/http.ts';

/** A resource as the Backend API sends it: snake_case, milliseconds. `private_metadata` is already left out. */
export type ApiRecord = Readonly<Record<string, unknown>>;

/** A public signing key of the instance, reduced to what verification needs. */
export interface SigningKey {
  readonly kid: string;
  readonly kty: 'RSA';
  readonly alg: 'RS256';
  readonly n: string;
  readonly e: string;
}

/** One person's place in one organization, as the Backend API holds it now. */
export interface ClerkMembership {
  readonly userId: string;
  readonly organizationId: string;
  readonly role: string;
  readonly roleName: string;
  /** Full keys, system permissions (`org:sys_…`) included. */
  readonly permissions: readonly string[];
  readonly createdAtMs: number;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Email address, phone number or user name. */
  readonly identifier: string;
  readonly imageUrl: string | null;
  readonly raw: ApiRecord;
}

export interface ClerkRole {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
  /** Whether Clerk takes it as a creator role; null when it does not say. */
  readonly creatorEligible: boolean | null;
}

/** The roles that the organizations which have it may give. */
export interface ClerkRoleSet {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** `initial` for the one that new organizations get. */
  readonly type: string;
  readonly roles: readonly {
    readonly id: string;
    readonly key: string;
    readonly name: string;
    readonly description: string;
    /** In all organizations that have the set; null when Clerk does not say. */
    readonly membersCount: number | null;
  }[];
  /** Keys of roles: of new members, and of whoever creates an organization. */
  readonly defaultRole: string | null;
  readonly creatorRole: string | null;
  /** Set while Clerk moves members from one role to another. */
  readonly migration: {
    readonly id: string;
    readonly status: string;
    readonly trigger: string;
    readonly migratedMembers: number;
    readonly mappings: Readonly<Record<string, string>> | null;
  } | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface RoleSetFields {
  readonly name?: string | undefined;
  readonly key?: string | undefined;
  readonly description?: string | undefined;
  readonly defaultRole?: string | undefined;
  readonly creatorRole?: string | undefined;
}

export interface ClerkDomain {
  readonly id: string;
  readonly name: string;
  readonly enrollmentMode: string;
  readonly verified: boolean;
  readonly verificationStrategy: string | null;
  readonly affiliationEmailAddress: string | null;
  readonly pendingInvitations: number;
  readonly pendingSuggestions: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface DomainFields {
  readonly enrollmentMode?: EnrollmentMode | undefined;
  readonly verified?: boolean | undefined;
}

export interface ClerkTemplate {
  readonly id: string;
  readonly name: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly lifetime: number;
  readonly allowedClockSkew: number;
  readonly customSigningKey: boolean;
  readonly signingAlgorithm: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What a template is made or changed with. `signingKey` goes to Clerk and never comes back. */
export interface TemplateFields {
  readonly name: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly lifetime?: number | undefined;
  readonly allowedClockSkew?: number | undefined;
  readonly customSigningKey?: boolean | undefined;
  readonly signingAlgorithm?: string | undefined;
  readonly signingKey?: string | undefined;
}

/** The customization of the session token. */
export interface ClerkSessionClaims {
  readonly claims: Readonly<Record<string, unknown>>;
  /** Null when it was never changed. */
  readonly updatedAtMs: number | null;
}

export interface ClerkSession {
  readonly id: string;
  readonly userId: string;
  readonly status: string;
  readonly raw: ApiRecord;
}

export interface Page<T> {
  readonly data: readonly T[];
  readonly total: number;
}

export interface ClerkInvitation {
  readonly id: string;
  readonly emailAddress: string;
  readonly role: string;
  readonly roleName: string;
  readonly status: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
}

export interface InvitationFields {
  readonly emailAddress: string;
  readonly role: string;
  readonly expiresInDays?: number | undefined;
  readonly inviterUserId: string;
}

export interface ClerkPermission {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly system: boolean;
}

export interface PermissionFields {
  readonly key?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

export interface RoleFields {
  readonly key?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly permissions?: string[] | undefined;
}

/** What members can be sorted by, with `+` or `-` in front. */
export type MemberOrder =
  `${'+' | '-'}${'created_at' | 'first_name' | 'last_name' | 'email_address'}`;

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
