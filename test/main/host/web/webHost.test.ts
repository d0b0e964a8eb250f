import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventLines } from '../../../../renderer/app/webBridge.logic.ts';
import { createWebBridge } from '../../../../renderer/app/webBridge.ts';
import { childless, rawRequest, webWorld } from '../../support/webWorld.ts';
import { tempFolder } from '../../support/tempFolder.ts';

describe('the launch link', () => {
  it('is exchanged for a session secret that opens calls', async () => {
    const { host, launchToken, post, session } = await webWorld();
    expect(host.url).toBe(`${host.origin}/#launch=${launchToken}`);
    const headers = await session();
    const answer = await post('/host/call', { method: 'app.bootstrap', input: {} }, headers);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({
      ok: true,
      value: {
        host: 'web',
        instance: { name: 'Sandbox', kind: 'sandbox', id: 'fake-sandbox-00.clerk.accounts.dev' },
        backendConnected: true,
        settings: { colorScheme: 'auto' },
      },
    });
    expect(answer.body).not.toContain('sk_test');
  });

  it('is not anything else', async () => {
    const { post } = await webWorld(childless);
    const wrong = [
      {},
      { launch: '' },
      { launch: 'x' },
      { launch: 1 },
      null,
      { launch: 'x', more: 1 },
    ];
    for (const body of wrong) {
      const answer = await post('/host/session', body);
      expect(answer.status).toBe(401);
      expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'host.no_session' } });
    }
  });

  it('in another program’s arguments is good once', async () => {
    const { host, post } = await webWorld(childless);
    const url = new URL(host.makeOneTimeUrl());
    const launch = new URLSearchParams(url.hash.slice(1)).get('launch');
    expect(host.url).not.toContain(launch);
    expect((await post('/host/session', { launch })).status).toBe(200);
    expect((await post('/host/session', { launch })).status).toBe(401);
  });

  it('works with the page’s own bridge, events included', async () => {
    const { host } = await webWorld();
    const kept = new Map<string, string>();
    const bridge = createWebBridge({
      fetch: (path, init) => fetch(host.origin + path, init),
      storage: {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: (key) => void kept.delete(key),
      },
      hash: new URL(host.url).hash,
      clearHash: () => undefined,
      wait: () => new Promise(() => undefined),
    });
    const code = new Promise((resolve) => bridge.on('sandbox.code', resolve));
    await new Promise<void>((resolve) => {
      bridge.onLink((state) => {
        if (state === 'open') resolve();
      });
    });
    await fetch(`${host.origin}/fapi/v1/test/code`, { headers: bridge.headers() });
    expect(await code).toMatchObject({ code: '424242' });
    expect(await bridge.call('sandbox.codes', {})).toMatchObject({
      ok: true,
      value: [{ code: '424242' }],
    });
    expect(await bridge.call('sandbox.ticket', { userId: 'user_ada' })).toEqual({
      ok: true,
      value: { ticket: 'ticket-of-ada' },
    });
  });
});

describe('without the secret', () => {
  it('events and gateways are refused', async () => {
    const { host } = await webWorld(childless);
    const paths = ['/host/events', '/fapi/v1/client', '/api/v1/me', '/host', '/fapi', '/api'];
    for (const path of paths) {
      for (const secret of [undefined, '', 'a', 'a.b', '.', 'a.b.c', host.url]) {
        const headers = secret === undefined ? {} : { 'x-claimdeck-session': secret };
        const answer = await rawRequest(host.origin, path, { headers });
        expect(answer.status, `${path} with ${secret}`).toBe(401);
      }
    }
  });

  it('a call is refused, and the launch token is no session secret', async () => {
    const { post, launchToken } = await webWorld(childless);
    const call = { method: 'app.bootstrap', input: {} };
    expect((await post('/host/call', call)).status).toBe(401);
    const headers = { 'x-claimdeck-session': launchToken };
    expect((await post('/host/call', call, headers)).status).toBe(401);
  });

  it('static files are served, and hold no secret', async () => {
    const { host, launchToken } = await webWorld(childless);
    const page = await rawRequest(host.origin, '/');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).not.toContain(launchToken);
    expect((await rawRequest(host.origin, '/assets/a-12345678.js')).body).toBe('1');
    const head = await rawRequest(host.origin, '/', { method: 'HEAD' });
    expect([head.status, head.body]).toEqual([200, '']);
  });
});

