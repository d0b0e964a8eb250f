import type { Metadata, Stamped, VerificationRecord } from './baseRecords.ts';
import type {
  InvitationRecord,
  MembershipRecord,
  MembershipRequestRecord,
  OrganizationDomainRecord,
  OrganizationRecord,
  PermissionRecord,
  RoleRecord,
  RoleSetRecord,
  SuggestionRecord,
} from './organizationRecords.ts';

export type * from './organizationRecords.ts';
export type { Metadata, VerificationRecord } from './baseRecords.ts';

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
  /** Who may sign up; everybody unless said. */
  readonly restrictions?: Restrictions;
}

export interface Restrictions {
  readonly allowlist: boolean;
  readonly blocklist: boolean;
  readonly block_email_subaddresses: boolean;
  readonly block_disposable_email_domains: boolean;
  readonly ignore_dots_for_gmail_addresses: boolean;
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
  /** When a picture was uploaded; null or absent while the sandbox draws one. */
  readonly picture_at?: number | null;
  readonly last_sign_in_at: number | null;
  readonly last_active_at: number | null;
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

/** An uploaded picture, under the id of the user or organization it shows. */
export interface PictureRecord extends Stamped {
  readonly type: string;
  /** Base64. */
  readonly data: string;
}

/** An invitation to the app itself, without an organization. */
export interface InstanceInvitationRecord extends Stamped {
  readonly email_address: string;
  readonly status: 'pending' | 'accepted' | 'revoked' | 'expired';
  readonly public_metadata: Metadata;
  readonly redirect_url: string | null;
  readonly expires_at: number;
}

/** An entry of the allow list or the block list. */
export interface ListedIdentifierRecord extends Stamped {
  readonly list: 'allowlist' | 'blocklist';
  readonly identifier: string;
}

/** A domain the app itself is served from, beside its primary one. */
export interface InstanceDomainRecord extends Stamped {
  readonly name: string;
  readonly proxy_url: string | null;
}

export interface RedirectUrlRecord extends Stamped {
  readonly url: string;
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
  picture: PictureRecord;
  instance_invitation: InstanceInvitationRecord;
  listed_identifier: ListedIdentifierRecord;
  instance_domain: InstanceDomainRecord;
  redirect_url: RedirectUrlRecord;
}

export type RecordKind = keyof Records;
