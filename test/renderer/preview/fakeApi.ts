import type { Api, ApiRequest } from '../../../renderer/app/api.ts';
import type { z } from 'zod';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import { OrgSettings } from '../../../shared/contract/http.ts';

export interface FakePerson {
  readonly userId: string;
  readonly orgId: () => string | null;
  readonly isAdmin: boolean;
  readonly isOperator: boolean;
  readonly members: number;
}

const roles = [
  [
    'org:admin',
    'Admin',
    [
      'org:data:read',
      'org:data:write',
      'org:data:delete',
      'org:settings:manage',
      'org:sys_memberships:manage',
    ],
  ],
  ['org:member', 'Member', ['org:data:read']],
  ['org:editor', 'Editor', ['org:data:read', 'org:data:write']],
  ['org:viewer', 'Viewer', ['org:data:read']],
] as const;

const names = ['Ada Byron', 'Grace Hopper', 'Alan Turing', 'Margaret Hamilton', 'Barbara Liskov'];

/** The routes of the protected backend, in memory and as strict about versions as the real one. */
export function createFakeApi(person: FakePerson): Api {
  let version = 7;
  let settings = OrgSettings.parse({
    displayName: 'Acme Robotics',
    supportEmail: 'help@acme.test',
  });
  let versions = [7, 6].map((saved) => ({
    version: saved,
    settings: saved === 7 ? settings : { ...settings, displayName: 'Acme', weeklyDigest: false },
    updatedAtMs: Date.now() - (8 - saved) * 240_000,
    updatedBy: person.userId,
  }));
  const saveAs = (next: OrgSettings): void => {
    settings = next;
    version += 1;
    versions = [
      { version, settings, updatedAtMs: Date.now(), updatedBy: person.userId },
      ...versions,
    ];
  };
  let invitations = ['grace@example.com', 'alan@example.com'].map(invitationOf);
  const changedRoles = new Map<string, string>();
  let items = [
    {
      id: 'item_1',
      title: 'First item',
      ownerId: person.userId,
      createdAtMs: Date.now() - 3_600_000,
    },
  ];

  const memberAt = (at: number) => {
    const userId = at === 0 ? person.userId : `user_${String(at).padStart(6, '0')}abcdefghijklmnop`;
    const role = changedRoles.get(userId) ?? (at < 2 ? 'org:admin' : 'org:member');
    const name = names[at] ?? `Member ${at}`;
    return {
      userId,
      name,
      identifier: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
      imageUrl: null,
      role,
      roleName: roles.find(([key]) => key === role)?.[1] ?? role,
      createdAtMs: Date.now() - (at + 1) * 86_400_000,
    };
  };

  const needOrganization = (): void => {
    if (person.orgId() !== null) return;
    throw new AppException(appError('auth.organization_required', 'No organization is active.'));
  };
  const needAdmin = (): void => {
    if (person.isAdmin) return;
    throw new AppException(
      appError('auth.denied', 'This needs org:admin or org:settings:manage. You are org:member.'),
    );
  };

  const routes: Record<string, (request: ApiRequest<z.ZodType>, url: URL) => unknown> = {
    'GET /v1/org/settings': () => {
      needOrganization();
      return {
        version,
        settings,
        updatedAtMs: Date.now() - 240_000,
        updatedBy: person.userId,
        canWrite: person.isAdmin,
        whyNot: person.isAdmin
          ? null
          : 'Saving needs org:admin or org:settings:manage; you are org:member.',
      };
    },
    'PUT /v1/org/settings': (request) => {
      needAdmin();
      if (request.version !== version) {
        throw new AppException(appError('resource.conflict', 'Somebody saved first.'));
      }
      saveAs(OrgSettings.parse(request.body));
      return routes['GET /v1/org/settings']?.(request, new URL('http://fake/'));
    },
    'GET /v1/org/settings/history': () => {
      needAdmin();
      return { data: versions, nextCursor: null };
    },
    'GET /v1/org/invitations': () => {
      needAdmin();
      return { data: invitations, total: invitations.length, nextCursor: null };
    },
    'POST /v1/org/invitations': (request) => {
      needAdmin();
      const asked = (request.body as { invitations: { emailAddress: string }[] }).invitations;
      const data = asked.map(({ emailAddress }) => {
        const known = invitations.some((one) => one.emailAddress === emailAddress);
        const error = { code: 'clerk.invalid', message: 'This address is invited already.' };
        return known
          ? { emailAddress, invitation: null, error }
          : { emailAddress, invitation: invitationOf(emailAddress), error: null };
      });
      const made = data.flatMap(({ invitation }) => (invitation === null ? [] : [invitation]));
      invitations = [...made, ...invitations];
      return { data, invited: made.length, failed: data.length - made.length };
    },
    'GET /v1/org/audit': (_, url) => {
      needAdmin();
      const later = url.searchParams.has('cursor');
      return {
        data: [auditEntry(person, later ? 'audit_1' : 'audit_2', later)],
        nextCursor: later ? null : 'audit_2',
      };
    },
    'GET /v1/org/members': (_, url) => {
      needOrganization();
      const query = (url.searchParams.get('query') ?? '').toLowerCase();
      const offset = Number(url.searchParams.get('offset'));
      const limit = Number(url.searchParams.get('limit'));
      const all = Array.from({ length: person.members }, (_, at) => at);
      const found =
        query === '' ? all : all.filter((at) => memberAt(at).name.toLowerCase().includes(query));
      return { data: found.slice(offset, offset + limit).map(memberAt), total: found.length };
    },
    'GET /v1/org/roles': () => ({
      data: roles.map(([key, name, permissions]) => ({ key, name, description: '', permissions })),
    }),
    'GET /v1/items': () => ({ data: items, nextCursor: null }),
    'GET /v1/access': () => ({
      data: [
        {
          method: 'PATCH',
          path: '/v1/org/members/:userId',
          rule: 'the role org:admin',
          purpose: '',
        },
        {
          method: 'GET',
          path: '/v1/items',
          rule: 'the permission org:data:read or the personal account',
          purpose: '',
        },
        {
          method: 'POST',
          path: '/v1/items',
          rule: 'the permission org:data:write or the personal account',
          purpose: '',
        },
      ],
    }),
    'POST /v1/items': (request) => {
      needAdmin();
      const { title } = request.body as { title: string };
      const item = {
        id: `item_${items.length + 1}`,
        title,
        ownerId: person.userId,
        createdAtMs: Date.now(),
      };
      items = [...items, item];
      return item;
    },
    'GET /v1/me/profile': () => ({
      user: fakeContext(person.userId, person.orgId()).user,
      fetchedInMs: 38,
    }),
    'GET /v1/me/context': () => fakeContext(person.userId, person.orgId()),
    'GET /v1/users': (_, url) => fakeUsers(person, url),
    'GET /v1/templates': () => {
      if (person.isOperator) return { data: fakeTemplates };
      throw new AppException(
        appError(
          'auth.operator_required',
          'Templates belong to the instance, and you are not an operator.',
        ),
      );
    },
  };

  return async (path, request) => {
    const url = new URL(path, 'http://fake');
    const method = request.method ?? 'GET';
    await Promise.resolve();
    if (url.pathname.startsWith('/v1/templates') && method !== 'GET') {
      return request.schema.parse(writeTemplate(method, url, request));
    }
    const resent = /\/invitations\/([^/]+)\/resend$/.exec(url.pathname)?.[1];
    if (resent !== undefined) {
      needAdmin();
      return request.schema.parse(invitations.find(({ id }) => id === decodeURIComponent(resent)));
    }
    if (method === 'DELETE') {
      needAdmin();
      const last = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
      invitations = invitations.filter(({ id }) => id !== last);
      items = items.filter(({ id }) => !url.pathname.endsWith(id));
      return request.schema.parse({});
    }
    if (method === 'PATCH') {
      needAdmin();
      const userId = url.pathname.split('/').at(-1) ?? '';
      if (userId === person.userId) {
        throw new AppException(
          appError('organization.own_role', 'Nobody can change their own role.'),
        );
      }
      changedRoles.set(userId, (request.body as { role: string }).role);
      const all = Array.from({ length: 5 }, (_, at) => memberAt(at));
      return request.schema.parse(all.find((member) => member.userId === userId) ?? memberAt(1));
    }
    const restored = /\/history\/(\d+)\/restore$/.exec(url.pathname)?.[1];
    if (restored !== undefined) {
      needAdmin();
      if (raceOnce()) saveAs(settings);
      const old = versions.find((saved) => saved.version === Number(restored));
      if (request.version !== version || old === undefined) {
        throw new AppException(appError('resource.conflict', 'Somebody saved first.'));
      }
      saveAs(old.settings);
      return request.schema.parse(
        routes['GET /v1/org/settings']?.(request, new URL('http://fake/')),
      );
    }
    if (path === '/v1/org/settings' && method === 'PUT' && raceOnce()) version += 1;
    const route = routes[`${method} ${url.pathname}`];
    if (route === undefined)
      throw new AppException(appError('resource.not_found', 'No such route.'));
    return request.schema.parse(route(request, url));
  };

  /** `?race` in the address: somebody else saves right before us, once. */
  function raceOnce(): boolean {
    if (raced || !new URLSearchParams(location.search).has('race')) return false;
    raced = true;
    settings = { ...settings, displayName: 'Acme (theirs)', weeklyDigest: false };
    return true;
  }
}

