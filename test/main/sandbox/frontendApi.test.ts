import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NativeClient, claimsOf, startSandbox, type Answer, type Running } from './kit.ts';

let sandbox: Running;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.end());

describe('the wire', () => {
  test('answers plain application/json and never caches', async () => {
    const reply = await sandbox.app.inject({ url: '/v1/environment?_is_native=1' });
    expect(reply.headers['content-type']).toBe('application/json');
    expect(reply.headers['cache-control']).toBe('no-store');
  });

  test('refuses a host name that is not its own', async () => {
    const reply = await sandbox.app.inject({
      url: '/v1/environment',
      headers: { host: 'rebound.example.com' },
    });
    expect(reply.statusCode).toBe(403);
  });

  test('refuses Origin together with Authorization', async () => {
    const client = new NativeClient(sandbox);
    await client.signIn('grace');
    const reply = await sandbox.app.inject({
      url: '/v1/client?_is_native=1',
      headers: { origin: 'http://localhost:3000', authorization: `Bearer ${client.token}` },
    });
    expect(reply.statusCode).toBe(400);
    expect(reply.json<Answer['body']>().errors?.[0]?.code).toBe(
      'origin_authorization_headers_conflict',
    );
  });

  test('answers a preflight for any path, with the headers that were asked for', async () => {
    const reply = await sandbox.app.inject({
      method: 'OPTIONS',
      url: '/v1/client/sessions/any/touch',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,x-custom',
      },
    });
    expect(reply.statusCode).toBe(204);
    expect(reply.headers['access-control-allow-origin']).toBe('http://localhost:3000');
    expect(reply.headers['access-control-allow-headers']).toContain('authorization');
    expect(reply.headers['access-control-allow-headers']).toContain('x-custom');
  });

  test('a page of another origin can read that a path does not exist', async () => {
    const reply = await sandbox.app.inject({
      url: '/v1/no/such/path?_is_native=1',
      headers: { origin: 'http://localhost:3000' },
    });
    expect(reply.statusCode).toBe(404);
    expect(reply.headers['access-control-allow-origin']).toBe('http://localhost:3000');
    expect(reply.json<Answer['body']>().errors?.[0]?.code).toBe('resource_not_found');
  });

  test('a body that is no JSON, and one that is too large, are refused in the envelope', async () => {
    const post = (payload: string): Promise<{ statusCode: number; body: string }> =>
      sandbox.app.inject({
        method: 'POST',
        url: '/v1/users',
        headers: {
          authorization: `Bearer ${sandbox.secretKey}`,
          'content-type': 'application/json',
        },
        payload,
      });
    const broken = await post('{"first_name":');
    expect([broken.statusCode, broken.body.includes('request_body_invalid')]).toEqual([400, true]);
    const huge = await post(JSON.stringify({ first_name: 'x'.repeat(13 * 1024 * 1024) }));
    expect([huge.statusCode, huge.body.includes('request_body_too_large')]).toEqual([413, true]);
  });

  test('wants a new dev browser when it does not know the one it is shown', async () => {
    const reply = await sandbox.app.inject({ url: '/v1/client?__clerk_db_jwt=dvb_unknown' });
    expect(reply.statusCode).toBe(401);
    expect(reply.json<Answer['body']>().errors?.[0]?.code).toBe('dev_browser_unauthenticated');
  });
});

describe('sign-in and sessions', () => {
  test('a wrong password stands under its field and leaves no session', async () => {
    const client = new NativeClient(sandbox);
    const answer = await client.call('POST', '/client/sign_ins', {
      identifier: 'ada@example.com',
      password: 'not it',
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.[0]).toMatchObject({
      code: 'form_password_incorrect',
      meta: { param_name: 'password' },
    });
  });

  test('switching the organization changes the token at once, and back', async () => {
    const client = new NativeClient(sandbox);
    const session = await client.signIn('ada');
    const acme = await client.call('GET', '/me/organization_memberships?paginated=true');
    const list = acme.body.response?.['data'] as { organization: { id: string; name: string } }[];
    const org =
      list.find((one) => one.organization.name === 'Acme Robotics')?.organization.id ?? '';
    const touched = await client.call('POST', `/client/sessions/${session}/touch`, {
      active_organization_id: org,
    });
    const claims = claimsOf(touched.body.client?.sessions[0]?.last_active_token.jwt ?? '');
    expect(claims['o']).toMatchObject({ id: org, rol: 'admin', slg: 'acme-robotics' });
    expect(claims['pla']).toBe('o:pro');
    const personal = await client.call('POST', `/client/sessions/${session}/touch`, {
      active_organization_id: '',
    });
    const after = claimsOf(personal.body.client?.sessions[0]?.last_active_token.jwt ?? '');
    expect(after['o']).toBeUndefined();
  });

  test("another client's session and a foreign organization are not found", async () => {
    const ada = new NativeClient(sandbox);
    const session = await ada.signIn('ada');
    const grace = new NativeClient(sandbox);
    await grace.signIn('grace');
    const stolen = await grace.call('POST', `/client/sessions/${session}/tokens`);
    expect(stolen.status).toBe(404);
    const foreign = await ada.call('POST', `/client/sessions/${session}/touch`, {
      active_organization_id: 'org_nowhere',
    });
    expect(foreign.status).toBe(404);
  });

  test('a rotated client token stops working', async () => {
    const client = new NativeClient(sandbox);
    await client.call('POST', '/client/sign_ins', { identifier: 'ada@example.com' });
    const before = client.token;
    await client.signIn('ada');
    expect(client.token).not.toBe(before);
    const old = new NativeClient(sandbox);
    old.token = before;
    const answer = await old.call('GET', '/client');
    expect(answer.body.response).toBeNull();
  });
});
