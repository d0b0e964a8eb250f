import type { Api, ApiRequest } from '../../../renderer/app/api.ts';
import { z } from 'zod';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import { fakeOrganization } from './organization/index.ts';
import { names } from './organization/members.ts';
import { findRoute } from './organization/router.ts';
import { createFakeTemplates } from './templates.ts';

export interface FakePerson {
  readonly userId: string;
  readonly orgId: () => string | null;
  readonly isAdmin: boolean;
  readonly isOperator: boolean;
  readonly members: number;
}

/** The routes of the protected backend, in memory and as strict about versions as the real one. */
export function createFakeApi(person: FakePerson): Api {
  const organization = fakeOrganization(person);
  const templates = createFakeTemplates(person);

  const routes: Record<string, (request: ApiRequest<z.ZodType>, url: URL) => unknown> = {
    'GET /v1/access': () => ({
      data: [
        {
          method: 'PATCH',
          path: '/v1/org/members/:userId',
          rule: 'the role org:admin',
          purpose: '',
        },
        { method: 'PATCH', path: '/v1/org', rule: 'the role org:admin', purpose: '' },
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
    'GET /v1/me/profile': () => ({
      user: fakeContext(person.userId, person.orgId()).user,
      fetchedInMs: 38,
    }),
    'GET /v1/me/context': () => fakeContext(person.userId, person.orgId()),
    'GET /v1/users': (_, url) => fakeUsers(person, url),
  };

  const call = async <S extends z.ZodType>(
    path: string,
    request: ApiRequest<S>,
  ): Promise<z.output<S>> => {
    const url = new URL(path, 'http://fake');
    const method = request.method ?? 'GET';
    await Promise.resolve();
    // Set by a test: the connection is lost from here on.
    if (sessionStorage.getItem('fake.cut') !== null) {
      throw new AppException(appError('host.unreachable', 'The request did not get through.'));
    }
    const template = templates(method, url, request);
    if (template !== undefined) return request.schema.parse(template.body);
    const found = findRoute(organization, method, url, request);
    if (found !== undefined) return request.schema.parse(await found());
    const route = routes[`${method} ${url.pathname}`];
    if (route === undefined)
      throw new AppException(appError('resource.not_found', 'No such route.'));
    return request.schema.parse(route(request, url));
  };
  return Object.assign(call, {
    bytes: async (path: string, signal: AbortSignal) => {
      const text = JSON.stringify(await call(path, { schema: z.unknown(), signal }));
      return new TextEncoder().encode(text).buffer;
    },
  });
}

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
