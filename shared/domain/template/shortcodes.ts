/** The records a shortcode can start from. */
export const roots = ['user', 'org', 'org_membership', 'session'] as const;
export type Root = (typeof roots)[number];

/**
 * A shortcode of Clerk's template language, from clerk/clerk-docs `docs/guides/sessions/jwt-templates.mdx` and the
 * shortcode pickers shown there. `listed`: in the documented list. `seen`: only in a newer picker of the Dashboard.
 */
export interface Shortcode {
  readonly name: string;
  readonly root: Root;
  readonly type: 'string' | 'number' | 'boolean' | 'object' | 'string[]';
  /** When it can be null, said in words; null when it never is. */
  readonly nullWhen: string | null;
  /** Where its value stands in the Backend API records. */
  readonly from: string;
  readonly status: 'listed' | 'seen';
  /** Dot paths into it are documented. */
  readonly nested: boolean;
  readonly description: string;
}

type Row = readonly [
  name: string,
  type: Shortcode['type'],
  nullWhen: string | null,
  from: string,
  description: string,
  extra?: Partial<Shortcode>,
];

const noOrg = 'no organization is active';
const rows: readonly Row[] = [
  ['user.id', 'string', null, 'user.id', "The user's id."],
  ['user.external_id', 'string', 'not set', 'user.external_id', 'The id in your own system.'],
  ['user.first_name', 'string', 'not set', 'user.first_name', 'First name.'],
  ['user.last_name', 'string', 'not set', 'user.last_name', 'Last name.'],
  [
    'user.full_name',
    'string',
    'first and last name are both empty',
    'user.first_name + user.last_name',
    'First and last name, joined.',
  ],
  ['user.username', 'string', 'not set', 'user.username', 'Username.'],
  [
    'user.created_at',
    'number',
    null,
    'user.created_at',
    'When the user was created. Shown in Unix seconds; the unit is not confirmed by the documentation.',
  ],
  [
    'user.updated_at',
    'number',
    null,
    'user.updated_at',
    'When the user last changed. Shown in Unix seconds; the unit is not confirmed by the documentation.',
  ],
  [
    'user.last_sign_in_at',
    'number',
    'never signed in',
    'user.last_sign_in_at',
    'Last sign-in. In newer Dashboard pickers, not in the documentation.',
    { status: 'seen' },
  ],
  [
    'user.primary_email_address',
    'string',
    'no email address',
    'user.email_addresses[primary_email_address_id].email_address',
    'The primary email address.',
  ],
  [
    'user.primary_phone_number',
    'string',
    'no phone number',
    'user.phone_numbers[primary_phone_number_id].phone_number',
    'The primary phone number.',
  ],
  [
    'user.primary_web3_wallet',
    'string',
    'no wallet',
    'user.web3_wallets[primary_web3_wallet_id].web3_wallet',
    'The primary Web3 wallet.',
  ],
  [
    'user.email_verified',
    'boolean',
    null,
    'user.email_addresses[primary_email_address_id].verification.status',
    'Whether the primary email address is verified.',
  ],
  [
    'user.phone_number_verified',
    'boolean',
    null,
    'user.phone_numbers[primary_phone_number_id].verification.status',
    'Whether the primary phone number is verified.',
  ],
  ['user.image_url', 'string', null, 'user.image_url', 'Address of the profile image.'],
  ['user.has_image', 'boolean', null, 'user.has_image', 'Whether a profile image was uploaded.'],
  [
    'user.two_factor_enabled',
    'boolean',
    null,
    'user.two_factor_enabled',
    'Whether two-step verification is on.',
  ],
  [
    'user.organizations',
    'object',
    null,
    'memberships[]',
    'Every organization of the user with the role there. Grows without bound.',
  ],
  [
    'user.public_metadata',
    'object',
    null,
    'user.public_metadata',
    'Public metadata, up to 8 KB. Name single fields: user.public_metadata.plan.',
    { nested: true },
  ],
  [
    'user.unsafe_metadata',
    'object',
    null,
    'user.unsafe_metadata',
    'Metadata the user can write. Never decide access by it.',
    { nested: true },
  ],
  ['org.id', 'string', noOrg, 'organization.id', 'Id of the active organization.'],
  ['org.name', 'string', noOrg, 'organization.name', 'Name of the active organization.'],
  ['org.role', 'string', noOrg, 'membership.role', "The user's role in the active organization."],
  [
    'org.slug',
    'string',
    `${noOrg}, or slugs are off`,
    'organization.slug',
    'Slug of the active organization.',
  ],
  [
    'org.image_url',
    'string',
    noOrg,
    'organization.image_url',
    "Address of the organization's logo.",
  ],
  ['org.has_image', 'boolean', noOrg, 'organization.has_image', 'Whether a logo was uploaded.'],
  [
    'org.public_metadata',
    'object',
    noOrg,
    'organization.public_metadata',
    'Public metadata of the active organization, up to 8 KB.',
    { nested: true },
  ],
  [
    'org_membership.permissions',
    'string[]',
    noOrg,
    'membership.permissions',
    'Permissions in the active organization. Whether system permissions are among them is not documented.',
  ],
  [
    'org_membership.public_metadata',
    'object',
    noOrg,
    'membership.public_metadata',
    'Public metadata of the membership, up to 8 KB.',
    { nested: true },
  ],
  [
    'session.actor',
    'object',
    'nobody is impersonating',
    'session.actor',
    'Who impersonates the user.',
  ],
  [
    'session.reverification_id',
    'string',
    'no reverification took place',
    'session.reverification_id',
    'Ties the token to a reverification (beta).',
  ],
];

/** Every documented shortcode, for completion and for the compiler. */
export const shortcodes: readonly Shortcode[] = rows.map(
  ([name, type, nullWhen, from, description, extra]) => ({
    name,
    root: name.slice(0, name.indexOf('.')) as Root,
    type,
    nullWhen,
    from,
    description,
    status: 'listed',
    nested: false,
    ...extra,
  }),
);

export const shortcodeByName: ReadonlyMap<string, Shortcode> = new Map(
  shortcodes.map((entry) => [entry.name, entry]),
);

/** Names people write that are no shortcode, and what to say instead. */
export const knownMistakes: ReadonlyMap<string, { readonly say: string; readonly use?: string }> =
  new Map([
    [
      'user.primary_phone_address',
      {
        say: 'a misspelling that also stands in an example of the documentation, where it gives null',
        use: 'user.primary_phone_number',
      },
    ],
    ['org.permissions', { say: 'not in the documented list', use: 'org_membership.permissions' }],
    [
      'org_membership.role',
      {
        say: 'not in the documented list, and was observed to stay in the token as literal text',
        use: 'org.role',
      },
    ],
    [
      'session.id',
      { say: 'not in the documented list; the session id is the claim sid of session tokens only' },
    ],
    ['user.emails', { say: 'not documented', use: 'user.primary_email_address' }],
    ['user.email', { say: 'not documented', use: 'user.primary_email_address' }],
    ['user.email_address', { say: 'not documented', use: 'user.primary_email_address' }],
    ['user.phone_numbers', { say: 'not documented', use: 'user.primary_phone_number' }],
    ['user.phone_number', { say: 'not documented', use: 'user.primary_phone_number' }],
    ['user.profile_image_url', { say: 'the old name', use: 'user.image_url' }],
  ]);

/** Roots people write by mistake → the root they mean. */
export const rootMistakes: ReadonlyMap<string, Root> = new Map([
  ['organization', 'org'],
  ['organisation', 'org'],
  ['organization_membership', 'org_membership'],
  ['membership', 'org_membership'],
]);
