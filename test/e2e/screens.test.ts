import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleOf } from './console.ts';
import type { RunningApp } from './host.ts';
import { webHost } from './webHost.ts';

/** Git-ignored: for a person to look at. */
const folder = resolve(import.meta.dirname, '../../screenshots');
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
];

/** Every page, as it is with the sandbox behind it: nothing clipped, no fault of accessibility, and a picture. */
describe('the pages on the running console', () => {
  const home = mkdtempSync(join(tmpdir(), 'claimdeck-screens-'));
  let app: RunningApp;
  let ui: ReturnType<typeof consoleOf>;

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    app = await webHost.launch({ home });
    ui = consoleOf(app.page);
    await app.page.emulateMedia({ reducedMotion: 'reduce' });
  }, 180_000);

  afterAll(async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('sign-in', async () => {
    await app.page.getByRole('textbox', { name: 'Email address' }).waitFor();
    await app.page.getByRole('button', { name: 'Sign in as Ada Byron' }).waitFor();
    expect(await lookAt(app.page, 'sign-in')).toEqual([]);
  }, 180_000);

  it('the pages of an admin', async () => {
    await ui.signInAs('Ada Byron');
    await ui.switchTo('Acme Robotics');
    expect(await lookAtEvery(ui, 'admin')).toEqual([]);
  }, 400_000);

  it('the pages of a member, with what is denied', async () => {
    await ui.signOut();
    await ui.signInAs('Grace Hopper');
    await ui.switchTo('Acme Robotics');
    expect(await lookAtEvery(ui, 'member')).toEqual([]);
  }, 400_000);

  it('the pages in a personal account that is over its budget', async () => {
    await ui.signOut();
    await ui.signInAs('Margaret Hamilton');
    await ui.switchTo('Personal account');
    expect(await lookAtEvery(ui, 'over-budget')).toEqual([]);
  }, 400_000);
});

async function lookAtEvery(
  ui: ReturnType<typeof consoleOf>,
  who: string,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const names = await ui.page.getByRole('navigation', { name: 'Pages' }).getByRole('link').all();
  const titles = await Promise.all(names.map((link) => link.getAttribute('aria-label')));
  for (const title of titles) {
    if (title === null) throw new Error('a page without a name is in the rail');
    await ui.open(title);
    await settle(ui.page);
    faults.push(...(await lookAt(ui.page, `${who}-${title.toLowerCase()}`)));
  }
  return faults;
}

/** Nothing is loading any more. */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('main [aria-busy="true"]') === null);
}

/** Pictures at both sizes in both themes; returns what is wrong with the page, in words. */
async function lookAt(page: Page, name: string): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const at = `${name}-${size.width}x${size.height}-${colorScheme}`;
      await page.screenshot({ path: join(folder, `${at}.png`) });
      const { wide, tall } = await page.evaluate(() => {
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
        // Beside the rail only the page scrolls, never the window.
        const framed = document.querySelector('nav[aria-label="Pages"]') !== null;
        return { wide: scrollWidth - clientWidth, tall: framed ? scrollHeight - clientHeight : 0 };
      });
      if (wide > 0) faults.push(`${at}: ${wide} px too wide`);
      if (tall > 0) faults.push(`${at}: the window scrolls by ${tall} px`);
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${at}: ${fault}`));
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  return faults;
}

async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  // As an evaluated script it is not subject to the page's policy, which allows no inline one.
  await session.send('Runtime.evaluate', { expression: readFileSync(axePath, 'utf8') });
  const { result } = await session.send('Runtime.evaluate', {
    awaitPromise: true,
    returnByValue: true,
    // Clerk's own components answer for themselves. The editor's text, which is focusable, scrolls its scroller.
    expression: `axe.run({ exclude: [['.cl-rootBox'], ['.cm-scroller']] }, { resultTypes: ['violations'] }).then(({ violations, passes }) => {
      if (passes.length === 0) throw new Error('axe looked at nothing');
      return violations.map(({ id, nodes }) => id + ' at ' + nodes.map(({ target }) => target.join(' ')).join(', '));
    })`,
  });
  await session.detach();
  return result.value as readonly string[];
}
