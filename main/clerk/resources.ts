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
