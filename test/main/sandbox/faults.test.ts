import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Running } from './kit.ts';

describe('the troubles of the Backend API', () => {
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
