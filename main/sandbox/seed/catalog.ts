/** Roles, permissions, features, plans and templates of the seed. Keys are made up; the grammar is Clerk's. */

const features = ['data', 'settings', 'invoices', 'reports'] as const;

export const systemPermissionSeeds: readonly (readonly [key: string, name: string])[] = [
  ['org:sys_profile:manage', 'Manage organization'],
  ['org:sys_profile:delete', 'Delete organization'],
  ['org:sys_memberships:read', 'Read members'],
  ['org:sys_memberships:manage', 'Manage members'],
  ['org:sys_domains:read', 'Read domains'],
  ['org:sys_domains:manage', 'Manage domains'],
  ['org:sys_billing:read', 'Read billing'],
  ['org:sys_billing:manage', 'Manage billing'],
];

export const customPermissionSeeds: readonly (readonly [key: string, name: string])[] = [
  ['org:data:read', 'Read data'],
  ['org:data:write', 'Write data'],
  ['org:data:delete', 'Delete data'],
  ['org:settings:read', 'Read settings'],
  ['org:settings:manage', 'Manage settings'],
  ['org:invoices:read', 'Read invoices'],
  ['org:invoices:create', 'Create invoices'],
  ['org:invoices:refund', 'Refund invoices'],
  ['org:reports:read', 'Read reports'],
  ['org:reports:export', 'Export reports'],
  ['org:reports:schedule', 'Schedule reports'],
  ['org:reports:share', 'Share reports'],
];

export interface RoleSeed {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
}

export const roleSeeds: readonly RoleSeed[] = [
  {
    key: 'org:admin',
    name: 'Admin',
    description: 'Role with elevated permissions',
    permissions: [...systemPermissionSeeds, ...customPermissionSeeds].map(([key]) => key),
  },
  {
    key: 'org:member',
    name: 'Member',
    description: 'Role with non-privileged permissions',
    permissions: [
      'org:sys_memberships:read',
      'org:sys_billing:read',
      'org:data:read',
      'org:settings:read',
      'org:reports:read',
    ],
  },
  {
    key: 'org:editor',
    name: 'Editor',
    description: 'Writes data and changes settings',
    permissions: [
      'org:sys_memberships:read',
      'org:data:read',
      'org:data:write',
      'org:settings:read',
      'org:settings:manage',
      'org:reports:read',
      'org:reports:export',
    ],
  },
  {
    key: 'org:viewer',
    name: 'Viewer',
    description: 'Looks at everything and changes nothing',
    permissions: [
      'org:sys_memberships:read',
      'org:data:read',
      'org:settings:read',
      'org:reports:read',
    ],
  },
  {
    key: 'org:billing_manager',
    name: 'Billing manager',
    description: 'Keeps the invoices',
    permissions: [
      'org:sys_memberships:read',
      'org:sys_billing:read',
      'org:sys_billing:manage',
      'org:invoices:read',
      'org:invoices:create',
      'org:invoices:refund',
    ],
  },
  {
    key: 'org:support',
    name: 'Support',
    description: 'Helps members and shares reports',
    permissions: [
      'org:sys_memberships:read',
      'org:sys_memberships:manage',
      'org:data:read',
      'org:reports:read',
      'org:reports:share',
    ],
  },
];

export interface RoleSetSeed {
  /** Word of its id; the key is `role_set:` and the word. */
  readonly word: string;
  readonly name: string;
  readonly description: string;
  readonly type: 'initial' | 'custom';
  readonly roles: readonly string[];
}

/** Clerk's primary set holds admin and member; an app with roles of its own adds them, as here. */
export const roleSetSeeds: readonly RoleSetSeed[] = [
  {
    word: 'default',
    name: 'Default',
    description: 'The roles of every organization unless it is given another set',
    type: 'initial',
    roles: roleSeeds.map(({ key }) => key),
  },
  {
    word: 'essentials',
    name: 'Essentials',
    description: 'For small organizations: people who run it, take part, or look on',
    type: 'custom',
    roles: ['org:admin', 'org:member', 'org:viewer'],
  },
];

/** Domains of the seeded organizations; the top-level domain is one that nobody can own. */
export const domainSeeds = [
  { word: 'acme', name: 'acme-robotics.example', mode: 'automatic_invitation', verified: true },
  { word: 'globex', name: 'globex-health.example', mode: 'manual_invitation', verified: false },
] as const;

export const planSeeds = [
  { slug: 'pro', name: 'Pro', payer: 'org', features },
  { slug: 'starter', name: 'Starter', payer: 'org', features: ['data', 'settings'] },
  { slug: 'free', name: 'Free', payer: 'user', features: ['data'] },
] as const;

/**
 * The seeded "Customize session token" object. It follows what many apps do, whole metadata in the token included,
 * and that is what breaks the size budget for some people.
 */
export const sessionTokenClaims = {
  email: '{{user.primary_email_address}}',
  plan: "{{org.public_metadata.plan || 'personal'}}",
  metadata: '{{user.public_metadata}}',
};

export const templateSeeds: readonly {
  readonly name: string;
  readonly lifetime: number;
  readonly claims: Readonly<Record<string, unknown>>;
}[] = [
  {
    name: 'supabase',
    lifetime: 60,
    claims: {
      aud: 'authenticated',
      role: 'authenticated',
      email: '{{user.primary_email_address}}',
      app_metadata: {
        provider: 'clerk',
        organization: '{{org.id}}',
        organization_role: '{{org.role}}',
      },
      user_metadata: {
        full_name: '{{user.full_name}}',
        locale: "{{user.public_metadata.locale || 'en'}}",
      },
    },
  },
  {
    name: 'hasura',
    lifetime: 300,
    claims: {
      'https://hasura.io/jwt/claims': {
        'x-hasura-default-role': 'user',
        'x-hasura-allowed-roles': ['user', "{{org.role || 'user'}}"],
        'x-hasura-user-id': '{{user.id}}',
        'x-hasura-org-id': '{{org.id}}',
        'x-hasura-email': '{{user.primary_email_address}}',
      },
    },
  },
  {
    name: 'everything',
    lifetime: 600,
    claims: {
      aud: ['https://api.example.com', 'https://jobs.example.com'],
      name: '{{user.full_name}}',
      greeting: 'Hello {{user.first_name}} {{user.last_name}}',
      email: '{{user.primary_email_address}}',
      email_verified: '{{user.email_verified}}',
      phone: "{{user.primary_phone_number || 'none'}}",
      username: '{{user.username}}',
      external_id: '{{user.external_id}}',
      picture: '{{user.image_url}}',
      two_factor: '{{user.two_factor_enabled}}',
      since: '{{user.created_at}}',
      organizations: '{{user.organizations}}',
      profile: '{{user.public_metadata}}',
      preferences: '{{user.unsafe_metadata}}',
      org: {
        id: '{{org.id}}',
        name: '{{org.name}}',
        slug: '{{org.slug}}',
        role: '{{org.role}}',
        plan: "{{org.public_metadata.plan || 'none'}}",
        settings: '{{org.public_metadata}}',
        permissions: '{{org_membership.permissions}}',
        member: '{{org_membership.public_metadata}}',
      },
      actor: '{{session.actor}}',
    },
  },
];
