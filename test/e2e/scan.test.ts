import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBackend, type Backend } from '../../main/backend/app.ts';
import { createLog } from '../../main/backend/log.ts';
import { openSqliteStore } from '../../main/backend/store/openSqlite.ts';
import { createClerkApi } from '../../main/clerk/client.ts';
import { createApi } from '../../renderer/app/api.ts';
import type { ScanSubject } from '../../renderer/features/templates/scan/evaluation.logic.ts';
import type { ScanRun, ScanState } from '../../renderer/features/templates/scan/scanRun.ts';
import { makeFolder } from '../main/backend/support/backend.ts';
import { NativeClient, startSandbox, type Running } from '../main/sandbox/kit.ts';
import { runOn, until } from '../renderer/features/templates/scanSupport.ts';

/** A scan on the whole way but for the window: the page's logic, the real backend, the real sandbox over HTTP. */
const subject: ScanSubject = {
  name: 'session token',
  kind: 'session-claims',
  claims: { id: '{{user.id}}', meta: '{{user.public_metadata}}', role: '{{org.role}}' },
  walls: [{ name: 'Budget', bytes: 1200, rule: '' }],
};

interface World {
  readonly sandbox: Running;
  readonly backend: Backend;
  readonly ask: (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;
  /** Null while the page has no session, and while it has no connection. */
  readonly page: { token: string | null; isCut: boolean };
  readonly end: () => Promise<void>;
}

/** `pace` decides how the backend waits between its calls. */
async function startWorld(
  users: number,
  pace?: (ms: number) => Promise<void>,
  timeoutMs = 8_000,
): Promise<World> {
  const folder = makeFolder();
  const sandbox = await startSandbox({ seedUsers: users, tokenLifetimeSec: 3600 });
  const apiUrl = await sandbox.listen();
  const { publishableKey, secretKey, issuer } = sandbox;
  const backend = await createBackend({
    store: await openSqliteStore({ file: join(folder.path, 'backend.sqlite') }),
    clerk: createClerkApi({ secretKey, publishableKey, apiUrl, timeoutMs }),
    issuer,
    operators: sandbox.operatorUserIds,
    authorizedParties: [],
    requestsPerMinute: 1_000_000,
    log: createLog({ level: 'silent' }),
    ...(pace === undefined ? {} : { pace }),
  });
  const client = new NativeClient(sandbox);
  const token = await client.tokenIn(await client.signIn('ada'), null);
  return {
    sandbox,
    backend,
    page: { token, isCut: false },
    ask: async (method, path, body) => {
      const answer = await fetch(`${apiUrl}/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Record<string, unknown>;
    },
    end: async () => {
      await backend.close();
      await sandbox.end();
      folder.remove();
    },
  };
}

/** A run in that world; `between` is called after each page, before the page has it. */
function scanIn(
  { backend, page }: World,
  between: (call: number) => Promise<void> = () => Promise.resolve(),
): { run: ScanRun; slept: number[]; calls: () => number } {
  let calls = 0;
  const api = createApi({
    fetch: async (input, init) => {
      if (page.isCut) throw new TypeError('Failed to fetch');
      const answer = await backend.app.inject({
        method: 'GET',
        url: input.slice('/api'.length),
        headers: Object.fromEntries(new Headers(init?.headers)),
      });
      const { 'content-type': type = '' } = answer.headers;
      return new Response(new Uint8Array(answer.rawPayload), {
        status: answer.statusCode,
        headers: { 'content-type': type },
      });
    },
    getToken: () => Promise.resolve(page.token),
    headers: () => ({}),
  });
  const made = runOn(async (path, signal) => {
    calls += 1;
    const bytes = await api.bytes(path, signal);
    await between(calls);
    return bytes;
  });
  return { ...made, calls: () => calls };
}

/** `user organization` of every line, in the order of the file. */
async function placesIn(run: ScanRun): Promise<string[]> {
  const text = await run.exportAs('csv');
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const columns = head.split(',');
  const [user, organization] = ['user_id', 'organization_id'].map((name) => columns.indexOf(name));
  return lines.map((line) => {
    const cells = line.split(',');
    return `${cells[user ?? 0] ?? ''} ${cells[organization ?? 0] ?? ''}`;
  });
}

/** The same from the instance itself. */
async function placesOf({ ask }: World): Promise<string[]> {
  const users: { id: string }[] = [];
  const members = new Map<string, string[]>();
  for (let offset = 0; ; offset += 500) {
    const page = (await ask(
      'GET',
      `/users?limit=500&offset=${offset}&order_by=%2Bcreated_at`,
    )) as unknown as { id: string }[];
    users.push(...page);
    if (page.length < 500) break;
  }
  for (let offset = 0; ; offset += 500) {
    const { data } = (await ask(
      'GET',
      `/organization_memberships?limit=500&offset=${offset}`,
    )) as unknown as {
      data: { organization: { id: string }; public_user_data: { user_id: string } }[];
    };
    for (const { organization, public_user_data: person } of data) {
      members.set(person.user_id, [...(members.get(person.user_id) ?? []), organization.id]);
    }
    if (data.length < 500) break;
  }
  return users.flatMap(({ id }) => (members.get(id) ?? ['']).map((place) => `${id} ${place}`));
}

const nowhere = (): Promise<void> => Promise.resolve();

describe('a scan of 10,000 users', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(10_000);
  });
  afterEach(() => world.sandbox.faults.clear());
  afterAll(() => world.end());

  it('reaches each user in each place once, under the limit of a development instance', async () => {
    world.sandbox.faults.limit({ calls: 100, perSec: 10 });
    const { run, slept } = scanIn(world);
    run.start(subject);
    const state = await until(run, 'done');
    expect(slept).toEqual([]);
    expect(state).toMatchObject({ done: 10_000, total: 10_000, complete: true });
    world.sandbox.faults.clear();
    const seen = await placesIn(run);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.toSorted()).toEqual((await placesOf(world)).toSorted());
    expect(state.result?.places).toBe(seen.length);
  }, 180_000);
});

describe('a scan while the instance changes', () => {
  it('reaches whoever stays and whoever comes once, and leaves out who went before their turn', async () => {
    const world = await startWorld(2_600, nowhere);
    try {
      const before = await placesOf(world);
      const ids = [...new Set(before.map((place) => place.split(' ')[0] ?? ''))];
      const acme = String(
        ((await world.ask('GET', '/organizations')) as { data: { id: string }[] }).data[0]?.id,
      );
      const gone: string[] = [];
      const came: string[] = [];
      const { run } = scanIn(world, async (call) => {
        // Some who were read already, and some who were not: both move the list up.
        for (const share of [0.02, 0.3, 0.31, 0.6, 0.9, 0.97]) {
          const id = ids[Math.floor(share * ids.length) + call * 3] ?? '';
          if (id === '' || gone.includes(id)) continue;
          await world.ask('DELETE', `/users/${id}`);
          gone.push(id);
        }
        const made = await world.ask('POST', '/users', {
          email_address: [`late${call}@example.com`],
          skip_password_requirement: true,
        });
        const id = String(made['id']);
        came.push(id);
        await world.ask('POST', `/organizations/${acme}/memberships`, {
          user_id: id,
          role: 'org:member',
        });
      });
      run.start(subject);
      const state = await until(run, 'done');
      const seen = await placesIn(run);
      expect(new Set(seen).size).toBe(seen.length);
      const after = await placesOf(world);
      const missing = after.filter((place) => !seen.includes(place));
      // Whoever came after the last page was asked for.
      expect(missing.map((place) => came.indexOf(place.split(' ')[0] ?? ''))).toEqual(
        missing.length === 0 ? [] : [came.length - 1],
      );
      expect(came.length).toBeGreaterThan(5);
      expect(gone.length).toBeGreaterThan(25);
      expect(state.result?.users).toBe(new Set(seen.map((place) => place.split(' ')[0])).size);
      // Nobody is told of who was gone before the first page.
      expect(seen.filter((place) => !before.includes(place) && !after.includes(place))).toEqual([]);
    } finally {
      await world.end();
    }
  }, 180_000);

  it('keeps the places as they were at its beginning when an organization is deleted', async () => {
    const world = await startWorld(1_200, nowhere);
    try {
      const before = await placesOf(world);
      const { data } = (await world.ask('GET', '/organizations')) as {
        data: { id: string; name: string }[];
      };
      const { run } = scanIn(world, async (call) => {
        const organization = data.find(({ name }) => name === 'Globex Health');
        if (call === 1) await world.ask('DELETE', `/organizations/${organization?.id ?? ''}`);
      });
      run.start(subject);
      expect(await until(run, 'done')).toMatchObject({ done: 1_200, error: null });
      expect((await placesIn(run)).toSorted()).toEqual(before.toSorted());
    } finally {
      await world.end();
    }
  }, 180_000);
});

describe('a scan of an instance in trouble', () => {
  let world: World;
  let everybody: string[];
  let token: string | null;
  beforeAll(async () => {
    world = await startWorld(1_200, nowhere);
    everybody = (await placesOf(world)).toSorted();
    ({ token } = world.page);
  });
  afterEach(() => {
    world.sandbox.faults.clear();
    Object.assign(world.page, { token, isCut: false });
  });
  afterAll(() => world.end());

  const finish = async (run: ScanRun): Promise<ScanState> => {
    const state = await until(run, 'done');
    expect((await placesIn(run)).toSorted()).toEqual(everybody);
    expect(state).toMatchObject({ done: 1_200, result: { users: 1_200 }, error: null });
    return state;
  };

  it('waits as long as Clerk says when that is longer than the backend waits', async () => {
    const { run, slept } = scanIn(world);
    world.sandbox.faults.inject({
      route: 'GET /users',
      after: 1,
      times: 1,
      kind: 'rate-limited',
      retryAfterSec: 25,
    });
    run.start(subject);
    await finish(run);
    expect(slept).toEqual([25_000]);
  });

  it.each(['/users', '/organization_memberships'])(
    'does not notice a short 429 of %s: the backend sits it out',
    async (route) => {
      const { run, slept } = scanIn(world);
      world.sandbox.faults.inject({
        route: `GET ${route}`,
        after: 1,
        times: 1,
        kind: 'rate-limited',
      });
      run.start(subject);
      await finish(run);
      expect(slept).toEqual([]);
    },
  );

  it('reads on where the list of memberships broke off', async () => {
    const { run, slept } = scanIn(world);
    let reads = 0;
    world.sandbox.faults.inject({
      matches: (_, path) => {
        if (path === '/organization_memberships') reads += 1;
        return false;
      },
    });
    world.sandbox.faults.inject({
      route: 'GET /organization_memberships',
      after: 2,
      times: 1,
      kind: 'rate-limited',
      retryAfterSec: 30,
    });
    run.start(subject);
    await finish(run);
    expect(slept).toEqual([30_000]);
    // Three pages, one of them asked for twice.
    expect(reads).toBe(4);
  });

  it.each([
    ['a 500', { kind: 'failing' as const }],
    ['no answer', { kind: 'dropped' as const }],
    ['half an answer', { kind: 'cut' as const }],
    ['somebody’s page in between', { kind: 'gateway' as const }],
  ])('gets over %s without anybody noticing', async (_, fault) => {
    const { run, slept } = scanIn(world);
    world.sandbox.faults.inject({ route: 'GET /users', after: 1, times: 1, ...fault });
    run.start(subject);
    await finish(run);
    expect(slept).toEqual([]);
  });

  it('stops with what it has when Clerk keeps failing, and goes on when it is asked to', async () => {
    const { run, slept } = scanIn(world);
    const lift = world.sandbox.faults.inject({ route: 'GET /users', after: 1, kind: 'failing' });
    run.start(subject);
    const state = await until(run, 'stopped');
    expect(state).toMatchObject({
      done: 500,
      error: {
        code: 'clerk.unreachable',
        message: 'Clerk’s Backend API did not answer.',
        remedy: 'Check the connection, then try again.',
      },
    });
    expect(slept).toEqual([1_000, 3_000, 9_000]);
    lift();
    run.resume();
    await finish(run);
  });

  it('gives up on a call that takes too long, says so, and goes on by itself', async () => {
    const slow = await startWorld(600, nowhere, 1_000);
    try {
      const { run } = scanIn(slow);
      slow.sandbox.faults.inject({ route: 'GET /users', after: 1, times: 1, delayMs: 1_500 });
      const messages = new Set<string>();
      run.subscribe(({ error }) => error !== null && messages.add(error.message));
      run.start(subject);
      expect(await until(run, 'done')).toMatchObject({ done: 600, result: { users: 600 } });
      expect([...messages]).toEqual(['Clerk’s Backend API took too long to answer.']);
    } finally {
      await slow.end();
    }
  });

  it('stops when the session ends, and goes on after the next sign-in', async () => {
    const { run } = scanIn(world, async () => {
      world.page.token = null;
      await Promise.resolve();
    });
    run.start(subject);
    const state = await until(run, 'stopped');
    expect(state).toMatchObject({
      done: 500,
      error: { code: 'auth.no_session', message: 'Nobody is signed in.', remedy: 'Sign in again.' },
    });
    world.page.token = token;
    run.start(subject);
    await until(run, ({ done, phase }) => phase === 'stopped' && done === 990);
    world.page.token = token;
    run.resume();
    await finish(run);
  });

  it('stops at a token that the backend refuses', async () => {
    const { run } = scanIn(world, async (call) => {
      if (call === 1) world.page.token = `${token ?? ''}x`;
      await Promise.resolve();
    });
    run.start(subject);
    expect(await until(run, 'stopped')).toMatchObject({ done: 500, result: { users: 500 } });
    expect(run.getState().error?.code).toBe('auth.token_rejected');
    world.page.token = token;
    run.resume();
    await finish(run);
  });

  it('keeps what it has when the page loses its connection', async () => {
    const { run, slept } = scanIn(world, async (call) => {
      world.page.isCut = call === 1;
      await Promise.resolve();
    });
    run.start(subject);
    expect(await until(run, 'stopped')).toMatchObject({
      done: 500,
      error: { code: 'host.unreachable', message: 'The request did not get through.' },
    });
    expect(slept).toEqual([1_000, 3_000, 9_000]);
    world.page.isCut = false;
    run.resume();
    await finish(run);
  });
});
