import type { Asked, Core } from '../core.ts';

const attribute = (fields: Readonly<Record<string, unknown>> = {}): object => ({
  enabled: false,
  required: false,
  used_for_first_factor: false,
  first_factors: [],
  used_for_second_factor: false,
  second_factors: [],
  verifications: [],
  verify_at_sign_up: false,
  ...fields,
});

/**
 * What clerk-js and the components need to know of the instance. Everything that would load or call something
 * outside (captcha, one tap, billing, remote protection) is off.
 */
export function environmentShape(core: Core, asked: Asked): object {
  const { instance } = core.state;
  const settings = instance.organization_settings;
  return {
    object: 'environment',
    id: instance.id,
    maintenance_mode: false,
    auth_config: {
      object: 'auth_config',
      id: `aconf_${instance.id}`,
      single_session_mode: instance.single_session_mode,
      reverification: false,
      claimed_at: instance.created_at,
      session_minter: false,
    },
    display_config: displayConfig(core, asked),
    user_settings: userSettings(),
    organization_settings: {
      enabled: settings.enabled,
      max_allowed_memberships: settings.max_allowed_memberships,
      force_organization_selection: false,
      actions: { admin_delete: settings.admin_delete_enabled },
      domains: {
        enabled: settings.domains_enabled,
        enrollment_modes: settings.domains_enrollment_modes,
        default_role: settings.domains_default_role,
      },
      slug: { disabled: settings.slug_disabled },
      organization_creation_defaults: { enabled: false },
    },
    api_keys_settings: {
      enabled: false,
      user_api_keys_enabled: false,
      orgs_api_keys_enabled: false,
    },
    protect_config: { object: 'protect_config', id: `protect_${instance.id}`, loaders: [] },
    client_debug_mode: false,
    partitioned_cookies: false,
  };
}

function displayConfig(core: Core, asked: Asked): object {
  const { instance } = core.state;
  const portal = `https://${instance.frontend_host.replace('.clerk.', '.')}`;
  return {
    object: 'display_config',
    id: `display_${instance.id}`,
    instance_environment_type: 'development',
    application_name: instance.name,
    theme: {
      buttons: { font_color: '#ffffff', font_family: 'inherit', font_weight: '600' },
      general: {
        color: '#6c47ff',
        padding: '1em',
        box_shadow: '0 2px 8px rgba(0, 0, 0, 0.2)',
        font_color: '#151515',
        font_family: 'inherit',
        border_radius: '0.5em',
        background_color: '#ffffff',
        label_font_weight: '600',
      },
      accounts: { background_color: '#ffffff' },
    },
    preferred_sign_in_strategy: 'password',
    logo_image_url: `${asked.baseUrl}/pictures/${instance.id}.svg`,
    favicon_image_url: '',
    home_url: portal,
    sign_in_url: `${portal}/sign-in`,
    sign_up_url: `${portal}/sign-up`,
    user_profile_url: `${portal}/user`,
    waitlist_url: `${portal}/waitlist`,
    after_sign_in_url: `${portal}/default-redirect`,
    after_sign_up_url: `${portal}/default-redirect`,
    after_sign_out_one_url: `${portal}/sign-in/choose`,
    after_sign_out_all_url: `${portal}/sign-in`,
    after_switch_session_url: `${portal}/default-redirect`,
    after_join_waitlist_url: `${portal}/default-redirect`,
    organization_profile_url: `${portal}/organization`,
    create_organization_url: `${portal}/create-organization`,
    after_leave_organization_url: `${portal}/default-redirect`,
    after_create_organization_url: `${portal}/default-redirect`,
    support_email: '',
    terms_url: '',
    privacy_policy_url: '',
    branded: false,
    experimental_force_oauth_first: false,
    clerk_js_version: '6',
    show_devmode_warning: false,
    google_one_tap_client_id: null,
    help_url: null,
    captcha_public_key: null,
    captcha_public_key_invisible: null,
    captcha_widget_type: null,
    captcha_provider: 'turnstile',
    captcha_oauth_bypass: [],
    captcha_heartbeat: false,
  };
}

const userSettings = (): object => ({
  attributes: {
    email_address: attribute({
      enabled: true,
      required: true,
      used_for_first_factor: true,
      first_factors: ['email_code'],
      verifications: ['email_code'],
      verify_at_sign_up: true,
    }),
    phone_number: attribute(),
    username: attribute({ enabled: true, used_for_first_factor: true }),
    first_name: attribute({ enabled: true }),
    last_name: attribute({ enabled: true }),
    password: attribute({ enabled: true, required: true }),
    authenticator_app: attribute({
      enabled: true,
      used_for_second_factor: true,
      second_factors: ['totp'],
    }),
    backup_code: attribute(),
    passkey: attribute(),
    web3_wallet: attribute(),
  },
  social: {},
  enterprise_sso: { enabled: false, self_serve_directory_sync: false },
  saml: { enabled: false },
  sign_in: { second_factor: { required: false, enabled: true } },
  // New people are made through the Backend API; there is no sign-up page.
  sign_up: {
    allowlist_only: false,
    progressive: true,
    captcha_enabled: false,
    mode: 'restricted',
    legal_consent_enabled: false,
  },
  password_settings: {
    allowed_special_characters: '!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~',
    disable_hibp: true,
    min_length: 8,
    max_length: 72,
    require_special_char: false,
    require_numbers: false,
    require_uppercase: false,
    require_lowercase: false,
    show_zxcvbn: false,
    min_zxcvbn_strength: 0,
  },
  passkey_settings: { allow_autofill: false, show_sign_in_button: false },
  username_settings: { min_length: 4, max_length: 64 },
  attack_protection: { enumeration_protection: { enabled: false } },
  actions: { delete_self: true, create_organization: true },
});