describe('strangers', () => {
  it('under another name are refused, whatever they know', async () => {
    const { host, session } = await webWorld(childless);
    const headers = await session();
    const { port } = new URL(host.origin);
    for (const name of ['evil.example', `evil.example:${port}`, `localhost:${port}`, '127.0.0.1']) {
      for (const path of ['/', '/host/call', '/fapi/v1/client']) {
        const answer = await rawRequest(host.origin, path, { headers: { ...headers, host: name } });
        expect(answer.status).toBe(421);
      }
    }
  });

  it('from another origin are refused, whatever they know', async () => {
    const { host, session } = await webWorld(childless);
    const headers = await session();
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1', '']) {
      for (const path of ['/', '/fapi/v1/client']) {
        const answer = await rawRequest(host.origin, path, { headers: { ...headers, origin } });
        expect(answer.status).toBe(403);
        expect(JSON.parse(answer.body)).toMatchObject({
          error: { code: 'boundary.foreign_sender' },
        });
      }
    }
    const own = await rawRequest(host.origin, '/fapi/v1/client', {
      headers: { ...headers, origin: host.origin },
    });
    expect(own.status).toBe(502);
  });

  it('get no preflight answered', async () => {
    const { host } = await webWorld(childless);
    for (const path of ['/host/call', '/fapi/v1/client', '/']) {
      const answer = await rawRequest(host.origin, path, {
        method: 'OPTIONS',
        headers: { 'access-control-request-headers': 'x-claimdeck-session' },
      });
      expect(answer.status).toBe(405);
      const allowed = Object.keys(answer.headers).filter((name) =>
        name.startsWith('access-control'),
      );
      expect(allowed).toEqual([]);
    }
  });

  it('with a path that climbs out are refused', async () => {
    const { host } = await webWorld(childless);
    for (const path of ['/../x', '/%2e%2e/x', '/assets/..%5cx', '/a\\b', '/./x', '/%00']) {
      expect((await rawRequest(host.origin, path)).status, path).toBe(400);
    }
  });

  it('with a body that is no call are refused', async () => {
    const { host, post, session } = await webWorld(childless);
    const headers = await session();
    for (const body of [null, [], { method: 1 }, { method: 'a', input: {}, more: 1 }]) {
      expect((await post('/host/call', body, headers)).status).toBe(400);
    }
    const large = { method: 'link.open', input: { url: 'x'.repeat(2_000_000) } };
    expect((await post('/host/call', large, headers)).status).toBe(400);
    const form = { ...headers, 'content-type': 'text/plain' };
    const answer = await rawRequest(host.origin, '/host/call', {
      method: 'POST',
      headers: form,
      body: '{"method":"app.bootstrap","input":{}}',
    });
    expect(answer.status).toBe(400);
  });
});

describe('the gateways of a running host', { timeout: 90_000 }, () => {
  it('keep the client token: in the vault, in no answer', async () => {
    const { host, session, dataDir } = await webWorld();
    const headers = await session();
    const first = await rawRequest(host.origin, '/fapi/v1/client', { headers });
    expect(JSON.parse(first.body)).toMatchObject({ authorized: false });
    const second = await rawRequest(host.origin, '/fapi/v1/client', { headers });
    expect(JSON.parse(second.body)).toMatchObject({ authorized: true });
    expect(JSON.stringify([first, second])).not.toContain('canary');

    await host.close();
    expect(readFileSync(join(dataDir, 'vault'), 'utf8')).toContain('client-token-canary');
    expect(statSync(join(dataDir, 'vault')).mode & 0o777).toBe(0o600);
    const logs = readdirSync(join(dataDir, 'logs')).map((name) =>
      readFileSync(join(dataDir, 'logs', name), 'utf8'),
    );
    expect(logs.join('')).not.toMatch(/canary|sk_test/);

    const again = await webWorld({}, [], dataDir);
    const third = await rawRequest(again.host.origin, '/fapi/v1/client', {
      headers: await again.session(),
    });
    expect(JSON.parse(third.body)).toMatchObject({ authorized: true });
    await again.host.close();

    const anew = await webWorld({}, ['--reset'], dataDir);
    const fourth = await rawRequest(anew.host.origin, '/fapi/v1/client', {
      headers: await anew.session(),
    });
    expect(JSON.parse(fourth.body)).toMatchObject({ authorized: false });
  });

  it('reach the backend, which works on the sandbox', async () => {
    const { host, session, dataDir } = await webWorld();
    const answer = await rawRequest(host.origin, '/api/v1/me', { headers: await session() });
    const told = JSON.parse(answer.body) as Record<string, unknown>;
    expect(told).toMatchObject({
      issuer: 'https://fake-sandbox-00.clerk.accounts.dev',
      operators: ['user_ada'],
      hasKey: true,
      database: join(dataDir, 'instances/fake-sandbox-00.clerk.accounts.dev/backend.sqlite'),
    });
    expect(answer.headers['etag']).toBe('"7"');
    expect(answer.headers['x-inner']).toBeUndefined();
  });

  it('are back after a child died, and its death is told', async () => {
    const { host, session } = await webWorld();
    const headers = await session();
    const stream = await fetch(`${host.origin}/host/events`, { headers });
    const lines = eventLines(stream.body ?? new ReadableStream());
    await rawRequest(host.origin, '/fapi/v1/test/crash', { headers });
    const states: unknown[] = [];
    for await (const { payload } of lines) {
      states.push((payload as { state: string }).state);
      if (states.at(-1) === 'ready') break;
    }
    expect(states).toEqual(['restarting', 'ready']);
    expect((await rawRequest(host.origin, '/fapi/v1/client', { headers })).status).toBe(200);
  });

  it('end the events when the host ends', async () => {
    const { host, session } = await webWorld();
    const stream = await fetch(`${host.origin}/host/events`, { headers: await session() });
    await host.close();
    await expect(stream.text().catch(() => 'ended')).resolves.toMatch(/^(\n|ended)$/);
    await expect(fetch(host.origin)).rejects.toThrow('fetch failed');
  });
});

it('a second start on the same data says who holds it', async () => {
  const { dataDir } = await webWorld(childless);
  await expect(webWorld(childless, [], dataDir)).rejects.toMatchObject({
    error: { code: 'start.data_locked', details: { pid: process.pid } },
  });
});

it('takes the next port when the wanted one is taken, and says so', async () => {
  const first = await webWorld(childless);
  const taken = new URL(first.host.origin).port;
  const second = await webWorld(childless, [`--port=${taken}`], join(tempFolder(), 'other'));
  const { line, notes } = await second.host.ready;
  expect(notes[0]).toContain(`Port ${taken} is taken`);
  expect(line).toContain('development instance calm-otter-12.clerk.accounts.dev, no backend');
});
