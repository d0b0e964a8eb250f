import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from './support/backend.ts';
import { SECRET_KEY } from './support/fakeClerk.ts';
import { ada, katherine } from './support/people.ts';

describe('hostile requests', () => {
  let on: TestBackend;
  let token: string;
  beforeAll(async () => {
    on = await startTestBackend({ requestsPerMinute: 1_000_000 });
    token = on.clerk.mint(ada, { lifetimeSec: 600 });
  });
  afterAll(() => on.close());

  it.each([
    ['a body that is no JSON', 'POST', '/v1/items', '{"title":', 'application/json', 400],
    ['a body of another type', 'POST', '/v1/items', 'title=x', 'text/plain', 415],
    ['an empty body', 'POST', '/v1/items', '', 'application/json', 400],
    ['a body that is null', 'POST', '/v1/items', 'null', 'application/json', 400],
    [
      'a poisoned prototype',
      'POST',
      '/v1/items',
      '{"__proto__":{"a":1},"title":"x"}',
      'application/json',
      400,
    ],
    ['an unknown key', 'POST', '/v1/items', '{"title":"x","more":1}', 'application/json', 400],
    ['a title of spaces', 'POST', '/v1/items', '{"title":"   "}', 'application/json', 400],
    [
      'a body too large',
      'POST',
      '/v1/items',
      `{"title":"${'x'.repeat(200_000)}"}`,
      'application/json',
      413,
    ],
    [
      'nesting too deep to matter',
      'POST',
      '/v1/items',
      `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      'application/json',
      400,
    ],
  ])('%s', async (_name, method, path, payload, type, status) => {
    const response = await on.backend.app.inject({
      method: method as 'POST',
      url: path,
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      payload,
    });
    expect(response.statusCode, response.body).toBe(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toMatchObject({ status, remedy: expect.any(String) as string });
  });

  it.each([
    ['/nothing', 404],
    ['/v1/items/', 404],
    ['//v1/items', 404],
    ['/V1/items', 404],
    ['/v1/items/%2e%2e%2f%2e%2e', 404],
    ['/v1/%ff', 400],
    ['/v1/items?limit=NaN', 400],
    ['/v1/items?limit=1&limit=2', 400],
    ['/v1/items?__proto__=1', 400],
    [`/v1/items/${'x'.repeat(5_000)}`, 404],
  ])('GET %s', async (url, status) => {
    const answer = await on.call('GET', url, { token });
    expect(answer.status, answer.text).toBe(status);
  });

  it('never sends an id from an address to Clerk that could change the address', async () => {
    for (const id of [
      '..%2f..%2fusers',
      '..',
      '%2e%2e',
      'user_x%3Fa=1',
      'user_x%23',
      'user%20x',
      '%00',
    ]) {
      const answer = await on.call('PATCH', `/v1/org/members/${id}`, {
        token,
        body: { role: 'org:member' },
      });
      expect(answer.status, id).toBe(404);
    }
    expect(on.clerk.calls.filter((call) => call.startsWith('PATCH'))).toEqual([]);
  });

  it('answers anything at all without failing', async () => {
    const paths = fc.constantFrom(
      '/v1/items',
      '/v1/items/x',
      '/v1/org/settings',
      '/v1/org/members',
      '/v1/org/members/user_x',
      '/v1/me',
      '/health',
    );
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const headerText = fc.stringMatching(/^[\x20-\x7e]{0,60}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'),
          path: paths,
          query: text,
          body: fc.option(fc.oneof(fc.json(), text), { nil: undefined }),
          signedIn: fc.boolean(),
          authorization: headerText,
          ifMatch: fc.option(headerText, { nil: undefined }),
          ifNoneMatch: fc.option(headerText, { nil: undefined }),
        }),
        async (request) => {
          const response = await on.backend.app.inject({
            method: request.method as 'GET',
            url: `${request.path}?${encodeURI(request.query.toWellFormed())}`,
            headers: {
              authorization: request.signedIn ? `Bearer ${token}` : request.authorization,
              ...(request.ifMatch === undefined ? {} : { 'if-match': request.ifMatch }),
              ...(request.ifNoneMatch === undefined
                ? {}
                : { 'if-none-match': request.ifNoneMatch }),
              ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
            },
            ...(request.body === undefined ? {} : { payload: request.body }),
          });
          expect(response.statusCode, response.body).toBeLessThan(500);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('refuses a foreign Host, so that no other name can be pointed here', async () => {
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil', '0.0.0.0']) {
      const answer = await on.call('GET', '/health', { headers: { host } });
      expect([answer.status, answer.body['code']], host).toEqual([403, 'boundary.foreign_sender']);
    }
    for (const host of ['127.0.0.1:4480', 'localhost', 'LOCALHOST:1', '[::1]:4480']) {
      expect((await on.call('GET', '/health', { headers: { host } })).status, host).toBe(200);
    }
  });

  it('opens to no other origin, and answers no preflight', async () => {
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' };
    const preflight = await on.call('OPTIONS', '/v1/me', { headers });
    expect(preflight.status).toBe(404);
    const answer = await on.call('GET', '/v1/me', { token, headers });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('logs ids and routes, and no secret', async () => {
    const personal = on.clerk.mint(katherine, { orgId: null });
    on.logged.length = 0;
    await on.call('GET', '/v1/me?canary=query-canary', {
      token: personal,
      headers: { cookie: 'canary=cookie-canary' },
    });
    await on.call('POST', '/v1/items', { token: `${personal}x`, body: { title: 'title-canary' } });
    on.clerk.fault = () => ({
      status: 500,
      body: { errors: [{ code: 'x', message: SECRET_KEY }] },
    });
    await on.call('GET', '/v1/me/profile', { token: personal });
    on.clerk.fault = null;
    const lines = on.logged.join('');
    expect(lines).toContain('"route":"/v1/me"');
    expect(lines).toContain(katherine.userId);
    for (const secret of [
      personal,
      personal.split('.')[2] ?? '',
      SECRET_KEY,
      'query-canary',
      'cookie-canary',
      'title-canary',
    ]) {
      expect(lines.includes(secret), secret.slice(0, 12)).toBe(false);
    }
  });
});

describe('limits and allow-lists', () => {
  it('slow a flood from one address down, before any signature is checked', async () => {
    const on = await startTestBackend({ requestsPerMinute: 5 });
    const answers = [];
    for (let at = 0; at < 8; at += 1)
      answers.push(await on.call('GET', '/v1/me', { token: 'a.b.c' }));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    const last = answers.at(-1);
    expect(last?.body).toMatchObject({
      code: 'boundary.rate_limited',
      remedy: expect.any(String) as string,
    });
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await on.call('GET', '/nothing')).status).toBe(429);
    await on.close();
  });

  it('let a listed origin in, and only that', async () => {
    const on = await startTestBackend({ allowedOrigins: ['https://app.example.com'] });
    const preflight = (origin: string) =>
      on.call('OPTIONS', '/v1/org/settings', {
        headers: { origin, 'access-control-request-method': 'PUT' },
      });
    const listed = await preflight('https://app.example.com');
    expect(listed.status).toBe(204);
    expect(listed.headers['access-control-allow-origin']).toBe('https://app.example.com');
    const foreign = await preflight('https://evil.example');
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
    await on.close();
  });
});
