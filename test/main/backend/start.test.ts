import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBackend, type RunningBackend } from '../../../main/backend/start.ts';
import type { BackendConfig } from '../../../shared/contract/children.ts';
import { makeFolder } from './support/backend.ts';
import {
  PUBLISHABLE_KEY,
  SECRET_KEY,
  startFakeClerk,
  type FakeClerk,
} from './support/fakeClerk.ts';
import { ada, ISSUER } from './support/people.ts';

describe('the running backend', () => {
  let folder: ReturnType<typeof makeFolder>;
  let clerk: FakeClerk;
  const open: RunningBackend[] = [];
  let blocker: Server | undefined;

  beforeEach(async () => {
    folder = makeFolder();
    clerk = await startFakeClerk();
  });
  afterEach(async () => {
    for (const backend of open.splice(0)) await backend.close();
    blocker?.close();
    await clerk.close();
    folder.remove();
  });

  const config = (changes: Partial<BackendConfig> = {}): BackendConfig => ({
    port: 0,
    database: join(folder.path, 'backend.sqlite'),
    publishableKey: PUBLISHABLE_KEY,
    secretKey: SECRET_KEY,
    apiUrl: clerk.apiUrl,
    issuer: ISSUER,
    operators: [ada.userId],
    authorizedParties: [],
    ...changes,
  });
  const start = async (changes?: Partial<BackendConfig>): Promise<RunningBackend> => {
    const backend = await startBackend(config(changes), { level: 'silent' });
    open.push(backend);
    return backend;
  };

  it('serves over HTTP on loopback, and keeps what was saved', async () => {
    const first = await start();
    const headers = {
      authorization: `Bearer ${clerk.mint(ada)}`,
      'content-type': 'application/json',
      'if-none-match': '*',
    };
    const saved = await fetch(`http://127.0.0.1:${first.port}/v1/org/settings`, {
      method: 'PUT',
      headers,
      body: JSON.stringify({ displayName: 'Kept' }),
    });
    expect(saved.status).toBe(200);
    await first.close();
    open.length = 0;
    const second = await start();
    const read = await fetch(`http://127.0.0.1:${second.port}/v1/org/settings`, {
      headers: { authorization: `Bearer ${clerk.mint(ada)}` },
    });
    expect(await read.json()).toMatchObject({ version: 1, settings: { displayName: 'Kept' } });
  });

  it('takes the next port when its own is in use', async () => {
    const taken = await new Promise<number>((resolve) => {
      blocker = createServer();
      blocker.listen(0, '127.0.0.1', () => {
        const address = blocker?.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const backend = await start({ port: taken });
    expect(backend.port).toBeGreaterThan(taken);
    const health = await fetch(`http://127.0.0.1:${backend.port}/health`);
    expect(await health.json()).toEqual({ status: 'ok' });
  });

  it('finishes a request in flight before it ends', async () => {
    const backend = await start();
    const headers = { authorization: `Bearer ${clerk.mint(ada)}` };
    const me = `http://127.0.0.1:${backend.port}/v1/me`;
    expect((await fetch(me, { headers })).status).toBe(200);
    const arrived = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    clerk.delay = async (path) => {
      if (!path.startsWith('/v1/users/')) return;
      arrived.resolve();
      await release.promise;
    };
    const slow = fetch(`${me}/profile`, { headers });
    await arrived.promise;
    const closing = backend.close();
    open.length = 0;
    release.resolve();
    expect((await slow).status).toBe(200);
    await closing;
    await expect(fetch(me, { headers })).rejects.toThrow('fetch failed');
  });

  it('answers what is not HTTP with a problem, and stays up', async () => {
    const backend = await start();
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(backend.port, '127.0.0.1', () => socket.write('nonsense\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toContain('400 Bad Request');
    expect(answer).toContain('boundary.bad_input');
    expect((await fetch(`http://127.0.0.1:${backend.port}/health`)).status).toBe(200);
  });

  it.each([
    ['an address of PostgreSQL that is none', { database: 'postgres://user:canary@host:port/db' }],
    ['no secret key', { secretKey: '' }],
    ['an address that is none', { apiUrl: 'nowhere' }],
    ['an issuer that is none', { issuer: 'x' }],
  ])('refuses %s with a sentence', async (_name, changes) => {
    await expect(startBackend(config(changes), { level: 'silent' })).rejects.toMatchObject({
      error: {
        code: 'start.bad_configuration',
        remedy: expect.any(String) as string,
        message: expect.not.stringContaining('canary') as string,
      },
    });
  });
});
