// Development in both hosts: Vite's server behind the page's own origin, hot reload, and main built again.
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { consoleOf, watchConduct } from '../e2e/console.ts';
import { launchBrowser } from '../support/browser.ts';
import { prepareDevProject, type DevProject, type DevRun } from './devProject.ts';
import { pageOrigin } from './launch.ts';

let project: DevProject;
beforeAll(() => {
  project = prepareDevProject();
});
afterAll(() => project.dispose());

/** The window of the desktop host, seen by Playwright. */
async function attach(run: DevRun): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.connectOverCDP(await run.endpoint());
  const [context] = browser.contexts();
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
  if (page === undefined) throw new Error('No window opened.');
  await page.waitForURL(`${pageOrigin}/**`);
  return { browser, page };
}

/** What holds for a page from Vite's server, whichever host it stands behind. */
async function lookAt(page: Page): Promise<void> {
  const conduct = watchConduct(page);
  const response = await page.reload();
  const policy = response?.headers()['content-security-policy'] ?? '';
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w-]+';/);
  expect(policy).toMatch(/connect-src 'self' ws:\/\/127\.0\.0\.1:\d+;/);
  expect(policy).not.toContain('unsafe');
  await page.getByRole('button', { name: 'Sign in as Ada Byron' }).waitFor({ timeout: 60_000 });
  expect(
    await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)),
  )
    // Modules as they are, not bundles.
    .toContainEqual(expect.stringMatching(/\/app\/App\.tsx/));
  const ui = consoleOf(page);
  await ui.signInAs('Ada Byron');
  await ui.open('Templates');
  expect(conduct.faults()).toEqual([]);
}

describe('the desktop window in development', () => {
  it('shows Vite’s page, takes a change at once, and opens again when main was built', async () => {
    const run = project.start('electron');
    onTestFinished(() => run.stop());
    await run.printed(/Claimdeck: sandbox on /);
    const { browser, page } = await attach(run);
    onTestFinished(() => browser.close());
    await lookAt(page);

    await page.evaluate(() => Reflect.set(window, 'kept', true));
    project.edit('renderer/app/theme.css', ':root {', ':root { --dev-test: changed; ');
    await expect
      .poll(() =>
        page.evaluate(() =>
          getComputedStyle(document.documentElement).getPropertyValue('--dev-test'),
        ),
      )
      .toBe('changed');
    expect(await page.evaluate(() => Reflect.get(window, 'kept') as unknown)).toBe(true);

    project.edit('main/host/electron/menu.ts', 'export', '// Changed.\nexport');
    await run.printed(/Main was built and started again\./);
    await run.printed(/Claimdeck: sandbox on [^]*Claimdeck: sandbox on /);
    const again = await attach(run);
    onTestFinished(() => again.browser.close());
    await again.page.getByRole('button', { name: 'Account: Ada Byron' }).waitFor();
  }, 400_000);
});

describe('the web host in development', () => {
  it('shows Vite’s page, and the page outlives a host that is built again', async () => {
    const run = project.start('web');
    onTestFinished(() => run.stop());
    const [url] = await run.printed(/http:\/\/127\.0\.0\.1:\d+\/#launch=[\w-]+/);
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.goto(url);
    await lookAt(page);

    project.edit('main/ipc/handlers.ts', 'export', '// Changed.\nexport');
    await run.printed(/Main was built and started again\./);
    await run.printed(/#launch=[^]*#launch=/);
    await page.reload();
    await page.getByRole('button', { name: 'Account: Ada Byron' }).waitFor({ timeout: 60_000 });
  }, 400_000);
});