let raced = false;

const invitationOf = (emailAddress: string) => ({
  id: `orginv_${emailAddress}`,
  emailAddress,
  role: 'org:member',
  roleName: 'Member',
  status: 'pending',
  createdAtMs: Date.now() - 3_600_000,
  expiresAtMs: Date.now() + 29 * 86_400_000,
});

const auditEntry = (person: FakePerson, id: string, isFirst: boolean) => ({
  id,
  atMs: Date.now() - 240_000,
  action: isFirst ? 'invitation.create' : 'settings.save',
  target: isFirst ? 'orginv_000001abcdefghijklmnop' : 'settings',
  actorId: person.userId,
  impersonatorId: null,
  sessionId: 'sess_000001abcdefghijklmnop',
  requestId: `req_${id}_abcdefghijklmnop`,
  before: isFirst ? null : { displayName: 'Acme', general: { locale: 'en' } },
  after: isFirst
    ? { emailAddress: 'new@example.com', role: 'org:member' }
    : { displayName: 'Acme Robotics', general: { locale: 'de' } },
});

const fakeContext = (userId: string, orgId: string | null) => ({
  user: {
    id: userId,
    first_name: 'Ada',
    last_name: 'Byron',
    username: 'ada',
    primary_email_address_id: 'idn_1',
    email_addresses: [
      { id: 'idn_1', email_address: 'ada@example.com', verification: { status: 'verified' } },
    ],
    public_metadata: { plan: 'pro', seats: 12, theme: { dark: true } },
    created_at: 1_700_000_000_000,
    updated_at: 1_700_000_000_000,
  },
  organization: orgId === null ? null : { id: orgId, name: 'Acme Robotics', public_metadata: {} },
  membership: orgId === null ? null : { role: 'org:admin', permissions: ['org:data:read'] },
  session: null,
});

