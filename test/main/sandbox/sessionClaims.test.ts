import { createClerkClient, verifyToken } from '@clerk/backend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NativeClient, claimsOf, startSandbox, type Running } from './kit.ts';

const PATH = '/v1/sandbox/session_token_claims';

interface Body {
  readonly object?: string;
  readonly claims?: Record<string, unknown>;
  readonly updated_at?: number | null;
  readonly errors?: {
    readonly code: string;
    readonly long_message: string;
    readonly meta: { readonly param_name?: string };
  }[];
}

async function ask(
  sandbox: Running,
  method: 'GET' | 'PUT' | 'POST' | 'OPTIONS',
  payload?: string | object,
  headers: Record<string, string> = { authorization: `Bearer ${sandbox.secretKey}` },
): Promise<{ status: number; headers: Record<string, unknown>; body: Body }> {
  const reply = await sandbox.app.inject({
    method,
    url: PATH,
    headers: {
      ...headers,
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(payload === undefined ? {} : { payload }),
  });
  return {
    status: reply.statusCode,
    headers: reply.headers,
    body: reply.body === '' ? {} : reply.json<Body>(),
  };
}

describe('the session token customization', () => {
  let sandbox: Running;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.end());

  it('is minted into the next token, which the real SDK verifies, and is there after a restart', async () => {
    const own = await startSandbox();
    const claims = { city: 'Zürich', plan: '{{user.public_metadata.plan || "free"}}', n: 1 };
    const put = await ask(own, 'PUT', { claims });
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({ object: 'session_token_claims', claims });
    expect(put.body.updated_at).toBeGreaterThan(0);
    await own.end(true);

    const again = await startSandbox({ dataDir: own.dir });
    try {
      expect((await ask(again, 'GET')).body).toEqual(put.body);
      const apiUrl = await again.listen();
      const { publishableKey, secretKey, issuer } = again;
      const clerk = createClerkClient({
        secretKey,
        publishableKey,
        apiUrl,
        telemetry: { disabled: true },
      });
      const client = new NativeClient(again);
      const session = await client.signIn('ada');
      const [organization] = (await clerk.organizations.getOrganizationList()).data;
      const tokens = [
        (await clerk.sessions.getToken(session)).jwt,
        await client.tokenIn(session, null),
        await client.tokenIn(session, organization?.id ?? ''),
      ];
      for (const token of tokens) {
        const verified = await verifyToken(token, { secretKey, apiUrl, issuer });
        expect(verified).toMatchObject({
          city: 'Zürich',
          n: 1,
          sid: session,
          sub: again.person('ada'),
        });
      }
    } finally {
      await again.end();
    }
  });

  it('reaches sessions that are open, at their next token', async () => {
    const client = new NativeClient(sandbox);
    const session = await client.signIn('grace');
    expect((await ask(sandbox, 'PUT', { claims: { turn: 1, id: '{{user.id}}' } })).status).toBe(
      200,
    );
    expect(claimsOf(await client.tokenIn(session, null))).toMatchObject({
      turn: 1,
      id: sandbox.person('grace'),
    });
    expect((await ask(sandbox, 'PUT', { claims: {} })).status).toBe(200);
    const bare = claimsOf(await client.tokenIn(session, null));
    expect(bare).not.toHaveProperty('turn');
    expect(bare).toMatchObject({ sid: session, v: 2 });
  });

  it('asks for the secret key, and lets no page in', async () => {
    for (const headers of [{}, { authorization: 'Bearer sk_test_wrong' }]) {
      for (const method of ['GET', 'PUT'] as const) {
        const payload = method === 'PUT' ? { claims: {} } : undefined;
        const { status } = await ask(sandbox, method, payload, {
          'clerk-api-version': '2026-05-12',
          ...headers,
        });
        expect(status).toBe(401);
      }
    }
    const page = await ask(sandbox, 'GET', undefined, {
      authorization: `Bearer ${sandbox.secretKey}`,
      origin: 'https://evil.example',
    });
    expect(page.headers).not.toHaveProperty('access-control-allow-origin');
    // Without a key the path belongs to the Frontend API, which has no such thing.
    expect((await ask(sandbox, 'GET', undefined, {})).status).toBe(404);
  });

  it('refuses in Clerk’s words what it does not take, and keeps what it had', async () => {
    const before = (await ask(sandbox, 'GET')).body;
    const reserved = 'azp exp iat iss jti nbf sub sid v fva fea pla sts o act'.split(' ');
    for (const name of reserved) {
      const { status, body } = await ask(sandbox, 'PUT', { claims: { ok: 1, [name]: 'x' } });
      expect([status, body.errors?.[0]?.code], name).toEqual([400, 'jwt_template_reserved_claim']);
      expect(body.errors?.[0]?.long_message).toContain(`'${name}'`);
      expect(body.errors?.[0]?.meta.param_name).toBe('claims');
    }
    const attempts: [string, string | object, number, string][] = [
      ['no claims', {}, 422, 'form_param_missing'],
      ['null', { claims: null }, 422, 'form_param_missing'],
      ['a text', { claims: '{}' }, 422, 'form_param_value_invalid'],
      ['a list', { claims: [] }, 422, 'form_param_value_invalid'],
      ['more', { claims: {}, lifetime: 60 }, 422, 'form_param_unknown'],
      ['deep', `{"claims":${nested(201)}}`, 422, 'form_param_value_invalid'],
      ['bottomless', `{"claims":${nested(100_000)}}`, 422, 'form_param_value_invalid'],
      ['large', { claims: { a: 'x'.repeat(200_000) } }, 422, 'form_param_value_too_large'],
      ['no JSON', '{"claims":', 400, 'request_body_invalid'],
      ['too much', { claims: { a: 'x'.repeat(13_000_000) } }, 413, 'request_body_too_large'],
    ];
    for (const [name, payload, status, code] of attempts) {
      const answer = await ask(sandbox, 'PUT', payload);
      expect([answer.status, answer.body.errors?.[0]?.code], name).toEqual([status, code]);
    }
    expect((await ask(sandbox, 'GET')).body).toEqual(before);
  });

  it('holds templates to the same depth and size', async () => {
    const save = async (claims: string): Promise<unknown[]> => {
      const reply = await sandbox.app.inject({
        method: 'POST',
        url: '/v1/jwt_templates',
        headers: {
          authorization: `Bearer ${sandbox.secretKey}`,
          'content-type': 'application/json',
        },
        payload: `{"name":"bounds","claims":${claims}}`,
      });
      return [reply.statusCode, reply.json<Body>().errors?.[0]?.code];
    };
    expect(await save(nested(100_000))).toEqual([422, 'form_param_value_invalid']);
    expect(await save(`{"a":"${'x'.repeat(200_000)}"}`)).toEqual([
      422,
      'form_param_value_too_large',
    ]);
    expect(await save(nested(199))).toEqual([200, undefined]);
  });
});

/** An object as many levels deep as said, as text: printing one of these takes a deep stack. */
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
