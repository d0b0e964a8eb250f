import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { consoleOf } from './console.ts';
import { cutOff } from './cutOff.ts';
import type { RunningApp } from './host.ts';
import { webHost } from './webHost.ts';

/** A window at 200 %: half as many pixels of CSS, each twice as large. The second is the smallest window. */
const windows = [
  { width: 640, height: 400 },
  { width: 450, height: 300 },
];

describe('at 200 % nothing is cut off', () => {
  const home = mkdtempSync(join(tmpdir(), 'claimdeck-zoom-'));
  let app: RunningApp;
  let browser: Awaited<ReturnType<typeof launchBrowser>>;
  let page: Page;

  beforeAll(async () => {
    app = await webHost.launch({ home });
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+\/#launch=[\w-]+/.exec(app.output()) ?? [];
    browser = await launchBrowser();
    const context = await browser.newContext({
      viewport: windows[0] ?? null,
      deviceScaleFactor: 2,
    });
    page = await context.newPage();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(url);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await app.close();
    rmSync(home, { recursive: true, force: true });
  });

  /** What cannot be read or reached in each window, in words. */
  async function look(name: string): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const size of windows) {
      await page.setViewportSize(size);
      const at = `zoom-${name}-${size.width * 2}x${size.height * 2}`;
      faults.push(...(await page.evaluate(cutOff)).map((fault) => `${at}: ${fault}`));
    }
    return faults;
  }

  it('when signing in', async () => {
    await page.getByRole('textbox', { name: 'Email address' }).waitFor();
    await page.getByRole('button', { name: 'Sign in as Ada Byron' }).waitFor();
    expect(await look('sign-in')).toEqual([]);
  }, 180_000);

  it('on every page', async () => {
    const ui = consoleOf(page);
    await ui.signInAs('Ada Byron');
    await ui.switchTo('Acme Robotics');
    const faults: string[] = [];
    const links = await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').all();
    const titles = await Promise.all(links.map((link) => link.getAttribute('aria-label')));
    for (const title of titles.map(String)) {
      await ui.open(title);
      await page.waitForFunction(() => document.querySelector('main [aria-busy="true"]') === null);
      faults.push(...(await look(title.toLowerCase())));
      const tabs = await page.locator('main').getByRole('tab').all();
      for (const tab of tabs.slice(1)) {
        const name = (await tab.innerText()).toLowerCase().replace(/\W+/g, '-');
        await tab.click();
        await page.waitForFunction(
          () => document.querySelector('main [aria-busy="true"]') === null,
        );
        faults.push(...(await look(`${title.toLowerCase()}-${name}`)));
      }
    }
    expect(faults).toEqual([]);
  }, 400_000);
});
