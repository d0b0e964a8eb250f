import type { JsonObject } from '../json.ts';
import type { TemplateKind } from './types.ts';

/**
 * A vendor's claims as data. `status` is how the vendor is connected today: `native` means that the vendor trusts
 * Clerk's session token and no template is needed.
 */
export interface Preset {
  readonly id: string;
  readonly vendor: string;
  readonly kind: TemplateKind;
  readonly status: 'current' | 'native' | 'legacy' | 'withdrawn' | 'undocumented';
  /** Suggested template name; null for session claims. */
  readonly name: string | null;
  readonly lifetime: number;
  readonly allowedClockSkew: number;
  /** HS256 with the vendor's own secret. */
  readonly sharedSecret: boolean;
  readonly claims: JsonObject;
  /** What to know or to configure on the vendor's side. */
  readonly note: string;
}

type Entry = Pick<Preset, 'id' | 'vendor' | 'kind' | 'status' | 'claims' | 'note'> &
  Partial<Preset>;

const hasuraKey = 'https://hasura.io/jwt/claims';

const entries: readonly Entry[] = [
  {
    id: 'blank',
    vendor: 'Blank',
    kind: 'jwt-template',
    status: 'current',
    claims: {},
    note: 'Clerk adds azp, exp, iat, iss, jti, nbf and sub by itself.',
  },
  {
    id: 'supabase-session',
    vendor: 'Supabase',
    kind: 'session-claims',
    status: 'native',
    claims: { role: 'authenticated' },
    note: "Native integration since April 2025: Supabase's third-party auth trusts the Frontend API domain.",
  },
  {
    id: 'supabase',
    vendor: 'Supabase',
    kind: 'jwt-template',
    status: 'legacy',
    sharedSecret: true,
    claims: {
      aud: 'authenticated',
      role: 'authenticated',
      email: '{{user.primary_email_address}}',
      app_metadata: {},
      user_metadata: {},
    },
    note: "Deprecated since April 2025; use the native integration. Signed with HS256 and Supabase's JWT secret.",
  },
  {
    id: 'convex-session',
    vendor: 'Convex',
    kind: 'session-claims',
    status: 'native',
    claims: { aud: 'convex' },
    note: 'Native integration: Convex trusts the Frontend API URL with application id convex (client 1.33.0 or newer).',
  },
  {
    id: 'convex',
    vendor: 'Convex',
    kind: 'jwt-template',
    status: 'legacy',
    claims: {
      aud: 'convex',
      name: '{{user.full_name}}',
      nickname: '{{user.username}}',
      picture: '{{user.image_url}}',
      given_name: '{{user.first_name}}',
      family_name: '{{user.last_name}}',
      email: '{{user.primary_email_address}}',
      phone_number: '{{user.primary_phone_number}}',
      email_verified: '{{user.email_verified}}',
      phone_number_verified: '{{user.phone_number_verified}}',
      updated_at: '{{user.updated_at}}',
    },
    note: 'For Convex clients before 1.33.0, which ask for a template named convex.',
  },
  {
    id: 'hasura',
    vendor: 'Hasura',
    kind: 'jwt-template',
    status: 'current',
    claims: {
      [hasuraKey]: {
        'x-hasura-allowed-roles': ['user'],
        'x-hasura-default-role': 'user',
        'x-hasura-user-id': '{{user.id}}',
      },
    },
    note: 'The default role must be among the allowed ones. Hasura verifies by JWKS URL, or by a shared HS256 key; Hasura DDN reads claims.jwt.hasura.io instead.',
  },
  {
    id: 'nhost',
    vendor: 'Nhost',
    kind: 'jwt-template',
    status: 'current',
    claims: {
      [hasuraKey]: {
        'x-hasura-allowed-roles': ['me', 'user'],
        'x-hasura-default-role': 'user',
        'x-hasura-user-id': '{{user.id}}',
      },
    },
    note: 'As Hasura, with the roles me and user.',
  },
  {
    id: 'grafbase',
    vendor: 'Grafbase',
    kind: 'jwt-template',
    status: 'current',
    claims: { groups: ['org:admin', 'org:member'] },
    note: 'Clerk\'s picker starts with an empty list; an older guide used the active role, ["{{org.role}}"].',
  },
  {
    id: 'fauna',
    vendor: 'Fauna',
    kind: 'jwt-template',
    status: 'withdrawn',
    claims: { aud: 'https://db.fauna.com/db/<database-id>' },
    note: 'The product and its guide were withdrawn; kept for old instances.',
  },
  {
    id: 'firebase',
    vendor: 'Firebase',
    kind: 'jwt-template',
    status: 'withdrawn',
    name: 'integration_firebase',
    claims: {},
    note: 'Deprecated and closed to new apps. The name is fixed, the token is a Firebase custom token; its claims are not documented.',
  },
  {
    id: 'instantdb-session',
    vendor: 'InstantDB',
    kind: 'session-claims',
    status: 'current',
    claims: { email: '{{user.primary_email_address}}' },
    note: 'InstantDB reads the claim email of the session token.',
  },
  {
    id: 'neon',
    vendor: 'Neon',
    kind: 'session-claims',
    status: 'undocumented',
    claims: {},
    note: 'No claim set is documented; in practice Neon verifies the session token by JWKS and reads sub (observed).',
  },
  {
    id: 'appsync',
    vendor: 'AWS AppSync',
    kind: 'session-claims',
    status: 'undocumented',
    claims: { aud: '<client-id>' },
    note: 'Not documented by Clerk: AppSync compares its optional client id with aud or azp, so set aud yourself (inferred).',
  },
];

/** Vendor presets, the ones Clerk recommends today first within a vendor. */
export const presets: readonly Preset[] = entries.map((entry) => ({
  name: entry.kind === 'jwt-template' && entry.id !== 'blank' ? entry.id : null,
  lifetime: 60,
  allowedClockSkew: 5,
  sharedSecret: false,
  ...entry,
}));
