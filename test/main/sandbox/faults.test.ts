import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimsOf, NativeClient, refusalOf, startSandbox, type Running } from './kit.ts';

describe('the troubles of the sandbox', () => {
  let sandbox: Running;
  let address: string;
  beforeEach(async () => {
    sandbox = await startSandbox();
    address = await sandbox.listen();
  });
  afterEach(() => sandbox.end());

  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${address}/v1${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${sandbox.secretKey}`,
        'content-type': 'application/json',
      },
    });

  it('come as asked for, to the calls they concern, and end', async () => {
    sandbox.faults.inject({
      kind: 'rate-limited',
      retryAfterSec: 7,
      times: 1,
      matches: (_method, path) => path === '/organizations',
    });
    expect((await call('/jwks')).status).toBe(200);
    const limited = await call('/organizations');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await limited.json()).toMatchObject({ errors: [{ code: 'too_many_requests' }] });
    expect((await call('/organizations')).status).toBe(200);

    const lift = sandbox.faults.inject({ kind: 'failing' });
    expect((await call('/jwks')).status).toBe(500);
    lift();
    expect((await call('/jwks')).status).toBe(200);
  });

  it('lose a connection before or after the call was carried out', async () => {
    const count = async (): Promise<number> => {
      const body = (await (await call('/organizations?limit=1')).json()) as { total_count: number };
      return body.total_count;
    };
    const create = (): Promise<Response> =>
      call('/organizations', { method: 'POST', body: JSON.stringify({ name: 'Made' }) });
    const before = await count();
    sandbox.faults.inject({ kind: 'dropped', times: 1 });
    await expect(create()).rejects.toThrow('fetch failed');
    expect(await count()).toBe(before);
    sandbox.faults.inject({ kind: 'lost', times: 1 });
    await expect(create()).rejects.toThrow('fetch failed');
    expect(await count()).toBe(before + 1);
  });

  it('concern a route of either API or the key set, from one call on and for so many', async () => {
    sandbox.faults.inject({
      route: 'GET /organizations/:id/memberships',
      kind: 'failing',
      status: 503,
      code: 'service_unavailable',
      after: 1,
      times: 2,
    });
    const list = (): Promise<Response> => call('/organizations/acme-robotics/memberships');
    expect((await call('/organizations/acme-robotics')).status).toBe(200);
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await list()).status);
    expect(statuses).toEqual([200, 503, 503, 200]);

    const environment = (): Promise<Response> => fetch(`${address}/v1/environment?_is_native=1`);
    const keys = (): Promise<Response> => fetch(`${address}/.well-known/jwks.json`);
    sandbox.faults.inject({ api: 'frontend', kind: 'failing', times: 1 });
    expect([(await call('/users?limit=1')).status, (await keys()).status]).toEqual([200, 200]);
    expect([(await environment()).status, (await environment()).status]).toEqual([500, 200]);

    sandbox.faults.inject({ api: 'keys', kind: 'failing', times: 2 });
    expect((await environment()).status).toBe(200);
    expect([(await keys()).status, (await call('/jwks')).status]).toEqual([500, 500]);
    expect([(await keys()).status, (await call('/jwks')).status]).toEqual([200, 200]);

    const lift = sandbox.faults.inject({ api: 'any', route: '/*', kind: 'dropped' });
    for (const asked of [environment, keys, list]) await expect(asked()).rejects.toThrow('fetch');
    lift();
    expect((await list()).status).toBe(200);
  });

  it('include a page of a gateway, half an answer and a slow one', async () => {
    sandbox.faults.inject({ kind: 'gateway', times: 1 });
    const page = await call('/organizations');
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html']);
    sandbox.faults.inject({ kind: 'cut', times: 1 });
    const half = await call('/organizations');
    expect(half.status).toBe(200);
    await expect(half.text()).rejects.toThrow('terminated');
    sandbox.faults.inject({ kind: 'failing', delayMs: 60_000, times: 1 });
    const impatient = fetch(`${address}/v1/organizations`, {
      headers: { authorization: `Bearer ${sandbox.secretKey}` },
      signal: AbortSignal.timeout(50),
    });
    await expect(impatient).rejects.toThrow('aborted due to timeout');
    expect((await call('/organizations')).status).toBe(200);
  });

  it('include a limit, which lets so many calls pass in a time', async () => {
    let nowMs = Date.now();
    await sandbox.end();
    sandbox = await startSandbox({ now: () => nowMs });
    address = await sandbox.listen();
    const lift = sandbox.faults.limit({ calls: 3, perSec: 10 });
    const status = async (): Promise<number> => (await call('/organizations?limit=1')).status;
    expect([await status(), await status(), await status(), await status()]).toEqual([
      200, 200, 200, 429,
    ]);
    nowMs += 4000;
    const limited = await call('/organizations?limit=1');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '6']);
    nowMs += 6000;
    expect(await status()).toBe(200);
    lift();
  });

  it('include a clock that is wrong, and sessions whose time is over', async () => {
    const browser = new NativeClient(sandbox);
    const session = await browser.signIn('ada');
    sandbox.skewClock(-3_600_000);
    const early = claimsOf(await browser.tokenIn(session, null));
    expect(Number(early['iat']) - Date.now() / 1000).toBeLessThan(-3500);
    sandbox.skewClock(0);
    const now = claimsOf(await browser.tokenIn(session, null));
    expect(Math.abs(Number(now['iat']) - Date.now() / 1000)).toBeLessThan(60);
    sandbox.expireSessions();
    const refused = await browser.call('POST', `/client/sessions/${session}/tokens`);
    expect(refusalOf(refused)).toEqual([401, 'authentication_invalid', undefined]);
    const reply = await call(`/sessions/${session}`);
    expect(await reply.json()).toMatchObject({ status: 'expired' });
  });

  it('are switched on and off over the Backend API too, which then still works', async () => {
    const trouble = async (method: string, path: string, body?: object): Promise<number> => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      return (await call(`/sandbox/troubles${path}`, { method, ...sent })).status;
    };
    const list = async (): Promise<number> => (await call('/organizations?limit=1')).status;
    expect(await trouble('POST', '/faults', { api: 'any', kind: 'failing', status: 503 })).toBe(
      204,
    );
    expect(await list()).toBe(503);
    expect(await trouble('DELETE', '')).toBe(204);
    expect(await list()).toBe(200);
    expect(
      await trouble('POST', '/limits', { route: '/organizations', calls: 1, per_sec: 60 }),
    ).toBe(204);
    expect([await list(), await list()]).toEqual([200, 429]);
    expect(await trouble('DELETE', '')).toBe(204);
    expect(await trouble('POST', '/faults', { kind: 'exploding' })).toBe(422);

    const browser = new NativeClient(sandbox);
    const session = await browser.signIn('ada');
    expect(await trouble('PUT', '/clock', { skew_ms: 600_000 })).toBe(204);
    const late = claimsOf(await browser.tokenIn(session, null));
    expect(Number(late['iat']) - Date.now() / 1000).toBeGreaterThan(500);
    expect(await trouble('DELETE', '')).toBe(204);
    const before = claimsOf(await browser.tokenIn(session, null));
    expect(Number(before['iat']) - Date.now() / 1000).toBeLessThan(60);
    expect(await trouble('POST', '/rotated_keys')).toBe(204);
    // The token of the client is signed with that key as well.
    const signedOut = await browser.call('POST', `/client/sessions/${session}/tokens`);
    expect(refusalOf(signedOut)[0]).toBe(401);
    expect(await trouble('POST', '/expired_sessions', { user_id: sandbox.person('ada') })).toBe(
      204,
    );
    expect(await (await call(`/sessions/${session}`)).json()).toMatchObject({ status: 'expired' });
  });

  it('include a rotated key, which stays after a restart', async () => {
    const keyId = async (running: Running): Promise<string> => {
      const reply = await running.app.inject('/.well-known/jwks.json');
      return reply
        .json<{ keys: { kid: string }[] }>()
        .keys.map(({ kid }) => kid)
        .join();
    };
    const first = await keyId(sandbox);
    sandbox.rotateKeys();
    const second = await keyId(sandbox);
    expect(second).not.toBe(first);
    await sandbox.end(true);
    sandbox = await startSandbox({ dataDir: sandbox.dir });
    expect(await keyId(sandbox)).toBe(second);
  });
});
