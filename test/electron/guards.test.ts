import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prepareFixture, type FixtureApp } from './fixtureApp.ts';
import { launchDesktop, pageOrigin, type Desktop } from './launch.ts';

let fixture: FixtureApp;
let app: Desktop;

beforeAll(async () => {
  fixture = await prepareFixture();
  app = await launchDesktop(fixture.options('guards'));
});
afterAll(async () => {
  await app.close();
  fixture.dispose();
});
beforeEach(async () => {
  await app.page.goto(home);
});

const home = `${pageOrigin}/index.html`;
const shownUrl = (): Promise<string> =>
  app.executeMain(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL() ?? '',
  );

/** A navigation that never starts has no event; two answers to the page later it would have begun. */
const stays = async (attack: string): Promise<void> => {
  await app.page.evaluate(attack);
  for (const round of [1, 2])
    await app.page.evaluate((at) => fetch(`/echo?${at}`).then(() => at), round);
  expect(app.page.url()).toBe(home);
  expect(await shownUrl()).toBe('app://renderer/index.html');
  expect(await app.page.textContent('p')).toBe('page of renderer');
};

describe('the page’s side', () => {
  it('gives the page call and on, frozen, and nothing else', async () => {
    expect(
      await app.page.evaluate(() => {
        const { claimdeck } = window as unknown as { claimdeck: object };
        return { keys: Object.keys(claimdeck), frozen: Object.isFrozen(claimdeck) };
      }),
    ).toEqual({ keys: ['call', 'on'], frozen: true });
  });

  it('leaves nothing of Node or Electron in the page', async () => {
    const names = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', 'global'];
    expect(await app.page.evaluate((list) => list.filter((name) => name in window), names)).toEqual(
      [],
    );
    const others = await app.page.evaluate(() =>
      Object.getOwnPropertyNames(window).filter((name) => /^(call|deliver)_|ipc/i.test(name)),
    );
    expect(others).toEqual([]);
  });

  it('cannot replace the bridge', async () => {
    const still = await app.page.evaluate(() => {
      const scope = window as unknown as { claimdeck: { call: unknown } };
      const before = scope.claimdeck;
      Reflect.set(scope, 'claimdeck', {});
      Reflect.set(before, 'call', () => 'mine');
      return scope.claimdeck === before && Reflect.deleteProperty(scope, 'claimdeck');
    });
    expect(still).toBe(false);
    expect(await app.page.evaluate(() => 'claimdeck' in window)).toBe(true);
  });

  it('hands over events that happened before the page listened', { timeout: 60_000 }, async () => {
    const started = await launchDesktop(fixture.options('events'));
    try {
      await started.page.evaluate(() => (window as unknown as { started: Promise<void> }).started);
      expect(
        await started.page.evaluate(() => (window as unknown as { seen: unknown }).seen),
      ).toEqual([
        { child: 'sandbox', state: 'starting' },
        { child: 'backend', state: 'ready' },
      ]);
    } finally {
      await started.close();
    }
  });

  it('enforces the policy of the page: no inline script, no other origin', async () => {
    expect(await app.page.evaluate(() => 'inlineRan' in window)).toBe(false);
    expect(
      await app.page.evaluate(() =>
        fetch('https://elsewhere.test/').then(String, (e) => String(e)),
      ),
    ).toContain('Failed to fetch');
  });
});

describe('a stranger in the window', () => {
  it('gets boundary.foreign_sender from every call', async () => {
    await app.executeMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.loadURL('app://stranger/index.html'),
    );
    await app.page.waitForURL('https://stranger.app.localhost/**');
    expect(await app.page.textContent('p')).toBe('page of stranger');
    const answer = await app.page.evaluate(
      () => (window as unknown as { started: Promise<unknown> }).started,
    );
    expect(answer).toMatchObject({ ok: false, error: { code: 'boundary.foreign_sender' } });
  });

  it('has no bridge in a subframe', async () => {
    const inside = await app.page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      return frame.contentWindow !== null && 'claimdeck' in frame.contentWindow;
    });
    expect(inside).toBe(false);
  });
});

describe('navigation', () => {
  it.each([
    ['another site', `location.href = 'https://elsewhere.test/'`],
    ['another host of the scheme', `location.href = 'https://stranger.app.localhost/index.html'`],
    ['a redirect that leaves', `location.href = '/away'`],
    [
      'a link',
      `Object.assign(document.createElement('a'), { href: 'https://elsewhere.test/' }).click()`,
    ],
    ['the opener’s top', `window.open('https://elsewhere.test/', '_top')`],
    ['a data address', `location.href = 'data:text/html,<p>mine</p>'`],
    ['a script address', `location.href = 'javascript:document.body.textContent="mine"'`],
  ])('does not follow %s', async (_name, attack) => {
    await stays(attack);
  });

  it('lets the page reload and change its hash', async () => {
    await app.page.evaluate(`location.hash = '#/session'`);
    await expect.poll(shownUrl).toBe('app://renderer/index.html#/session');
    await app.page.reload();
    expect(await app.page.textContent('p')).toBe('page of renderer');
  });
});

describe('permissions and webviews', () => {
  it('grants copying to the own page and nothing else', async () => {
    const states = await app.page.evaluate(async () => {
      const names = ['clipboard-write', 'clipboard-read', 'geolocation', 'notifications', 'midi'];
      const entries = names.map(async (name) => {
        const { state } = await navigator.permissions.query({ name: name as PermissionName });
        return [name, state] as const;
      });
      return Object.fromEntries(await Promise.all(entries));
    });
    expect(states).toEqual({
      'clipboard-write': 'granted',
      'clipboard-read': 'denied',
      geolocation: 'denied',
      notifications: 'denied',
      midi: 'denied',
    });
  });

  it('never attaches a webview', async () => {
    const prevented = await app.executeMain(({ BrowserWindow }) => {
      let count = 0;
      const attaching = { preventDefault: () => (count += 1) };
      BrowserWindow.getAllWindows()[0]?.webContents.emit('will-attach-webview', attaching, {}, {});
      return count;
    });
    expect(prevented).toBe(1);
  });
});

describe('requests to the own scheme', () => {
  it('arrive whole, with the app’s own addresses', async () => {
    const echo = await app.page.evaluate(async () => {
      const body = new Uint8Array(300_000).fill(7);
      const response = await fetch('/echo?x=1', {
        method: 'POST',
        body,
        headers: { 'x-test': 'ü1'.slice(1) },
      });
      return (await response.json()) as object;
    });
    expect(echo).toEqual({
      url: 'app://renderer/echo?x=1',
      method: 'POST',
      bytes: 300_000,
      last: 7,
      header: '1',
      origin: 'app://renderer',
    });
  });
});
