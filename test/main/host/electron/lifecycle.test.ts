import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeBeforeQuit } from '../../../../main/host/electron/lifecycle.ts';
import { checkPage } from '../../../../main/host/electron/smoke.ts';
import { forkUtility } from '../../../../main/host/electron/children.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const fakeApp = () => {
  const exit = vi.fn();
  const app = Object.assign(new EventEmitter(), { exit });
  const quit = (): boolean => {
    const preventDefault = vi.fn();
    app.emit('will-quit', { preventDefault });
    return preventDefault.mock.calls.length > 0;
  };
  return { app, exit, quit };
};

it('closes the host once before the app is gone', async () => {
  const { app, exit, quit } = fakeApp();
  const closing = Promise.withResolvers<void>();
  const close = vi.fn(() => closing.promise);
  closeBeforeQuit(app, close, () => undefined);
  expect(quit()).toBe(true);
  expect(quit()).toBe(true);
  expect(exit).not.toHaveBeenCalled();
  closing.resolve();
  await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0));
  expect(close).toHaveBeenCalledTimes(1);
});

it('does not wait for ever', () => {
  const { app, exit, quit } = fakeApp();
  closeBeforeQuit(
    app,
    () => new Promise(() => undefined),
    () => undefined,
  );
  quit();
  vi.advanceTimersByTime(8_000);
  expect(exit).toHaveBeenCalledWith(0);
});

it('goes even when closing fails, and logs why', async () => {
  const { app, exit, quit } = fakeApp();
  const log = vi.fn();
  closeBeforeQuit(app, () => Promise.reject(new Error('disk full')), log);
  quit();
  await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0));
  expect(log).toHaveBeenCalledWith('error', 'the host did not close', { cause: 'disk full' });
});

it('smoke says in one line what it saw', async () => {
  const page = (answer: unknown) => ({ executeJavaScript: async () => answer });
  const loaded = Promise.resolve();
  expect(
    await checkPage(page({ ok: true, value: { instance: { name: 'Sandbox' } } }), loaded, {
      electron: '45.4.1',
    }),
  ).toEqual({ ok: true, line: 'Claimdeck smoke: ok (Electron 45.4.1, instance Sandbox)' });
  expect(
    await checkPage(page({ ok: false, error: { message: 'No sandbox.' } }), loaded, {}),
  ).toEqual({
    ok: false,
    line: 'Claimdeck smoke: failed (No sandbox.)',
  });
  expect((await checkPage(page({}), Promise.reject(new Error('ERR_FAILED')), {})).line).toContain(
    'ERR_FAILED',
  );
  const silent = checkPage(page({}), new Promise<void>(() => undefined), {});
  await vi.advanceTimersByTimeAsync(30_000);
  expect((await silent).line).toBe('Claimdeck smoke: failed (no answer in 30 s)');
});

it('forks a child without arguments, with the given environment, and kills it for good', () => {
  const pid: number | undefined = 4711;
  const child = Object.assign(new EventEmitter(), {
    pid,
    stdout: new EventEmitter(),
    stderr: new EventEmitter(),
    postMessage: vi.fn(),
    kill: vi.fn(),
  });
  const [fork, signal, onOutput] = [vi.fn(() => child), vi.fn(), vi.fn()];
  const link = forkUtility('backend', {
    fork: fork as never,
    file: '/out/main/backend.js',
    env: { LANG: 'C' },
    onOutput,
    signal,
  });
  expect(fork).toHaveBeenCalledWith('/out/main/backend.js', [], {
    env: { LANG: 'C' },
    serviceName: 'Claimdeck backend',
    stdio: 'pipe',
  });
  link.send({ type: 'stop' });
  expect(child.postMessage).toHaveBeenCalledWith({ type: 'stop' });
  child.stderr.emit('data', 'a line');
  expect(onOutput).toHaveBeenCalledWith('a line');
  link.kill();
  expect(signal).toHaveBeenCalledWith(4711, 'SIGKILL');
  Object.assign(child, { pid: undefined });
  link.kill();
  expect(child.kill).toHaveBeenCalledTimes(1);
  const exits: unknown[] = [];
  link.onExit((...given) => exits.push(given));
  child.emit('exit', 1);
  child.emit('exit', 1);
  expect(exits).toEqual([[1, null]]);
});
