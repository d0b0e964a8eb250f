// The built bundles themselves, as people start them. `npm test` builds them first.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bridge } from '../../shared/contract/table.ts';
import { printed } from './fixtureApp.ts';
import { launchBare, launchDesktop, runToEnd, type Desktop, type LaunchOptions } from './launch.ts';

const root = resolve(import.meta.dirname, '../..');
const anyPorts = ['--sandbox-port=0', '--backend-port=0'];
let dir: string;

const options = (name: string, ...args: string[]): LaunchOptions => ({
  home: join(dir, name),
  args: [...anyPorts, ...args],
});

beforeAll(() => {
  if (!existsSync(join(root, 'out/main/index.js'))) throw new Error('Run `npm run build` first.');
  dir = mkdtempSync(join(tmpdir(), 'claimdeck-desktop-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));

/** A call of the page, with whatever a page might send. */
const ask = (page: Page, method: string, input: object): Promise<unknown> =>
  page.evaluate(
    ([name, value]) =>
      (window as unknown as { readonly claimdeck: Bridge }).claimdeck.call(
        name as 'app.restartChild',
        value as { child: 'backend' },
      ),
    [method, input] as const,
  );

/** Whether something listens on a port of this machine. */
const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );
const childUrls = (output: string): string[] =>
  [...output.matchAll(/127\.0\.0\.1:\d+/g)].map(([address]) => `http://${address}/health`);

describe('one start', () => {
  let app: Desktop;
  beforeAll(async () => {
    app = await launchDesktop(options('one'));
  });
  afterAll(() => app.close());

  it('shows the page under its own policy, in the window it asked for', async () => {
    const response = await app.page.reload();
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe-(inline|eval)|\*/);
    const preferences = await app.executeMain(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0] as unknown as {
        standInOptions: Electron.BrowserWindowConstructorOptions;
      };
      return window.standInOptions.webPreferences;
    });
    expect(preferences).toMatchObject({ contextIsolation: true, sandbox: true, webviewTag: false });
  });

  it('gives the page call and on and nothing of Electron', async () => {
    expect(
      await app.page.evaluate(() => Object.keys(Reflect.get(window, 'claimdeck') as object)),
    ).toEqual(['call', 'on']);
    expect(await app.page.evaluate(() => 'require' in window || 'process' in window)).toBe(false);
  });

  it('runs no inline script and no eval', async () => {
    // From a timer: what a debugger evaluates itself may use eval whatever the policy says.
    const ran = await app.page.evaluate(
      () =>
        new Promise((resolve) => {
          setTimeout(() => {
            const script = document.createElement('script');
            script.textContent = 'window.injected = true';
            document.body.append(script);
            try {
              // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- the attack itself
              new Function('window.injected = true')();
            } catch {
              // Refused, as it should be.
            }
            resolve('injected' in window);
          }, 0);
        }),
    );
    expect(ran).toBe(false);
  });

  it('answers the contract, and refuses what is not in it', async () => {
    expect(await ask(app.page, 'app.bootstrap', {})).toMatchObject({
      ok: true,
      value: { host: 'electron', instance: { kind: 'sandbox' }, backendConnected: true },
    });
    expect(await ask(app.page, 'app.bootstrap', { extra: 1 })).toMatchObject({
      error: { code: 'boundary.bad_input' },
    });
    for (const name of ['__proto__', 'constructor', 'toString', 'app.quit', '']) {
      expect(await ask(app.page, name, {})).toMatchObject({
        ok: false,
        error: { code: 'boundary.unknown_method' },
      });
    }
    expect(await ask(app.page, 'link.open', { url: 'file:///etc/passwd' })).toMatchObject({
      error: { code: 'boundary.bad_input' },
    });
  });

  it('does not show itself under another host of its scheme', async () => {
    await app.page.evaluate(`location.href = 'https://other.app.localhost/index.html'`);
    const own = await app.page.evaluate(() =>
      fetch('/index.html').then((response) => response.status),
    );
    expect(own).toBe(200);
    expect(new URL(app.page.url()).host).toBe('renderer.app.localhost');
    await app.executeMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.loadURL('app://other/index.html'),
    );
    await app.page.waitForURL('https://other.app.localhost/**');
    expect(await app.page.textContent('body')).toContain('Not found');
    expect(await ask(app.page, 'app.bootstrap', {})).toMatchObject({
      ok: false,
      error: { code: 'boundary.foreign_sender' },
    });
  });

  it('follows the theme that is chosen', async () => {
    await app.page.goto('https://renderer.app.localhost/index.html');
    await ask(app.page, 'settings.update', { colorScheme: 'dark' });
    expect(await app.executeMain(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  });

  it('sends a second start to the first window', async () => {
    const { code, output } = await runToEnd(options('one'));
    expect(code).toBe(0);
    expect(output).toMatch(
      /^Claimdeck already runs on .+: its window was brought to the front\.\n$/,
    );
  });
});

describe('the end', () => {
  it.each(['SIGINT', 'SIGKILL'] as const)(
    'takes the children along (%s)',
    { timeout: 60_000 },
    async (signal) => {
      const app = await launchBare(options(`end-${signal}`));
      await printed(app, 'backend on');
      const urls = childUrls(app.output());
      expect(await Promise.all(urls.map(answers))).toEqual([true, true]);
      app.kill(signal);
      expect(await app.exited).toBe(signal === 'SIGINT' ? 0 : null);
      for (const url of urls) {
        await expect.poll(() => answers(url), { timeout: 10_000 }).toBe(false);
      }
    },
  );
});

describe('--smoke', { timeout: 60_000 }, () => {
  it('says ok in one line and leaves', async () => {
    const { code, output } = await runToEnd(options('smoke', '--smoke'));
    expect(output).toMatch(/^Claimdeck smoke: ok \(Electron [\d.]+, instance Sandbox\)\n$/);
    expect(code).toBe(0);
  });

  it('says in one line what stands in its way', async () => {
    const given = options('newer', '--smoke');
    mkdirSync(join(given.home, 'data'), { recursive: true });
    writeFileSync(
      join(given.home, 'data/settings.json'),
      JSON.stringify({ schemaVersion: 999, settings: {} }),
    );
    const { code, output } = await runToEnd(given);
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toContain('was written by a newer Claimdeck');
  });
});

it('shows why it could not start, and ends', async () => {
  const { code, output } = await runToEnd(options('usage', '--sandbox-port=nonsense'));
  expect(code).toBe(1);
  expect(output).toContain(
    '[dialog] Claimdeck could not start: --sandbox-port takes a port number',
  );
  expect(output).not.toMatch(/\n\s+at /);
});

it('refuses remote debugging when it is packaged', async () => {
  const given = options('debug', '--remote-debugging-port=0');
  const { code, output } = await runToEnd({ ...given, standIn: { packaged: true } });
  expect(code).toBe(2);
  expect(output).toContain('does not start with --remote-debugging-port');
});
