import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openPostgresStore } from '../../../main/backend/store/openPostgres.ts';
import { openSqliteStore } from '../../../main/backend/store/openSqlite.ts';
import { OrgSettings } from '../../../shared/contract/http.ts';
import { makeFolder, startTestBackend, type TestBackend } from './support/backend.ts';
import {
  PUBLISHABLE_KEY,
  SECRET_KEY,
  startFakeClerk,
  type FakeClerk,
} from './support/fakeClerk.ts';
import { ada } from './support/people.ts';
import { startPostgres } from './support/postgres.ts';

const MINUTE_MS = 60_000;

describe('a clock that jumps', () => {
  let on: TestBackend;
  let shiftMs = 0;
  afterEach(() => on.close());
  const start = async (): Promise<string> => {
    shiftMs = 0;
    on = await startTestBackend({ now: () => Date.now() + shiftMs });
    return on.clerk.mint(ada);
  };
  const me = async (token: string): Promise<unknown[]> => {
    const { status, body } = await on.call('GET', '/v1/me', { token });
    const details = (body['details'] ?? {}) as { reason?: unknown };
    return status === 200 ? [200] : [status, details.reason];
  };

  it('forward ends tokens for as long as it is ahead, and not longer', async () => {
    const token = await start();
    expect(await me(token)).toEqual([200]);
    shiftMs = 10 * MINUTE_MS;
    expect(await me(token)).toEqual([401, 'token-expired']);
    shiftMs = 0;
    expect(await me(token)).toEqual([200]);
  });

  it('back refuses what is not valid yet, fetches the keys anew, and goes on when it is right', async () => {
    const token = await start();
    expect(await me(token)).toEqual([200]);
    shiftMs = -60 * MINUTE_MS;
    const fetched = on.clerk.calls.filter((call) => call === 'GET /v1/jwks').length;
    const [status] = await me(token);
    expect(status).toBe(401);
    // Keys that seem to come from the future would seem young for ever.
    expect(on.clerk.calls.filter((call) => call === 'GET /v1/jwks').length).toBeGreaterThan(
      fetched,
    );
    shiftMs = 0;
    expect(await me(token)).toEqual([200]);
  });

  it('leaves versions and the audit log in the order of what happened', async () => {
    await start();
    for (const [index, jump] of [0, 60 * MINUTE_MS, -60 * MINUTE_MS, 0].entries()) {
      shiftMs = jump;
      const token = on.clerk.mint(ada, { ageSec: -jump / 1000 });
      const saved = await on.call('PUT', '/v1/org/settings', {
        token,
        headers: index === 0 ? { 'if-none-match': '*' } : { 'if-match': `"${index}"` },
        body: { displayName: `Name ${index}` },
      });
      expect(saved.status, saved.text).toBe(200);
    }
    shiftMs = 0;
    const token = on.clerk.mint(ada);
    const history = await on.call('GET', '/v1/org/settings/history', { token });
    const versions = history.body['data'] as { version: number }[];
    expect(versions.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
    const audit = await on.call('GET', '/v1/org/audit', { token });
    const names = (audit.body['data'] as { after: { displayName: string } }[]).map(
      ({ after }) => after.displayName,
    );
    expect(names).toEqual(['Name 3', 'Name 2', 'Name 1', 'Name 0']);
  });
});

describe('keys that cannot be had', () => {
  it('are not missed while the known ones are young, then answer 503, then come back', async () => {
    let shiftMs = 0;
    const on = await startTestBackend({ now: () => Date.now() + shiftMs });
    const ask = async (): Promise<number> => {
      const token = on.clerk.mint(ada, { ageSec: -shiftMs / 1000 });
      return (await on.call('GET', '/v1/me', { token })).status;
    };
    expect(await ask()).toBe(200);
    on.clerk.fault = (path) => (path === '/v1/jwks' ? { status: 503 } : null);
    shiftMs = 2 * MINUTE_MS;
    expect(await ask()).toBe(200);
    shiftMs = 6 * MINUTE_MS;
    expect(await ask()).toBe(503);
    on.clerk.fault = null;
    expect(await ask()).toBe(200);
    await on.close();
  });
});

describe('a database that is gone', () => {
  it('is told as such, loses nothing that was acknowledged, and serves again by itself', async () => {
    const server = await startPostgres();
    const store = await openPostgresStore({ url: await server.create() });
    const on = await startTestBackend({ store });
    const token = on.clerk.mint(ada, { lifetimeSec: 600 });
    const save = (title: string) => on.call('POST', '/v1/items', { token, body: { title } });
    expect((await save('Before')).status).toBe(201);
    await server.stop();
    const meanwhile = await save('Meanwhile');
    expect([meanwhile.status, meanwhile.body['code']]).toEqual([503, 'store.unavailable']);
    expect((await on.call('GET', '/ready')).status).toBe(503);
    // What the token alone decides needs no database.
    expect((await on.call('GET', '/v1/me', { token })).status).toBe(200);
    await server.start();
    expect((await save('After')).status).toBe(201);
    expect((await on.call('GET', '/ready')).status).toBe(200);
    const items = (await on.call('GET', '/v1/items', { token })).body['data'];
    expect((items as { title: string }[]).map(({ title }) => title)).toEqual(['After', 'Before']);
    await on.close();
    await server.end();
  });
});

describe('a full disk', () => {
  let child: ChildProcess | undefined;
  let clerk: FakeClerk | undefined;
  const folder = makeFolder();
  afterEach(async () => {
    child?.kill('SIGKILL');
    await clerk?.close();
    folder.remove();
  });

  /** `ulimit -f` ends growth of a file as a full disk does: the write comes back with an error. */
  const startLimited = async (database: string, api: FakeClerk): Promise<number> => {
    const program = `ulimit -f 1200; exec "$0" "$1"`;
    child = spawn('bash', ['-c', program, process.execPath, resolve('main/backend/main.ts')], {
      env: {
        PATH: process.env['PATH'] ?? '',
        CLERK_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
        CLERK_SECRET_KEY: SECRET_KEY,
        CLERK_API_URL: api.apiUrl,
        DATABASE_URL: database,
        PORT: '0',
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { stdout } = child;
    if (stdout === null) throw new Error('the backend has no output');
    const [line] = (await once(stdout, 'data')) as [Buffer];
    return Number(/:(\d+)\n/.exec(line.toString())?.[1]);
  };

  it('refuses the write in one sentence, keeps what was saved, and goes on reading', async () => {
    clerk = await startFakeClerk();
    const database = join(folder.path, 'full.sqlite');
    const port = await startLimited(database, clerk);
    const headers = {
      authorization: `Bearer ${clerk.mint(ada, { lifetimeSec: 600 })}`,
      'content-type': 'application/json',
    };
    const url = `http://127.0.0.1:${port}/v1/org/settings`;
    const save = (version: number) =>
      fetch(url, {
        method: 'PUT',
        headers: {
          ...headers,
          ...(version === 0 ? { 'if-none-match': '*' } : { 'if-match': `"${version}"` }),
        },
        body: JSON.stringify({ displayName: `v${version + 1}`, custom: { x: 'y'.repeat(60_000) } }),
      });
    let acknowledged = 0;
    let refusal: Response | undefined;
    while (refusal === undefined && acknowledged < 60) {
      const answer = await save(acknowledged);
      if (answer.status === 200) acknowledged += 1;
      else refusal = answer;
    }
    expect(acknowledged).toBeGreaterThan(2);
    expect(refusal?.status).toBe(503);
    const problem = (await refusal?.json()) as Record<string, unknown>;
    expect(problem).toMatchObject({ code: 'store.unavailable' });
    expect(problem['remedy']).toMatch(/disk|space/i);
    const read = (await (await fetch(url, { headers })).json()) as Record<string, unknown>;
    expect(read['version']).toBe(acknowledged);
    child?.kill('SIGKILL');

    const store = await openSqliteStore({ file: database });
    const kept = await store.readSettings('org:org_acme');
    expect([kept?.version, OrgSettings.parse(kept?.settings).displayName]).toEqual([
      acknowledged,
      `v${acknowledged}`,
    ]);
    expect((await store.listAudit('org:org_acme', 100)).data).toHaveLength(acknowledged);
    await store.close();
  });
});
