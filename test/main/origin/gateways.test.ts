import { describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/contract/http.ts';
import { createOrigin } from '../../../main/origin/origin.ts';
import { fakeServer, type SeenRequest } from '../support/fakeServer.ts';
import { tempFolder } from '../support/tempFolder.ts';

interface World {
  readonly frontend?: string;
  readonly backend?: string | null;
  readonly token?: string;
}

function origin({ frontend, backend, token }: World) {
  const kept: string[] = [];
  const logged: unknown[] = [];
  const log = (...line: unknown[]): void => void logged.push(line);
  const handle = createOrigin({
    fetch,
    rendererDir: tempFolder(),
    pictures: () => [],
    frontendApi: {
      target: () => Promise.resolve(frontend),
      name: () => 'The sandbox',
      clientToken: () => kept.at(-1) ?? token,
      keepClientToken: (given) => void kept.push(given),
      log,
    },
    backendApi: { target: () => Promise.resolve(backend), log },
  });
  const send = (path: string, init?: RequestInit) =>
    handle(new Request(`http://127.0.0.1:4400${path}`, init));
  return { send, kept, logged };
}

const everythingOf = async (answer: Response): Promise<string> =>
  JSON.stringify([...answer.headers]) + (await answer.text());

const pageHeaders = {
  authorization: 'Bearer page-canary',
  cookie: '__session=cookie-canary',
  origin: 'http://127.0.0.1:4400',
  referer: 'http://127.0.0.1:4400/',
  'x-claimdeck-session': 'launch-canary',
  accept: 'application/json',
  'accept-language': 'en',
  'user-agent': 'Chromium',
};

describe('the gateway to the Frontend API', () => {
  it('is a native client: the vault’s token in, nothing of the page along', async () => {
    const clerk = await fakeServer((_, response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        authorization: 'Bearer next-token-canary',
        'set-cookie': '__client=next-token-canary',
        'retry-after': '3',
        'access-control-allow-origin': '*',
        'x-inner': 'next-token-canary',
      });
      response.end('{"response":null}');
    });
    const { send, kept } = origin({ frontend: clerk.url, token: 'client-token-canary' });
    const answer = await send('/fapi/v1/client?_is_native=1&x=a%2Fb', { headers: pageHeaders });

    const [seen] = clerk.seen;
    expect(seen?.url).toBe('/v1/client?_is_native=1&x=a%2Fb');
    expect(seen?.headers.authorization).toBe('Bearer client-token-canary');
    expect(seen?.headers['user-agent']).toBe('Chromium');
    for (const name of ['origin', 'cookie', 'referer', 'x-claimdeck-session']) {
      expect(seen?.headers[name], name).toBeUndefined();
    }
    expect(kept).toEqual(['next-token-canary']);
    expect(answer.headers.get('retry-after')).toBe('3');
    expect(await everythingOf(answer)).not.toContain('canary');
  });

  it('sends no Authorization before there is a client', async () => {
    const clerk = await fakeServer((_, response) => response.end('{}'));
    await origin({ frontend: clerk.url }).send('/fapi/v1/client', { headers: pageHeaders });
    expect(clerk.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('passes bodies through whole: a form, and 3 MB of multipart', async () => {
    const clerk = await fakeServer((_, response) => response.end('{}'));
    const { send } = origin({ frontend: clerk.url });
    const form = new URLSearchParams({ identifier: 'ada@example.com', name: 'Łukasz' });
    await send('/fapi/v1/client/sign_ins', { method: 'POST', body: form });
    const upload = new FormData();
    upload.append('file', new Blob(['x'.repeat(3_000_000)]), 'logo.png');
    await send('/fapi/v1/organizations/o/logo?_method=PUT', { method: 'POST', body: upload });
    expect(clerk.seen[0]?.body).toBe(form.toString());
    expect(clerk.seen[1]?.headers['content-type']).toContain('multipart/form-data; boundary=');
    expect(clerk.seen[1]?.body.length).toBeGreaterThan(3_000_000);
  });

  it('follows no redirect and hands none on', async () => {
    const clerk = await fakeServer((_, response) => {
      response.writeHead(302, { location: 'https://elsewhere.example/' });
      response.end();
    });
    const answer = await origin({ frontend: clerk.url }).send('/fapi/v1/client');
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBeNull();
    expect(clerk.seen).toHaveLength(1);
  });

  it('speaks Clerk’s error envelope when nobody answers, and never names the token', async () => {
    for (const frontend of ['http://127.0.0.1:1', undefined]) {
      const world = frontend === undefined ? {} : { frontend };
      const { send, logged } = origin({ ...world, token: 'client-token-canary' });
      const answer = await send('/fapi/v1/environment');
      expect(answer.status).toBe(502);
      const body = (await answer.json()) as { errors: Record<string, string>[] };
      expect(body.errors[0]?.['message']).toBe('The sandbox does not answer.');
      expect(body.errors[0]?.['long_message']).toContain('try again');
      expect(JSON.stringify(logged)).not.toContain('canary');
    }
  });

  it('hands a refusal of a form on as it is', async () => {
    const clerk = await fakeServer((_, response) => {
      response.writeHead(401, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' });
      response.end('{"errors":[{"code":"authentication_invalid"}]}');
    });
    const answer = await origin({ frontend: clerk.url }).send('/fapi/v1/client/sign_ins', {
      method: 'POST',
      body: new URLSearchParams({ identifier: 'ada@example.com' }),
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ errors: [{ code: 'authentication_invalid' }] });
  });

  it('reaches nothing but /v1, with GET and POST', async () => {
    const clerk = await fakeServer((_, response) => response.end('{}'));
    const { send } = origin({ frontend: clerk.url });
    expect((await send('/fapi/health')).status).toBe(404);
    expect((await send('/fapi/v1/../health')).status).toBe(404);
    expect((await send('/fapi/v1/client', { method: 'DELETE' })).status).toBe(405);
    expect(clerk.seen).toHaveLength(0);
  });

  it('tries a GET once more when a kept connection was closed, and a POST never', async () => {
    let calls = 0;
    const clerk = await fakeServer((request, response) => {
      calls += 1;
      if (request.method === 'POST' || calls === 1) response.destroy();
      else response.end('{}');
    });
    const { send } = origin({ frontend: clerk.url });
    expect((await send('/fapi/v1/client')).status).toBe(200);
    expect(calls).toBe(2);
    expect((await send('/fapi/v1/client', { method: 'POST', body: 'a=b' })).status).toBe(502);
    expect(calls).toBe(3);
  });
});

describe('the gateway to the backend', () => {
  const answering = () =>
    fakeServer((request: SeenRequest, response) => {
      const denied = request.headers.authorization === undefined;
      response.writeHead(denied ? 401 : 200, {
        'content-type': denied ? 'application/problem+json' : 'application/json',
        etag: '"8"',
        'set-cookie': 'a=b',
        'x-powered-by': 'inner',
      });
      response.end(denied ? '{"code":"auth.no_session"}' : '{"version":8}');
    });

  it('passes the session token and the safe headers, and no client token', async () => {
    const backend = await answering();
    const { send } = origin({ backend: backend.url, token: 'client-token-canary' });
    const answer = await send('/api/v1/org/settings?x=1', {
      method: 'PUT',
      headers: { ...pageHeaders, 'if-match': '"7"', 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    const [seen] = backend.seen;
    expect(seen?.url).toBe('/v1/org/settings?x=1');
    expect(seen?.headers.authorization).toBe('Bearer page-canary');
    expect(seen?.headers['if-match']).toBe('"7"');
    expect(seen?.body).toBe('{"a":1}');
    for (const name of ['origin', 'cookie', 'referer', 'x-claimdeck-session']) {
      expect(seen?.headers[name], name).toBeUndefined();
    }
    expect(JSON.stringify(backend.seen)).not.toContain('client-token-canary');
    expect(answer.headers.get('etag')).toBe('"8"');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('x-powered-by')).toBeNull();
  });

  it('passes problem documents through, and drops what is no Bearer', async () => {
    const backend = await answering();
    const { send } = origin({ backend: backend.url });
    const answer = await send('/api/v1/me', { headers: { authorization: 'Basic abc' } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toEqual({ code: 'auth.no_session' });
  });

  it.each([
    ['http://127.0.0.1:1', 502, 'backend.unreachable'],
    [undefined, 502, 'backend.unreachable'],
    [null, 503, 'backend.not_connected'],
  ] as const)('with the backend %s answers %i %s', async (backend, status, code) => {
    const { send } = origin(backend === undefined ? {} : { backend });
    const answer = await send('/api/v1/me');
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = Problem.parse(await answer.json());
    expect(problem.code).toBe(code);
    expect(problem.remedy).toBeDefined();
  });
});
