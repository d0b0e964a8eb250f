import { fork } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { forkNode } from '../../../main/children/forkNode.ts';
import { productTiming, superviseChild, type Timing } from '../../../main/children/supervise.ts';
import { SandboxReady } from '../../../shared/contract/children.ts';
import type { ChildStatus, SandboxCode } from '../../../shared/contract/app.ts';
import { tempFolder } from '../support/tempFolder.ts';
import { writeFileSync } from 'node:fs';

const support = resolve(import.meta.dirname, '../support');
const quick: Timing = { ...productTiming, backOff: () => 10, stopWithin: 2_000 };

interface Setup {
  readonly file?: string;
  readonly config?: unknown;
  readonly timing?: Timing;
  readonly env?: Record<string, string>;
}

function supervised({ file = join(support, 'fakeSandbox.ts'), config, timing, env }: Setup = {}) {
  const told: ChildStatus[] = [];
  const codes: SandboxCode[] = [];
  const pids: number[] = [];
  const waiting = new Set<() => void>();
  const child = superviseChild({
    name: 'sandbox',
    fork: () => {
      const link = forkNode(file, { env: env ?? process.env, onOutput: () => undefined });
      pids.push(link.pid ?? 0);
      return link;
    },
    config: () => Promise.resolve(config ?? { dataDir: tempFolder(), port: 0 }),
    readDetail: (detail) => SandboxReady.parse(detail),
    onCode: (code) => {
      codes.push(code);
      for (const check of waiting) check();
    },
    onStatus: (status) => {
      told.push(status);
      for (const check of waiting) check();
    },
    log: () => undefined,
    timing: timing ?? quick,
  });
  onTestFinished(() => child.stop());
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  const get = async (path: string): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${child.detail()?.port}${path}`)).json();
  return { child, told, codes, pids, until, get, states: () => told.map(({ state }) => state) };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a supervised child', () => {
  it('starts, answers and ends gracefully', async () => {
    const { child, pids, states } = supervised();
    child.start();
    expect(await child.settled()).toMatchObject({ state: 'ready' });
    expect(child.detail()?.issuer).toContain('https://');
    await child.stop();
    expect(states()).toEqual(['starting', 'ready', 'stopped']);
    expect(isAlive(pids[0] ?? 0)).toBe(false);
  });

  it('gets nothing of its parent’s environment but what it needs', async () => {
    const env = { CLERK_SECRET_KEY: 'canary', PATH: '/bin', HOME: '/root', TZ: 'UTC' };
    const { child, get } = supervised({ env });
    child.start();
    await child.settled();
    const names = (await get('/v1/test/environment')) as string[];
    expect(names).toContain('TZ');
    for (const name of ['CLERK_SECRET_KEY', 'PATH', 'HOME']) expect(names).not.toContain(name);
  });

  it('is started again when it dies, and says why', async () => {
    const { child, pids, told, until } = supervised();
    child.start();
    await child.settled();
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await until(() => pids.length === 2 && child.status().state === 'ready');
    const restarting = told.find(({ state }) => state === 'restarting');
    expect(restarting?.reason).toBe('It ended unasked (SIGKILL).');
  });

  it('is left alone after too many crashes, and can be started on demand', async () => {
    const folder = tempFolder();
    const file = join(folder, 'crash.mjs');
    writeFileSync(file, 'process.exit(7)');
    const { child, pids, states } = supervised({ file, timing: { ...quick, attempts: 2 } });
    child.start();
    const status = await child.settled();
    expect(status).toMatchObject({ state: 'failed' });
    expect(status.reason).toContain('code 7');
    expect(states()).toEqual(['starting', 'restarting', 'restarting', 'failed']);
    writeFileSync(file, 'process.exit(8)');
    expect((await child.restart()).reason).toContain('code 8');
    expect(pids).toHaveLength(6);
  });

  it('that says what is wrong is not started again by itself', async () => {
    const { child, pids } = supervised({ config: { port: 'wrong' } });
    child.start();
    expect(await child.settled()).toMatchObject({ state: 'failed' });
    expect(pids).toHaveLength(1);
  });

  it('that never answers is ended and told', async () => {
    const file = join(tempFolder(), 'mute.mjs');
    writeFileSync(file, 'setInterval(() => undefined, 1000)');
    const { child, pids } = supervised({
      file,
      timing: { ...quick, readyWithin: 300, attempts: 0 },
    });
    child.start();
    expect((await child.settled()).reason).toContain('did not answer within');
    await child.stop();
    expect(pids).toHaveLength(1);
  });

  it('that does not want to end is killed', async () => {
    const file = join(tempFolder(), 'stubborn.mjs');
    writeFileSync(
      file,
      "process.on('message', () => undefined); process.on('SIGTERM', () => undefined);",
    );
    const { child, pids } = supervised({ file, timing: { ...quick, stopWithin: 100 } });
    child.start();
    const { promise, resolve } = Promise.withResolvers<void>();
    setImmediate(resolve);
    await promise;
    await child.stop();
    expect(isAlive(pids[0] ?? 0)).toBe(false);
  });

  it('hands codes on, and restarts on demand with another process', async () => {
    const { child, codes, pids, get, until } = supervised();
    child.start();
    await child.settled();
    await get('/v1/test/code');
    await until(() => codes.length === 1);
    expect(codes[0]?.code).toBe('424242');
    expect(await child.restart()).toMatchObject({ state: 'ready' });
    expect(pids).toHaveLength(2);
    expect(isAlive(pids[0] ?? 0)).toBe(false);
  });
});

it('ends by itself when its parent is killed', async () => {
  const parent = fork(join(support, 'parent.ts'), [], { execArgv: [] });
  const pid = await new Promise<number>((resolve) => {
    parent.once('message', (message) => resolve(message as number));
  });
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 10_000, interval: 50 }).toBe(false);
});
