import { expect, it, vi } from 'vitest';
import type { IpcMain } from 'electron';
import { registerCalls } from '../../../../main/host/electron/ipc.ts';
import { isOwnUrl } from '../../../../main/host/electron/scheme.ts';
import { isOwnSender } from '../../../../main/host/electron/sender.ts';

it.each([
  ['app://renderer/index.html', true],
  ['app://renderer/', true],
  ['app://renderer/index.html?x#/session', true],
  ['APP://RENDERER/', false],
  ['app://renderer.evil/', false],
  ['app://renderer:80/', false],
  ['app://user@renderer/', false],
  ['app://other/', false],
  ['app:renderer', false],
  ['apps://renderer/', false],
  ['https://renderer/', false],
  ['file:///renderer', false],
  ['about:blank', false],
  ['', false],
])('%s is the app’s own address: %s', (url, own) => {
  expect(isOwnUrl(url)).toBe(own);
});

const main = { url: 'app://renderer/index.html' };

it('accepts the top frame of the app’s own page', () => {
  expect(isOwnSender({ senderFrame: main, sender: { mainFrame: main } })).toBe(true);
});

it.each([
  ['a frame that is gone', { senderFrame: null, sender: { mainFrame: main } }],
  ['a subframe of the same address', { senderFrame: { ...main }, sender: { mainFrame: main } }],
  ['a page that took the window’s place', frameOf('https://elsewhere.test/')],
  ['another host of the scheme', frameOf('app://other/')],
  ['a frame that is disposed while it is read', disposed()],
])('refuses %s', (_name, sent) => {
  expect(isOwnSender(sent)).toBe(false);
});

function frameOf(url: string) {
  const frame = { url };
  return { senderFrame: frame, sender: { mainFrame: frame } };
}
function disposed() {
  const frame = {
    get url(): string {
      throw new Error('Render frame was disposed');
    },
  };
  return { senderFrame: frame, sender: { mainFrame: frame } };
}

it('asks the dispatcher only for its own page, with a method name and one input', async () => {
  let listener: ((...args: unknown[]) => Promise<unknown>) | undefined;
  const call = vi.fn(async () => ({ ok: true as const, value: 'answer' }));
  const ipcMain = {
    handle: (_channel: string, given: typeof listener) => (listener = given),
  } as unknown as Pick<IpcMain, 'handle'>;
  registerCalls(ipcMain, call);
  const own = { senderFrame: main, sender: { mainFrame: main } };

  expect(await listener?.(own, 'app.bootstrap', {})).toEqual({ ok: true, value: 'answer' });
  expect(call.mock.calls).toEqual([['app.bootstrap', {}]]);

  const refused = (code: string) =>
    expect.objectContaining({ ok: false, error: expect.objectContaining({ code }) });
  expect(await listener?.(frameOf('app://other/'), 'app.bootstrap', {})).toEqual(
    refused('boundary.foreign_sender'),
  );
  expect(await listener?.(own, { toString: () => 'app.bootstrap' }, {})).toEqual(
    refused('boundary.bad_input'),
  );
  expect(await listener?.(own, 'app.bootstrap', {}, 'more')).toEqual(refused('boundary.bad_input'));
  expect(await listener?.(own)).toEqual(refused('boundary.bad_input'));
  expect(call).toHaveBeenCalledTimes(1);
});
