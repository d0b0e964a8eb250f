import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createClerkClient, type ClerkClient } from '@clerk/backend';
import { afterEach, describe, expect, test } from 'vitest';
import { FromChild, SandboxReady } from '../../../shared/contract/children.ts';
import { AppException } from '../../../shared/errors/appError.ts';
import { State } from '../../../main/sandbox/state/state.ts';
import { scratch, startSandbox } from './kit.ts';

const entry = join(import.meta.dirname, '../../../main/sandbox/main.ts');

const dirs: string[] = [];
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function folder(): string {
  const dir = scratch();
  dirs.push(dir);
  return dir;
}

/** Forks the sandbox as a host does and waits for its first word. */
async function spawn(config: object): Promise<{ child: ChildProcess; said: FromChild }> {
  const child = fork(entry, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  running.push(child);
  child.send({ type: 'start', config });
  const [message] = (await once(child, 'message')) as [unknown];
  return { child, said: FromChild.parse(message) };
}

const readyOf = (said: FromChild): SandboxReady => {
  if (said.type !== 'ready') throw new Error(`the sandbox said ${said.type}`);
  return SandboxReady.parse(said.detail);
};

const sdk = (ready: SandboxReady): ClerkClient =>
  createClerkClient({
    secretKey: ready.secretKey,
    apiUrl: `http://127.0.0.1:${ready.port}`,
    telemetry: { disabled: true },
  });

const failureOf = async (dir: string): Promise<unknown> => {
  try {
    await startSandbox({ dataDir: dir });
  } catch (cause) {
    if (cause instanceof AppException) return cause.error;
    throw cause;
  }
  return null;
};

describe('the child of a host', () => {
  test('says what a host needs, and keeps every acknowledged change through a kill', async () => {
    const dir = folder();
    const first = await spawn({ dataDir: dir, port: 0 });
    const ready = readyOf(first.said);
    expect(ready.people.map((person) => person.tag)).toEqual([
      'admin',
      'member',
      'two-factor',
      'over-budget',
      'personal',
    ]);
    expect(ready.operatorUserIds).toEqual([ready.people[0]?.userId]);
    const made: string[] = [];
    const clerk = sdk(ready);
    // Killed in the middle of a stream of writes: what was answered must be there, and the file whole.
    const writing = (async () => {
      for (let n = 0; ; n += 1) {
        const user = await clerk.users.createUser({ emailAddress: [`kill.${n}@example.com`] });
        made.push(user.id);
        if (n === 20) first.child.kill('SIGKILL');
      }
    })();
    await expect(writing).rejects.toBeDefined();
    const second = await spawn({ dataDir: dir, port: 0 });
    const again = readyOf(second.said);
    expect(again.secretKey).toBe(ready.secretKey);
    const list = await sdk(again).users.getUserList({ userId: made, limit: 100 });
    expect(list.data).toHaveLength(made.length);
    expect(made.length).toBeGreaterThan(20);
    const stopped = once(second.child, 'exit');
    second.child.send({ type: 'stop' });
    expect((await stopped)[0]).toBe(0);
  });

  test('takes the next port when the wanted one is taken', async () => {
    const first = readyOf((await spawn({ dataDir: folder(), port: 0 })).said);
    const second = readyOf((await spawn({ dataDir: folder(), port: first.port })).said);
    expect(second.port).toBeGreaterThan(first.port);
  });

  test('fails with a remedy on a damaged state file', async () => {
    const dir = folder();
    writeFileSync(
      join(dir, 'state.sqlite'),
      'this is no database, but it is long enough to be read as one',
    );
    const { said } = await spawn({ dataDir: dir, port: 0 });
    expect(said).toMatchObject({ type: 'failed', error: { code: 'store.corrupt' } });
    expect(said.type === 'failed' && said.error.remedy).toContain('--reset');
  });
});

describe('a counted refusal', () => {
  test('that cannot be written is taken back in memory too', async () => {
    const dir = folder();
    const sandbox = await startSandbox({ dataDir: dir });
    await sandbox.end(true);
    const state = new State(dir);
    const [user] = state.tables.user.all();
    if (user === undefined) throw new Error('no user');
    const count = (): void => {
      state.transaction(() => {
        // A circle is no JSON: the write fails after the change was made.
        const circle: Record<string, unknown> = {};
        circle['self'] = circle;
        state.tables.user.put({ ...user, unsafe_metadata: circle });
        throw Object.assign(new Error('wrong code'), { keepsChanges: true });
      });
    };
    expect(count).toThrow('The sandbox state file cannot be used.');
    expect(state.tables.user.get(user.id)).toEqual(user);
    state.close();
  });
});

describe('the state file', () => {
  test('of a newer Claimdeck is refused and left as it is', async () => {
    const dir = folder();
    await (await startSandbox({ dataDir: dir })).end(true);
    const file = new DatabaseSync(join(dir, 'state.sqlite'));
    file.exec('PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)');
    file.close();
    const before = readFileSync(join(dir, 'state.sqlite'));
    expect(await failureOf(dir)).toMatchObject({ code: 'store.newer_schema' });
    expect(readFileSync(join(dir, 'state.sqlite')).equals(before)).toBe(true);
  });

  test('is held by one sandbox at a time', async () => {
    const dir = folder();
    const first = await startSandbox({ dataDir: dir });
    expect(await failureOf(dir)).toMatchObject({ code: 'store.unavailable' });
    await first.end(true);
    const second = await startSandbox({ dataDir: dir });
    await second.end(true);
  });

  test('with a damaged page is refused and never deleted', async () => {
    const dir = folder();
    await (await startSandbox({ dataDir: dir })).end(true);
    const path = join(dir, 'state.sqlite');
    const bytes = readFileSync(path);
    bytes.fill(0xff, 8192, 40_960);
    writeFileSync(path, bytes);
    expect(await failureOf(dir)).toMatchObject({ code: 'store.corrupt' });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('with a row that is no record is refused', async () => {
    const dir = folder();
    await (await startSandbox({ dataDir: dir })).end(true);
    const file = new DatabaseSync(join(dir, 'state.sqlite'));
    file.exec(`UPDATE record SET body = '{"id":' WHERE kind = 'role'`);
    file.close();
    expect(await failureOf(dir)).toMatchObject({ code: 'store.corrupt' });
  });

  test('is set aside by a reset, and the ids of the new seed are the same', async () => {
    const dir = folder();
    const before = await startSandbox({ dataDir: dir });
    await before.end(true);
    const after = await startSandbox({ dataDir: dir, reset: true });
    expect(after.person('ada')).toBe(before.person('ada'));
    expect(after.publishableKey).toBe(before.publishableKey);
    expect(after.secretKey).not.toBe(before.secretKey);
    expect(after.keptState).not.toBeNull();
    await after.end(true);
    const kept = readdirSync(dir).filter((name) => /^state-.*\.sqlite$/.test(name));
    expect(kept).toHaveLength(1);
    const old = new DatabaseSync(join(dir, kept[0] ?? ''));
    const row = old.prepare(`SELECT body FROM record WHERE kind = 'instance'`).get();
    old.close();
    expect(String(row?.['body'])).toContain(before.secretKey);
  });
});