/** Ada, then as many users as the instance has, every third one without an organization. */
function fakeUsers(person: FakePerson, url: URL): unknown {
  const query = (url.searchParams.get('query') ?? '').toLowerCase();
  const limit = Number(url.searchParams.get('limit'));
  const offset = Number(url.searchParams.get('cursor') ?? '0');
  const all = Array.from({ length: Math.max(240, person.members) }, (_, at) =>
    fakeUser(person, at),
  );
  const found = all.filter(({ user }) =>
    `${user.id} ${user.first_name} ${user.last_name}`.toLowerCase().includes(query),
  );
  const next = offset + limit;
  return {
    data: found.slice(offset, next),
    nextCursor: next < found.length ? String(next) : null,
    total: found.length,
    complete: true,
  };
}

function fakeUser(person: FakePerson, at: number) {
  const { user } = fakeContext(person.userId, null);
  const [first = 'User', last = String(at)] = (names[at] ?? `User ${at}`).split(' ');
  const organizations: [id: string, name: string][] =
    at % 3 === 2 ? [] : [['org_acme', 'Acme Robotics']];
  if (at % 4 === 0) organizations.push(['org_globex', 'Globex Health']);
  return {
    user: {
      ...user,
      id: at === 0 ? person.userId : `user_${String(at).padStart(6, '0')}abcdefghijklmnop`,
      first_name: first,
      last_name: last,
      public_metadata: {
        ...(at % 5 === 0 ? { dept: 'research' } : {}),
        plan: at % 2 === 0 ? 'pro' : null,
        notes: 'lorem ipsum '.repeat(at % 97),
      },
    },
    memberships: organizations.map(([id, name], index) => ({
      role: index === 0 && at < 2 ? 'org:admin' : 'org:member',
      permissions: ['org:data:read'],
      public_metadata: {},
      organization: { id, name, slug: name.toLowerCase(), public_metadata: {} },
    })),
  };
}

