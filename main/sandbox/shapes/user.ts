import type { Asked, Core } from '../core.ts';
import type { EmailAddressRecord, UserRecord } from '../state/records.ts';
import { membershipShape } from './organization.ts';
import { pictureFields } from './picture.ts';

export const emailShape = (email: EmailAddressRecord): object => ({
  id: email.id,
  object: 'email_address',
  email_address: email.email_address,
  reserved: false,
  verification: {
    object: 'verification_email_code',
    status: email.verified ? 'verified' : 'unverified',
    strategy: 'email_code',
    attempts: email.verified ? 1 : 0,
    expire_at: email.created_at + 600_000,
  },
  linked_to: [],
  matches_sso_connection: false,
  created_at: email.created_at,
  updated_at: email.created_at,
});

/** Members that the Frontend and the Backend API share. */
function common(asked: Asked, user: UserRecord): Record<string, unknown> {
  return {
    id: user.id,
    object: 'user',
    external_id: user.external_id,
    username: user.username,
    first_name: user.first_name,
    last_name: user.last_name,
    ...pictureFields(asked, user),
    primary_email_address_id: user.primary_email_address_id,
    primary_phone_number_id: null,
    primary_web3_wallet_id: null,
    password_enabled: user.password_digest !== null,
    two_factor_enabled: user.totp_secret !== null,
    totp_enabled: user.totp_secret !== null,
    backup_code_enabled: false,
    email_addresses: user.email_addresses.map(emailShape),
    phone_numbers: [],
    web3_wallets: [],
    passkeys: [],
    external_accounts: [],
    enterprise_accounts: [],
    saml_accounts: [],
    public_metadata: user.public_metadata,
    unsafe_metadata: user.unsafe_metadata,
    last_sign_in_at: user.last_sign_in_at,
    create_organization_enabled: true,
    create_organizations_limit: null,
    delete_self_enabled: true,
    legal_accepted_at: null,
    created_at: user.created_at,
    updated_at: user.updated_at,
  };
}

/** The user as the Frontend API gives it: with memberships, without what is private. */
export function userForClient(core: Core, asked: Asked, user: UserRecord): object {
  return {
    ...common(asked, user),
    organization_memberships: core.state.tables.membership
      .find('user', user.id)
      .map((membership) => membershipShape(core, asked, membership)),
  };
}

/** The user as the Backend API gives it. */
export function userForBackend(asked: Asked, user: UserRecord): Record<string, unknown> {
  return {
    ...common(asked, user),
    private_metadata: user.private_metadata,
    banned: user.banned,
    locked: user.locked,
    lockout_expires_in_seconds: null,
    verification_attempts_remaining: 100,
    last_active_at: user.last_active_at,
    password_last_updated_at: user.password_last_updated_at,
    mfa_enabled_at: user.mfa_enabled_at,
    mfa_disabled_at: null,
    locale: null,
  };
}
