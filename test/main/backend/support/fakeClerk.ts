import { createServer, type IncomingMessage } from 'node:http';
import { domainJson, permissionJson, roleSetJson } from './fakeOrganizationApi.ts';
import { makeKey, sign, type TestKey } from './keys.ts';
import { ISSUER, people, rolePermissions, type Person } from './people.ts';

/** Obviously no real key. */
export const SECRET_KEY = 'sk_test_fake0canary0secret';
export const PUBLISHABLE_KEY = `pk_test_${Buffer.from('made-up-00.clerk.accounts.dev$').toString('base64')}`;

type Json = Record<string, unknown>;

/** What the next answers do instead of the usual. */
interface Fault {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface MintOptions {
  readonly orgId?: string | null;
  readonly claims?: Json;
  readonly header?: Json;
  readonly key?: TestKey;
  readonly ageSec?: number;
  readonly lifetimeSec?: number;
}

/** A small Backend API with the calls the backend makes, on its own port. */
export interface FakeClerk {
  readonly apiUrl: string;
  /** Changed by tests: who is in which organization with which role. */
  readonly roles: Map<string, string>;
  readonly sessions: Map<string, string>;
  /** Paths called so far, newest last. */
  readonly calls: string[];
  keys: TestKey[];
  /** The role sets of the instance; every organization has the first one. */
  roleSets: Json[];
  /** Applied to calls whose path it answers for. */
  fault: ((path: string, method: string) => Fault | 'hang' | null) | null;
  /** Holds calls back until it resolves. */
  delay: ((path: string) => Promise<void>) | null;
  mint(person: Person, options?: MintOptions): string;
  mintTemplate(person: Person): string;
  close(): Promise<void>;
}

const sessionOf = (person: Person): string => `sess_${person.userId}`;

export async function startFakeClerk(): Promise<FakeClerk> {
  const firstKey = makeKey('ins_one');
  const roles = new Map<string, string>();
  const sessions = new Map(people.map((person) => [sessionOf(person), 'active']));
  for (const person of people) {
    for (const [orgId, role] of Object.entries(person.memberships)) {
      roles.set(`${orgId} ${person.userId}`, role);
    }
  }
  const calls: string[] = [];
  const state: Pick<FakeClerk, 'keys' | 'roleSets' | 'fault' | 'delay'> = {
    keys: [firstKey],
    roleSets: [],
    fault: null,
    delay: null,
  };

  const server = createServer((request, response) => {
    void (async () => {
      const outcome = await answer(request);
      if (outcome === 'hang') return;
      response.writeHead(outcome.status, {
        'content-type': 'application/json',
        ...outcome.headers,
      });
      response.end(
        typeof outcome.body === 'string' ? outcome.body : JSON.stringify(outcome.body ?? {}),
      );
    })();
  });

  const answer = async (request: IncomingMessage): Promise<Fault | 'hang'> => {
    const url = new URL(request.url ?? '/', 'http://clerk');
    const method = request.method ?? 'GET';
    calls.push(`${method} ${url.pathname}`);
    await state.delay?.(url.pathname);
    const fault = state.fault?.(url.pathname, method) ?? null;
    if (fault !== null) return fault;
    if (request.headers.authorization !== `Bearer ${SECRET_KEY}`) {
      return { status: 401, body: { errors: [{ code: 'clerk_key_invalid', message: 'no' }] } };
    }
    const body = (await readBody(request)) as Json;
    return route(method, url, body);
  };

  const route = (method: string, url: URL, body: Json): Fault => {
    const [, , area, id, part, member] = url.pathname.split('/');
    if (area === 'jwks') return found({ keys: state.keys.map(({ jwk }) => jwk) });
    if (area === 'users' && id === undefined) {
      return found(people.map((person) => userOr404(person.userId).body));
    }
    if (area === 'users' && id === 'count') {
      return found({ object: 'total_count', total_count: people.length });
    }
    if (area === 'users' && id !== undefined) return userOr404(id);
    if (area === 'organization_memberships') {
      const all = [...roles].map(([key, role]) => {
        const [orgId = '', userId = ''] = key.split(' ');
        return membership(orgId, userId, role);
      });
      return page(all, url.searchParams);
    }
    if (area === 'sessions' && id === undefined) return page([]);
    if (area === 'organization_permissions') {
      return method === 'POST' ? found(permissionJson(body['key'])) : page([]);
    }
    if (area === 'role_sets' && method === 'POST' && id === undefined) {
      return found(roleSetJson('role_set:made', body['roles'] as string[]));
    }
    if (area === 'role_sets' && id === undefined) return page(state.roleSets);
    if (area === 'role_sets') {
      const set = state.roleSets.find(({ key }) => key === decodeURIComponent(id ?? ''));
      return set === undefined ? missing : found(set);
    }
    if (area === 'organization_roles' && method === 'POST') return found(roleJson('org:made'));
    if (area === 'sessions' && id !== undefined) {
      const status = sessions.get(id);
      return status === undefined ? missing : found(session(id, status));
    }
    if (area === 'organization_roles') return page(Object.keys(rolePermissions).map(roleJson));
    if (area === 'jwt_templates' && id !== undefined) {
      return id === template['id'] ? found(template) : missing;
    }
    if (area === 'jwt_templates' && method === 'POST') {
      return found({ ...template, id: 'jtmp_2', name: body['name'], claims: body['claims'] });
    }
    if (area === 'jwt_templates') return page([template]);
    if (area === 'organizations' && id !== undefined) {
      if (part === undefined || part === 'metadata') {
        return found({ ...organization(id), role_set_key: state.roleSets[0]?.['key'] ?? null });
      }
      if (part === 'domains' && method === 'POST') return found(domainJson(id, body['name']));
      if (part === 'domains') return member === undefined ? page([]) : missing;
      if (part === 'invitations' && method === 'POST' && member === undefined) {
        return found({
          object: 'organization_invitation',
          id: 'orginv_1',
          email_address: body['email_address'],
          role: body['role'],
          created_at: TIME,
        });
      }
      if (part === 'invitations') return member === undefined ? page([]) : missing;
      if (member !== undefined && method === 'DELETE') {
        if (!roles.delete(`${id} ${member}`)) return missing;
        return found(membership(id, member, 'org:member'));
      }
      if (member !== undefined && method === 'PATCH') {
        if (!roles.has(`${id} ${member}`)) return missing;
        roles.set(`${id} ${member}`, String(body['role']));
        return found(membership(id, member, String(body['role'])));
      }
      return page(listMembers(id, url.searchParams), url.searchParams);
    }
    return missing;
  };

  const listMembers = (orgId: string, query: URLSearchParams): Json[] => {
    const users = query.getAll('user_id');
    const wanted = query.getAll('role');
    const text = (query.get('query') ?? '').toLowerCase();
    return [...roles].flatMap(([key, role]) => {
      const [org, userId = ''] = key.split(' ');
      if (org !== orgId) return [];
      if (users.length > 0 && !users.includes(userId)) return [];
      if (wanted.length > 0 && !wanted.includes(role)) return [];
      if (!userId.toLowerCase().includes(text)) return [];
      return [membership(orgId, userId, role)];
    });
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  return Object.assign(state, {
    apiUrl: `http://127.0.0.1:${port}`,
    roles,
    sessions,
    calls,
    mint: (person: Person, options: MintOptions = {}) =>
      mint(options.key ?? state.keys[0] ?? firstKey, person, roles, options),
    mintTemplate: (person: Person) => {
      const nowSec = Math.floor(Date.now() / 1000);
      return sign(
        state.keys[0] ?? firstKey,
        { alg: 'RS256', typ: 'JWT', kid: 'ins_one', cat: 'cl_B7d4PD222AAA' },
        {
          sub: person.userId,
          iss: ISSUER,
          iat: nowSec,
          nbf: nowSec - 5,
          exp: nowSec + 3600,
          jti: 'x',
        },
      );
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

/** A version 2 session token, as Clerk would mint it for the person's place in the organization. */
function mint(
  key: TestKey,
  person: Person,
  roles: ReadonlyMap<string, string>,
  options: MintOptions,
): string {
  const orgId = options.orgId === undefined ? 'org_acme' : options.orgId;
  const role = orgId === null ? undefined : roles.get(`${orgId} ${person.userId}`);
  const iat = Math.floor(Date.now() / 1000) - (options.ageSec ?? 0);
  return sign(
    key,
    { alg: 'RS256', typ: 'JWT', kid: key.kid, cat: 'cl_B7d4PD111AAA', ...options.header },
    {
      exp: iat + (options.lifetimeSec ?? 60),
      fva: [0, -1],
      iat,
      iss: ISSUER,
      nbf: iat - 10,
      ...(orgId === null ? {} : organizationClaims(orgId, role ?? 'org:member')),
      sid: sessionOf(person),
      sts: 'active',
      sub: person.userId,
      v: 2,
      ...options.claims,
    },
  );
}

const ACTIONS = ['read', 'write', 'delete', 'manage'];

function organizationClaims(orgId: string, role: string): Json {
  const granted = rolePermissions[role] ?? [];
  const mask = (feature: string): number =>
    ACTIONS.reduce(
      (bits, action, at) => bits | (granted.includes(`org:${feature}:${action}`) ? 1 << at : 0),
      0,
    );
  return {
    fea: 'o:data,o:settings',
    o: {
      id: orgId,
      rol: role.slice('org:'.length),
      slg: orgId.slice('org_'.length),
      per: ACTIONS.join(','),
      fpm: `${mask('data')},${mask('settings')}`,
    },
  };
}

const TIME = 1_700_000_000_000;
const found = (body: unknown): Fault => ({ status: 200, body });
const missing: Fault = {
  status: 404,
  body: { errors: [{ code: 'resource_not_found', message: 'not found' }] },
};

function page(all: readonly Json[], query = new URLSearchParams()): Fault {
  const offset = Number(query.get('offset') ?? 0);
  const limit = Number(query.get('limit') ?? 500);
  return found({ data: all.slice(offset, offset + limit), total_count: all.length });
}

function userOr404(userId: string): Fault {
  const person = people.find((known) => known.userId === userId);
  if (person === undefined) return missing;
  return found({
    object: 'user',
    id: userId,
    first_name: person.first,
    last_name: 'Example',
    image_url: '',
    email_addresses: [],
    phone_numbers: [],
    web3_wallets: [],
    external_accounts: [],
    enterprise_accounts: [],
    primary_email_address_id: null,
    public_metadata: { plan: 'pro' },
    private_metadata: { canary: 'private-canary' },
    unsafe_metadata: {},
    created_at: TIME,
    updated_at: TIME,
  });
}

const organization = (orgId: string): Json => ({
  object: 'organization',
  id: orgId,
  name: orgId,
  slug: orgId.slice('org_'.length),
  image_url: '',
  has_image: false,
  public_metadata: { region: 'eu' },
  private_metadata: { canary: 'private-canary' },
  max_allowed_memberships: 0,
  admin_delete_enabled: true,
  created_at: TIME,
  updated_at: TIME,
});

const membership = (orgId: string, userId: string, role: string): Json => ({
  object: 'organization_membership',
  id: `orgmem_${orgId}_${userId}`,
  role,
  role_name: role.slice('org:'.length),
  permissions: rolePermissions[role] ?? [],
  public_metadata: {},
  private_metadata: { canary: 'private-canary' },
  organization: organization(orgId),
  public_user_data: {
    user_id: userId,
    identifier: `${userId}@example.com`,
    first_name: people.find((person) => person.userId === userId)?.first ?? null,
    last_name: null,
    image_url: 'http://127.0.0.1/picture.png',
    has_image: false,
  },
  created_at: TIME,
  updated_at: TIME,
});

const session = (id: string, status: string): Json => ({
  object: 'session',
  id,
  client_id: 'client_1',
  user_id: id.slice('sess_'.length),
  status,
  last_active_at: TIME,
  last_active_organization_id: 'org_acme',
  expire_at: TIME,
  abandon_at: TIME,
  actor: null,
  created_at: TIME,
  updated_at: TIME,
});

const roleJson = (key: string): Json => ({
  object: 'role',
  id: `role_${key}`,
  key,
  name: key.slice('org:'.length),
  description: null,
  is_creator_eligible: key === 'org:admin',
  permissions: (rolePermissions[key] ?? []).map((permission) => ({
    object: 'permission',
    id: `perm_${permission}`,
    key: permission,
    name: permission,
    description: '',
    type: 'user',
    created_at: TIME,
    updated_at: TIME,
  })),
  created_at: TIME,
  updated_at: TIME,
});

const template: Json = {
  object: 'jwt_template',
  id: 'jtmp_1',
  name: 'supabase',
  claims: { role: 'authenticated', Keep_This: '{{user.id}}' },
  lifetime: 60,
  allowed_clock_skew: 5,
  custom_signing_key: false,
  signing_algorithm: 'RS256',
  created_at: TIME,
  updated_at: TIME,
};

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as unknown);
}
