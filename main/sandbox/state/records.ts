/**
 * What the sandbox keeps. Field names are Clerk's own wire names, so that a record reads like the resource it
 * becomes; what a resource adds (names of roles, counts, picture addresses) is computed when it is answered.
 * Times are milliseconds since the epoch.
 */
export type Metadata = Readonly<Record<string, unknown>>;

interface Stamped {
  readonly id: string;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface InstanceRecord extends Stamped {
  readonly name: string;
  /** Frontend API host named in the publishable key. */
  readonly frontend_host: string;
  readonly publishable_key: string;
  readonly secret_key: string;
  /** PKCS#8 PEM of the RS256 key. It never leaves this process. */
  readonly private_key_pem: string;
  /** How often the key was replaced; none unless said. */
  readonly key_rotations?: number;
  /** Custom claims of the session token, as Clerk's "Customize session token" editor stores them. */
  readonly session_token_claims: Metadata;
  /** Absent until they are changed. */
  readonly session_token_claims_updated_at?: number;
  /** Origins that may send `Origin` together with `Authorization`. Custom schemes only, as at Clerk. */
  readonly allowed_origins: readonly string[];
  readonly single_session_mode: boolean;
  readonly organization_settings: OrganizationSettings;
}

interface OrganizationSettings {
  readonly enabled: boolean;
  /** 0 = without limit. */
  readonly max_allowed_memberships: number;
  readonly max_allowed_roles: number;
  readonly max_allowed_permissions: number;
  readonly admin_delete_enabled: boolean;
  readonly domains_enabled: boolean;
  readonly slug_disabled: boolean;
  readonly domains_enrollment_modes: readonly string[];
  readonly creator_role: string;
  readonly domains_default_role: string;
}

export interface EmailAddressRecord {
  readonly id: string;
  readonly email_address: string;
  readonly verified: boolean;
  /** A code that was sent and not yet entered. */
  readonly pending?: VerificationRecord;
  readonly created_at: number;
}

export interface UserRecord extends Stamped {
  readonly external_id: string | null;
  readonly username: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email_addresses: readonly EmailAddressRecord[];
  readonly primary_email_address_id: string | null;
  /** `scrypt$N$salt$hash`, or null for a user without a password. */
  readonly password_digest: string | null;
  readonly password_last_updated_at: number | null;
  /** Base32, or null without an authenticator app. */
  readonly totp_secret: string | null;
  /** A secret shown for an authenticator app whose first code is still to come. */
  readonly totp_pending?: string;
  readonly mfa_enabled_at: number | null;
  readonly public_metadata: Metadata;
  readonly private_metadata: Metadata;
  readonly unsafe_metadata: Metadata;
  readonly banned: boolean;
  readonly locked: boolean;
  readonly plan: string | null;
  readonly last_sign_in_at: number | null;
  readonly last_active_at: number | null;
}

export interface OrganizationRecord extends Stamped {
  readonly name: string;
  readonly slug: string;
  /** The role set that says which roles its members may have. */
  readonly role_set_id: string;
  readonly max_allowed_memberships: number;
  readonly admin_delete_enabled: boolean;
  readonly public_metadata: Metadata;
  readonly private_metadata: Metadata;
  readonly created_by: string | null;
  readonly plan: string | null;
  readonly last_active_at: number | null;
}

export interface MembershipRecord extends Stamped {
  readonly organization_id: string;
  readonly user_id: string;
  /** Role key, `org:admin`. */
  readonly role: string;
  readonly public_metadata: Metadata;
  readonly private_metadata: Metadata;
}

export interface InvitationRecord extends Stamped {
  readonly organization_id: string;
  readonly email_address: string;
  readonly role: string;
  readonly status: 'pending' | 'accepted' | 'revoked' | 'expired';
  readonly inviter_user_id: string | null;
  /** The domain that gave it by itself; absent for one that somebody sent. */
  readonly organization_domain_id?: string;
  readonly public_metadata: Metadata;
  readonly private_metadata: Metadata;
  readonly expires_at: number;
}

/** An organization that a person may ask to join, because of the domain of an address. */
export interface SuggestionRecord extends Stamped {
  readonly organization_id: string;
  readonly user_id: string;
  readonly organization_domain_id: string;
  readonly status: 'pending' | 'accepted';
}

/** An accepted suggestion, waiting for somebody who manages members. */
export interface MembershipRequestRecord extends Stamped {
  readonly organization_id: string;
  readonly user_id: string;
  readonly status: 'pending' | 'accepted' | 'rejected';
}

export interface PermissionRecord extends Stamped {
  /** `org:feature:action`. */
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly type: 'system' | 'user';
}

export interface RoleRecord extends Stamped {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** Permission ids, in the order they were granted. */
  readonly permission_ids: readonly string[];
}

/** Which roles an organization may give, and which of them its creator and its new members get. */
export interface RoleSetRecord extends Stamped {
  /** `role_set:name`. */
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  /** One per instance is `initial`: new organizations get it. */
  readonly type: 'initial' | 'custom';
  /** Role ids, in the order they were added. */
  readonly role_ids: readonly string[];
  readonly default_role_id: string;
  readonly creator_role_id: string;
}

export type EnrollmentMode = 'manual_invitation' | 'automatic_invitation' | 'automatic_suggestion';

export interface OrganizationDomainRecord extends Stamped {
  readonly organization_id: string;
  /** Lower case, `example.com`. */
  readonly name: string;
  readonly enrollment_mode: EnrollmentMode;
  /** Whether somebody with an address of the domain confirmed it, or a server declared it. */
  readonly verified: boolean;
  readonly affiliation_email_address: string | null;
  /** A code that was sent to that address; null before the first one. */
  readonly verification: VerificationRecord | null;
}

interface PlanRecord extends Stamped {
  readonly slug: string;
  readonly name: string;
  readonly payer: 'org' | 'user';
  /** Feature slugs, in the order they stand in `fea`. */
  readonly features: readonly string[];
}

export interface JwtTemplateRecord extends Stamped {
  readonly name: string;
  readonly claims: Metadata;
  readonly lifetime: number;
  readonly allowed_clock_skew: number;
  readonly custom_signing_key: boolean;
  readonly signing_algorithm: string;
  /** Write-only: never answered. */
  readonly signing_key: string | null;
}

export interface ClientRecord extends Stamped {
  /** Second half of the client token; replaced at each sign-in, so that an older token stops working. */
  readonly rotating_token: string;
  readonly last_active_session_id: string | null;
  /** The attempt that is open, if one is. */
  readonly sign_in_id: string | null;
  readonly last_authentication_strategy: string | null;
}

interface DevBrowserRecord extends Stamped {
  readonly client_id: string | null;
}

export type SessionStatus =
  'active' | 'pending' | 'ended' | 'removed' | 'revoked' | 'replaced' | 'expired' | 'abandoned';

export interface SessionRecord extends Stamped {
  readonly client_id: string;
  readonly user_id: string;
  readonly status: SessionStatus;
  readonly last_active_at: number;
  readonly last_active_organization_id: string | null;
  readonly expire_at: number;
  readonly abandon_at: number;
  readonly actor: Metadata | null;
  readonly first_factor_verified_at: number;
  readonly second_factor_verified_at: number | null;
  /** A re-verification that is under way. */
  readonly verification?: SessionVerificationRecord;
  readonly activity: SessionActivity;
}

export interface SessionActivity {
  readonly id: string;
  readonly device_type: string;
  readonly browser_name: string;
  readonly browser_version: string;
  readonly is_mobile: boolean;
  readonly ip_address: string;
}

type SignInStatus =
  | 'needs_identifier'
  | 'needs_first_factor'
  | 'needs_second_factor'
  | 'needs_new_password'
  | 'complete';

export interface VerificationRecord {
  readonly strategy: string;
  readonly status: 'unverified' | 'verified' | 'failed' | 'expired';
  readonly attempts: number;
  readonly expire_at: number | null;
  readonly code: string | null;
}

export interface SessionVerificationRecord {
  readonly id: string;
  readonly level: 'first_factor' | 'second_factor' | 'multi_factor';
  readonly status: 'needs_first_factor' | 'needs_second_factor' | 'complete';
  readonly first_factor: VerificationRecord | null;
  readonly second_factor: VerificationRecord | null;
}

export interface SignInRecord extends Stamped {
  readonly client_id: string;
  readonly user_id: string | null;
  readonly identifier: string | null;
  readonly status: SignInStatus;
  readonly first_factor: VerificationRecord | null;
  readonly second_factor: VerificationRecord | null;
  readonly created_session_id: string | null;
  readonly abandon_at: number;
}

export interface SignInTokenRecord extends Stamped {
  /** `sign_in_token`, or `actor_token` when it starts an impersonated session. */
  readonly kind: 'sign_in_token' | 'actor_token';
  readonly user_id: string;
  readonly status: 'pending' | 'accepted' | 'revoked';
  readonly expires_at: number;
  readonly actor: Metadata | null;
  readonly session_max_duration_ms: number | null;
}

/** Every kind of record and its type: the tables of the state. */
export interface Records {
  instance: InstanceRecord;
  user: UserRecord;
  organization: OrganizationRecord;
  membership: MembershipRecord;
  invitation: InvitationRecord;
  suggestion: SuggestionRecord;
  membership_request: MembershipRequestRecord;
  permission: PermissionRecord;
  role: RoleRecord;
  role_set: RoleSetRecord;
  organization_domain: OrganizationDomainRecord;
  plan: PlanRecord;
  jwt_template: JwtTemplateRecord;
  client: ClientRecord;
  dev_browser: DevBrowserRecord;
  session: SessionRecord;
  sign_in: SignInRecord;
  sign_in_token: SignInTokenRecord;
}

export type RecordKind = keyof Records;
