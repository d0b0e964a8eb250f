import type { Metadata, Stamped, VerificationRecord } from './baseRecords.ts';

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
  /** When a logo was uploaded; null or absent while the sandbox draws one. */
  readonly picture_at?: number | null;
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
