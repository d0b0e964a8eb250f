import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeServer } from '../../support/fakeServer.ts';
import { rawRequest, webWorld } from '../../support/webWorld.ts';

const host = 'calm-otter-12.clerk.accounts.dev';
const publishableKey = `pk_test_${Buffer.from(`${host}$`).toString('base64')}`;
const secretKey = `sk_test_${'canary'.repeat(4)}`;

/** Plays Clerk for a real instance. */
const clerk = () =>
  fakeServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', authorization: 'client-canary' });
    response.end('{}');
  });

describe('a real instance', () => {
  it('takes the sandbox’s place: same code, other addresses', async () => {
    const { url, seen } = await clerk();
    const {
      host: web,
      session,
      call,
      dataDir,
    } = await webWorld({
      CLERK_PUBLISHABLE_KEY: publishableKey,
      CLERK_SECRET_KEY: secretKey,
      CLERK_FAPI: url,
      CLERK_API_URL: url,
      CLAIMDECK_OPERATORS: 'user_me',
    });
    expect(await call('app.bootstrap', {})).toMatchObject({
      ok: true,
      value: {
        instance: {
          id: host,
          name: 'calm-otter-12',
          kind: 'development',
          issuer: `https://${host}`,
        },
        publishableKey,
        backendConnected: true,
        children: [{ child: 'backend', state: 'ready' }],
      },
    });
    expect((await web.ready).line).toContain(`development instance ${host}`);

    const headers = await session();
    await rawRequest(web.origin, '/fapi/v1/client', { headers });
    await rawRequest(web.origin, '/fapi/v1/client', { headers });
    expect(seen.map((request) => request.headers.authorization)).toEqual([
      undefined,
      'Bearer client-canary',
    ]);
    const backend = await rawRequest(web.origin, '/api/v1/me', { headers });
    expect(JSON.parse(backend.body)).toMatchObject({
      apiUrl: url,
      issuer: `https://${host}`,
      operators: ['user_me'],
      hasKey: true,
      database: join(dataDir, 'instances', host, 'backend.sqlite'),
    });
    const page = await rawRequest(web.origin, '/');
    expect(page.headers['content-security-policy']).toContain('https://img.clerk.com');
    for (const method of ['sandbox.people', 'sandbox.codes']) {
      expect(await call(method, {})).toMatchObject({ ok: false, error: { code: 'sandbox.only' } });
    }
    expect(await call('app.restartChild', { child: 'sandbox' })).toMatchObject({
      error: { code: 'sandbox.only' },
    });

    // Nothing secret of a real instance is on disk, running or ended.
    await web.close();
    expect(existsSync(join(dataDir, 'sandbox'))).toBe(false);
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      const text = readFileSync(join(file.parentPath, file.name), 'utf8');
      expect(text, file.name).not.toContain('canary');
    }
  });

  it('with a publishable key alone has no backend, and says so', async () => {
    const { host: web, session, call } = await webWorld({ CLERK_PUBLISHABLE_KEY: publishableKey });
    expect(await call('app.bootstrap', {})).toMatchObject({
      value: { backendConnected: false, children: [] },
    });
    const answer = await rawRequest(web.origin, '/api/v1/me', { headers: await session() });
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'backend.not_connected' });
    expect(await call('app.restartChild', { child: 'backend' })).toMatchObject({
      error: { code: 'backend.not_connected' },
    });
  });

  it('whose backend cannot start is told with the reason', async () => {
    const {
      host: web,
      session,
      call,
    } = await webWorld({
      CLERK_PUBLISHABLE_KEY: publishableKey,
      CLERK_SECRET_KEY: secretKey,
      CLAIMDECK_OPERATORS: 'user_refuse',
    });
    const { notes } = await web.ready;
    expect(notes.join()).toContain('The store cannot be read.');
    const answer = await rawRequest(web.origin, '/api/v1/me', { headers: await session() });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'backend.unreachable' });
    expect(await call('app.restartChild', { child: 'backend' })).toMatchObject({
      error: {
        code: 'backend.unreachable',
        remedy: expect.stringMatching(/^The store cannot be read\. Put a copy/) as string,
      },
    });
  });

  it('with malformed keys does not start', async () => {
    await expect(webWorld({ CLERK_PUBLISHABLE_KEY: secretKey })).rejects.toMatchObject({
      error: { code: 'start.bad_configuration' },
    });
  });
});
