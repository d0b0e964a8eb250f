import type { z } from 'zod';
import type { ApiRequest } from '../../../renderer/app/api.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';

interface FakeTemplate {
  readonly id: string;
  readonly etag: string;
  readonly name: string;
  readonly claims: Record<string, unknown>;
  readonly lifetime: number;
  readonly allowedClockSkew: number;
  readonly customSigningKey: boolean;
  readonly signingAlgorithm: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

interface FakeVersion {
  readonly id: string;
  readonly atMs: number;
  readonly actorId: string | null;
  readonly action: string;
  readonly templateId: string;
  readonly template: FakeTemplate;
}

const asked = (name: string): boolean => new URLSearchParams(location.search).has(name);
const ago = (hours: number): number => Date.now() - hours * 3_600_000;

const templateOf = (
  name: string,
  claims: Record<string, unknown>,
  change: Partial<FakeTemplate> = {},
): FakeTemplate => ({
  id: `jtmp_${name}`,
  etag: `"${name}"`,
  name,
  claims,
  lifetime: 60,
  allowedClockSkew: 5,
  customSigningKey: false,
  signingAlgorithm: 'RS256',
  createdAtMs: ago(3),
  updatedAtMs: ago(3),
  ...change,
});

/**
 * Templates, the session token's claims and their versions, as strict about entity tags as the backend. In the
 * address: `?lost`, somebody else saves first, once; `?dashboard`, the instance has no API for the session token.
 */
export function createFakeTemplates(person: {
  readonly userId: string;
  readonly isOperator: boolean;
}) {
  let templates: FakeTemplate[] = [
    templateOf(
      'supabase',
      {
        aud: 'authenticated',
        role: 'authenticated',
        email: '{{user.primary_email_address}}',
        dept: '{{user.public_metadata.dept}}',
        app_metadata: { plan: '{{user.public_metadata.plan}}', org: '{{org.name}}' },
        greeting: 'Hello {{user.first_name}} {{user.middle_name}}',
        user_metadata: {},
      },
      { customSigningKey: true, signingAlgorithm: 'HS256' },
    ),
    templateOf(
      'hasura',
      {
        'https://hasura.io/jwt/claims': {
          'x-hasura-allowed-roles': ['user'],
          'x-hasura-default-role': 'user',
          'x-hasura-user-id': '{{user.id}}',
        },
      },
      { lifetime: 3600 },
    ),
    templateOf('everything', {
      metadata: '{{user.public_metadata}}',
      unsafe: '{{user.unsafe_metadata}}',
      name: '{{user.full_name}}',
      org: '{{organization.name}}',
      actor: '{{session.actor}}',
      sub: 'me',
    }),
    ...(asked('forty') ? [templateOf('forty', fortyClaims())] : []),
  ];
  const everything = templates[2] ?? templateOf('everything', {});
  const first = { ...everything, claims: { name: '{{user.full_name}}' }, lifetime: 600 };
  const versionOf = (
    id: string,
    hours: number,
    action: string,
    template: FakeTemplate,
    actorId: string | null = person.userId,
  ): FakeVersion => ({
    id,
    atMs: ago(hours),
    actorId,
    action,
    templateId: template.id,
    template,
  });
  let versions = [
    versionOf('aud_4', 3, 'update', everything),
    versionOf('aud_3', 50, 'delete', templateOf('legacy_api', { uid: '{{user.id}}' })),
    versionOf('aud_2', 70, 'update', first, 'user_000001abcdefghijklmnop'),
    versionOf('aud_1', 70, 'found', { ...first, claims: { name: '{{user.first_name}}' } }, null),
  ];
  const record = (action: string, template: FakeTemplate): void => {
    versions = [versionOf(`aud_${versions.length + 1}`, 0, action, template), ...versions];
  };

  let session = { claims: { metadata: '{{user.public_metadata}}', dept: '{{org.name}}' }, tag: 1 };
  let sessionVersions = [
    { id: 'aud_s2', atMs: ago(26), actorId: person.userId, action: 'update', ...session },
    {
      id: 'aud_s1',
      atMs: ago(26),
      actorId: null,
      action: 'found',
      claims: { metadata: '{{user.public_metadata}}' },
    },
  ] as { id: string; atMs: number; actorId: string | null; action: string; claims: object }[];

  let raced = false;
  const race = (): boolean => {
    const first = !raced && asked('lost');
    raced ||= first;
    return first;
  };
  const lost = (): never => {
    throw new AppException(
      appError('resource.conflict', 'Somebody changed this in Clerk since it was loaded.'),
    );
  };
  const sessionDocument = () =>
    asked('dashboard')
      ? { claims: null, source: 'none', etag: null, updatedAtMs: null }
      : {
          claims: session.claims,
          source: 'instance',
          etag: `"${session.tag}"`,
          updatedAtMs: ago(26),
        };

  function write(method: string, id: string, request: ApiRequest<z.ZodType>): unknown {
    const body = (request.body ?? {}) as { name?: string; claims?: Record<string, unknown> };
    if (method === 'POST') {
      const { name = '', claims = {} } = body;
      const made = templateOf(name, claims, { ...body, id: `jtmp_${name}_new` });
      templates = [...templates, made];
      record('create', made);
      return made;
    }
    if (race()) {
      templates = templates.map((one) =>
        one.id === id ? { ...one, claims: { theirs: true }, etag: '"theirs"' } : one,
      );
    }
    const found = templates.find((one) => one.id === id);
    if (found === undefined || request.etag !== found.etag) return lost();
    const saved = { ...found, ...body, etag: `"${Date.now()}"`, updatedAtMs: Date.now() };
    const isGone = method === 'DELETE';
    templates = isGone
      ? templates.filter((one) => one !== found)
      : templates.map((one) => (one === found ? saved : one));
    record(isGone ? 'delete' : 'update', isGone ? found : saved);
    return isGone ? null : saved;
  }

  function writeSession(request: ApiRequest<z.ZodType>): unknown {
    if (race())
      session = { claims: { metadata: 'theirs', dept: '{{org.name}}' }, tag: session.tag + 1 };
    if (request.etag !== `"${session.tag}"`) return lost();
    session = { claims: (request.body as typeof session).claims, tag: session.tag + 1 };
    sessionVersions = [
      {
        id: `aud_s${sessionVersions.length + 1}`,
        atMs: Date.now(),
        actorId: person.userId,
        action: 'update',
        claims: session.claims,
      },
      ...sessionVersions,
    ];
    return sessionDocument();
  }

  /** The answer to a call, or undefined when it is about something else. */
  return (
    method: string,
    url: URL,
    request: ApiRequest<z.ZodType>,
  ): { body: unknown } | undefined => {
    const [, noun = '', id = ''] = url.pathname.split('/').slice(1);
    if (noun !== 'templates' && noun !== 'session-claims') return undefined;
    if (!person.isOperator) {
      throw new AppException(
        appError(
          'auth.operator_required',
          'Templates belong to the instance, and you are not an operator.',
        ),
      );
    }
    if (noun === 'session-claims') {
      if (id === 'history') return { body: { data: sessionVersions, nextCursor: null } };
      return { body: method === 'PUT' ? writeSession(request) : sessionDocument() };
    }
    if (id === 'history') {
      const of = url.searchParams.get('id');
      const data = versions.filter(({ templateId }) => of === null || templateId === of);
      return { body: { data, nextCursor: null } };
    }
    return { body: method === 'GET' ? { data: templates } : write(method, id, request) };
  };
}

const fortyClaims = (): Record<string, unknown> =>
  Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [
      `claim_${at}`,
      [
        '{{user.public_metadata.plan}}',
        "{{user.public_metadata.dept || org.slug || 'none'}}",
        'Hello {{user.first_name}} {{user.last_name}}',
        { id: '{{org.id}}', role: '{{org.role}}' },
      ][at % 4],
    ]),
  );
