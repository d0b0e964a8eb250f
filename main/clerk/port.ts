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

interface ClerkPermission {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly system: boolean;
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
  listPermissions(): Promise<readonly ClerkPermission[]>;
  createRole(
    fields: RoleFields & { readonly key: string; readonly name: string },
  ): Promise<ClerkRole>;
  updateRole(roleId: string, fields: RoleFields): Promise<ClerkRole>;
  deleteRole(roleId: string): Promise<void>;
  listRoles(): Promise<readonly ClerkRole[]>;
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
