import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../main/backend/environment.ts';
import { makeFolder, startTestBackend } from './support/backend.ts';
import {
  PUBLISHABLE_KEY,
  SECRET_KEY,
  startFakeClerk,
  type FakeClerk,
} from './support/fakeClerk.ts';
import { ada, grace } from './support/people.ts';

describe('the configuration by environment', () => {
  let folder: ReturnType<typeof makeFolder>;
  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => folder.remove());
  const keys = { CLERK_PUBLISHABLE_KEY: PUBLISHABLE_KEY, CLERK_SECRET_KEY: SECRET_KEY };

  it('reads lists, numbers and files, and derives the issuer', () => {
    const file = join(folder.path, 'database-url');
    writeFileSync(file, 'postgres://u:p@db/claimdeck\n');
    const { config, serve } = readEnvironment({
      ...keys,
      DATABASE_URL_FILE: file,
      PORT: '8080',
      HOST: '0.0.0.0',
      CLAIMDECK_OPERATORS: 'user_1, user_2',
      CLAIMDECK_CLOCK_SKEW_MS: '1000',
      CLAIMDECK_ALLOWED_ORIGINS: 'https://console.example.com',
    });
    expect(config).toMatchObject({
      database: 'postgres://u:p@db/claimdeck',
      port: 8080,
      issuer: 'https://made-up-00.clerk.accounts.dev',
      operators: ['user_1', 'user_2'],
      clockSkewMs: 1000,
      apiUrl: 'https://api.clerk.com',
    });
    expect(serve).toMatchObject({
      host: '0.0.0.0',
      allowedOrigins: ['https://console.example.com'],
    });
  });

  it.each([
    ['no secret key', { CLERK_PUBLISHABLE_KEY: PUBLISHABLE_KEY }, 'CLERK_SECRET_KEY'],
    ['no publishable key', { CLERK_SECRET_KEY: SECRET_KEY }, 'CLERK_PUBLISHABLE_KEY'],
    ['both forms', { ...keys, DATABASE_URL: 'x', DATABASE_URL_FILE: 'y' }, 'DATABASE_URL'],
    ['a file that is not there', { ...keys, DATABASE_URL_FILE: '/nowhere' }, 'DATABASE_URL_FILE'],
    ['a port that is none', { ...keys, PORT: '70000' }, 'PORT'],
    ['an unknown level', { ...keys, LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
  ])('names the variable for %s, and quotes no value', (_name, environment, named) => {
    expect(() => readEnvironment(environment)).toThrow(named);
    expect(() => readEnvironment(environment)).not.toThrow(SECRET_KEY);
  });
});

describe('the backend by itself', () => {
  let folder: ReturnType<typeof makeFolder>;
  let clerk: FakeClerk;
  let child: ChildProcess | undefined;
  beforeEach(async () => {
    folder = makeFolder();
    clerk = await startFakeClerk();
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await clerk.close();
    folder.remove();
  });

  const run = async (environment: Record<string, string>) => {
    child = spawn(process.execPath, [resolve('main/backend/main.ts')], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
    const ended = once(child, 'exit');
    const { stdout } = child;
    if (stdout !== null) await Promise.race([once(stdout, 'data'), ended]);
    return { said, ended, port: Number(/:(\d+)\n/.exec(said.out)?.[1] ?? 0) };
  };

  it('serves, tells when it is ready, and ends on SIGTERM', async () => {
    const { said, ended, port } = await run({
      CLERK_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
      CLERK_SECRET_KEY: SECRET_KEY,
      CLERK_API_URL: clerk.apiUrl,
      DATABASE_URL: join(folder.path, 'own.sqlite'),
      PORT: '0',
      CLAIMDECK_METRICS_TOKEN: 'canary-metrics',
    });
    const at = `http://127.0.0.1:${port}`;
    expect(await (await fetch(`${at}/ready`)).json()).toEqual({ status: 'ready' });
    const me = await fetch(`${at}/v1/me`, {
      headers: { authorization: `Bearer ${clerk.mint(ada)}` },
    });
    expect(me.status).toBe(200);
    expect((await fetch(`${at}/metrics`)).status).toBe(401);
    const metrics = await fetch(`${at}/metrics`, {
      headers: { authorization: 'Bearer canary-metrics' },
    });
    const text = await metrics.text();
    expect(text).toContain(
      'claimdeck_http_requests_total{method="GET",route="/v1/me",status="200"} 1',
    );
    expect(text).toContain('claimdeck_verified_tokens 1');
    child?.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(said.err).not.toContain(SECRET_KEY);
    expect(said.err).not.toContain('canary');
  });

  it('ends with one sentence when it cannot start', async () => {
    const { said, ended } = await run({ CLERK_PUBLISHABLE_KEY: PUBLISHABLE_KEY });
    expect(await ended).toEqual([1, null]);
    expect(said.err).toMatch(/^CLERK_SECRET_KEY is not set\. [^\n]+\n$/);
  });
});

describe('limits', () => {
  it('hold for a session, whatever address it comes from, and for nobody else', async () => {
    const on = await startTestBackend({ requestsPerSession: 3 });
    const token = on.clerk.mint(ada);
    for (let at = 0; at < 3; at += 1) {
      expect((await on.call('GET', '/v1/me', { token })).status).toBe(200);
    }
    const fourth = await on.call('GET', '/v1/me', { token });
    expect([fourth.status, fourth.body['code']]).toEqual([429, 'boundary.rate_limited']);
    expect(Number(fourth.headers['retry-after'])).toBeGreaterThan(0);
    const fresh = on.clerk.mint(ada, { claims: { jti: 'another token of the same session' } });
    expect((await on.call('GET', '/v1/me', { token: fresh })).status).toBe(429);
    expect((await on.call('GET', '/v1/me', { token: on.clerk.mint(grace) })).status).toBe(200);
    await on.close();
  });

  it('believe X-Forwarded-For from as many proxies as are configured', async () => {
    for (const [trustedProxies, second] of [
      [0, 429],
      [1, 200],
    ] as const) {
      const on = await startTestBackend({ requestsPerMinute: 1, trustedProxies });
      const from = (address: string) =>
        on.call('GET', '/health', { headers: { 'x-forwarded-for': address } });
      expect((await from('192.0.2.1')).status).toBe(200);
      expect((await from('192.0.2.2')).status).toBe(second);
      await on.close();
    }
  });

  it('say not ready while the keys cannot be had, and while it ends', async () => {
    const on = await startTestBackend({ drainMs: 200 });
    on.clerk.fault = () => ({ status: 500, body: {} });
    expect((await on.call('GET', '/ready')).status).toBe(503);
    on.clerk.fault = null;
    expect((await on.call('GET', '/ready')).status).toBe(200);
    const closing = on.close();
    const draining = await on.call('GET', '/ready');
    expect([draining.status, draining.body['code']]).toEqual([503, 'boundary.draining']);
    await closing;
  });
});