const templateOf = (name: string, claims: Record<string, unknown>, lifetime = 60) => ({
  id: `jtmp_${name}`,
  etag: `"${name}"`,
  name,
  claims,
  lifetime,
  allowedClockSkew: 5,
  customSigningKey: name === 'supabase',
  signingAlgorithm: name === 'supabase' ? 'HS256' : 'RS256',
  createdAtMs: Date.now() - 9_000_000,
  updatedAtMs: Date.now() - 9_000_000,
});

/** As strict about entity tags as the backend. `?lost` in the address: somebody else saves first, once. */
function writeTemplate(method: string, url: URL, request: ApiRequest<z.ZodType>): unknown {
  const body = (request.body ?? {}) as { name?: string; claims?: Record<string, unknown> };
  if (method === 'POST') {
    const made = templateOf(body.name ?? '', body.claims ?? {});
    fakeTemplates = [...fakeTemplates, made];
    return made;
  }
  const id = url.pathname.split('/').at(-1);
  if (!raced && new URLSearchParams(location.search).has('lost')) {
    raced = true;
    fakeTemplates = fakeTemplates.map((one) =>
      one.id === id ? { ...one, claims: { theirs: true }, etag: '"theirs"' } : one,
    );
  }
  const found = fakeTemplates.find((one) => one.id === id);
  if (found === undefined || request.etag !== found.etag) {
    throw new AppException(
      appError('resource.conflict', 'Somebody changed this in Clerk since it was loaded.'),
    );
  }
  const saved = { ...found, ...body, etag: `"${Date.now()}"` };
  fakeTemplates =
    method === 'DELETE'
      ? fakeTemplates.filter((one) => one !== found)
      : fakeTemplates.map((one) => (one === found ? saved : one));
  return method === 'DELETE' ? undefined : saved;
}

let fakeTemplates = [
  templateOf('supabase', {
    aud: 'authenticated',
    role: 'authenticated',
    email: '{{user.primary_email_address}}',
    dept: '{{user.public_metadata.dept}}',
    app_metadata: { plan: '{{user.public_metadata.plan}}', org: '{{org.name}}' },
    greeting: 'Hello {{user.first_name}} {{user.middle_name}}',
    user_metadata: {},
  }),
  templateOf(
    'hasura',
    {
      'https://hasura.io/jwt/claims': {
        'x-hasura-allowed-roles': ['user'],
        'x-hasura-default-role': 'user',
        'x-hasura-user-id': '{{user.id}}',
      },
    },
    3600,
  ),
  templateOf('everything', {
    metadata: '{{user.public_metadata}}',
    unsafe: '{{user.unsafe_metadata}}',
    name: '{{user.full_name}}',
    org: '{{organization.name}}',
    actor: '{{session.actor}}',
    sub: 'me',
  }),
];
