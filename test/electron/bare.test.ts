// Without Playwright: a second debugger on the page resumes what the stand-in forgot to resume, and so hides
// that the page hangs.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareFixture, printed, type FixtureApp } from './fixtureApp.ts';
import { launchBare, runToEnd, type DesktopProcess } from './launch.ts';

let fixture: FixtureApp;
let outside: Server;
let outsideUrl: string;
let asked = 0;
const running: DesktopProcess[] = [];
/** For tests that leave it as it was. */
let shared: DesktopProcess;

const start = async (home: string): Promise<DesktopProcess> => {
  const app = await launchBare(fixture.options(home));
  running.push(app);
  await printed(app, 'loaded');
  return app;
};
const inPage = (app: DesktopProcess, code: string): Promise<unknown> =>
  app.executeMain(
    ({ BrowserWindow }, script) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script),
    code,
  );
/** Each starts the app anew, once or twice. */
const slow = { timeout: 60_000 };

/** A process that ended but was not waited for still has its number: nobody waits where no init runs. */
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return (
      process.platform !== 'linux' ||
      !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
    );
  } catch {
    return false;
  }
};

beforeAll(async () => {
  fixture = await prepareFixture();
  outside = createServer((_request, response) => {
    asked += 1;
    response.end('outside');
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  shared = await start('shared');
  outsideUrl = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  await Promise.all(running.map((app) => app.close()));
  outside.close();
  fixture.dispose();
});

it('denies every window a page opens: its address is never asked for, and the page goes on', async () => {
  for (let round = 0; round < 3; round += 1) {
    expect(await inPage(shared, `window.open(${JSON.stringify(outsideUrl)}); 1 + ${round}`)).toBe(
      1 + round,
    );
    expect(
      await inPage(shared, `window.open(${JSON.stringify(outsideUrl)}, 'x', 'noopener'); 2`),
    ).toBe(2);
  }
  expect(await inPage(shared, `claimdeck.call('app.bootstrap', {}).then(({ ok }) => ok)`)).toBe(
    true,
  );
  expect(asked).toBe(0);
});

it('does not ask for the address of a navigation that is refused', async () => {
  await inPage(shared, `location.href = ${JSON.stringify(outsideUrl)}`);
  expect(await inPage(shared, `fetch('/echo').then((r) => r.json()).then(({ url }) => url)`)).toBe(
    'app://renderer/echo',
  );
  expect(await inPage(shared, 'document.querySelector("p").textContent')).toBe('page of renderer');
  expect(asked).toBe(0);
});

it('opens links to listed sites in the user’s browser, and no others', async () => {
  await inPage(
    shared,
    `for (const url of ['https://clerk.com/docs', 'https://dashboard.clerk.com/', 'http://clerk.com/',
      'https://clerk.com.evil.test/', 'https://user@clerk.com/', 'javascript:1', 'https://clerk.com:444/'])
      window.open(url);
    0`,
  );
  await expect
    .poll(() =>
      shared.executeMain(({ shell }) =>
        (shell as unknown as { standInLinks(): string[] }).standInLinks(),
      ),
    )
    .toEqual(['https://clerk.com/docs', 'https://dashboard.clerk.com/']);
});

it('refuses a download', async () => {
  const refused = shared.executeMain(
    ({ session }) =>
      new Promise<boolean>((resolve) => {
        session.defaultSession.on('will-download', (download) =>
          resolve(download.defaultPrevented),
        );
      }),
  );
  await inPage(
    shared,
    `Object.assign(document.createElement('a'), { href: '/echo', download: 'x.txt' }).click()`,
  );
  expect(await refused).toBe(true);
});

it('runs children as utility processes with the environment they were given', async () => {
  await printed(shared, 'child: ');
  expect(shared.output()).toContain(
    'child: {"data":{"type":"hello"},"env":{"ONLY":"this"},"type":"utility"}',
  );
});

it('brings the first window to the front on a second start', slow, async () => {
  const { code } = await runToEnd({ ...fixture.options('shared'), args: ['--again'] });
  expect(code).toBe(3);
  await printed(shared, 'second instance: --again');
});

it('leaves no browser behind when it is killed, and its lock can be taken', slow, async () => {
  const first = await start('killed');
  expect(isRunning(first.browserPid)).toBe(true);
  first.kill('SIGKILL');
  await first.exited;
  await expect.poll(() => isRunning(first.browserPid), { timeout: 10_000 }).toBe(false);
  const second = await start('killed');
  expect(await inPage(second, 'document.title')).toBe('renderer');
});

it('quits on a signal', slow, async () => {
  const app = await start('signal');
  app.kill('SIGINT');
  expect(await app.exited).toBe(0);
});

it('says what it does not cover instead of doing nothing', async () => {
  const message = await shared.executeMain(async ({ app: electronApp, BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    const attempts = [
      () => electronApp.getLocale(),
      () => window?.setFullScreen(true),
      () => window?.webContents.on('context-menu', () => undefined),
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return 'silent';
      } catch (cause) {
        return String(cause).includes('not covered by the stand-in') ? 'refused' : String(cause);
      }
    });
  });
  expect(message).toEqual(['refused', 'refused', 'refused']);
});
