import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { servePreview, type PreviewServer } from './servePreview.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let server: PreviewServer;
let browser: Browser;

beforeAll(async () => {
  server = await servePreview();
  browser = await launchBrowser();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});

const pages = [
  ['the session', '/#/session', 'Refresh now'],
  ['an over-full token', '/?over&paused#/session', 'Refresh now'],
  ['inspect', '/#/inspect', 'Inspect the live token'],
  ['access', '/#/access', 'Ask org:data:read'],
  ['access in the personal account', '/?personal#/access', 'Switch to Acme Robotics'],
  ['the routes of the backend', '/#/access/routes', 'Organization: Acme Robotics'],
  ['templates', '/#/templates', 'Next user'],
  ['templates of the denied', '/?member#/templates', 'New draft'],
  ['settings', '/#/organization/settings', 'Save version 8'],
  ['members', '/#/organization/members', 'Account: Ada Byron'],
  ['invitations', '/#/organization/invitations', 'Resend the invitation of grace@example.com'],
  ['invitations of the denied', '/?member#/organization/invitations', 'Copy details'],
  ['roles', '/#/organization/roles', 'Change Partners'],
  ['roles of the denied', '/?member#/organization/roles', 'New role…'],
  ['domains', '/#/organization/domains', 'Delete acme.test'],
  ['profile', '/#/organization/profile', 'Save name and slug'],
  ['sessions', '/#/organization/sessions', 'End session: Safari 19.1 iPhone'],
  ['audit', '/#/organization/audit', 'Show more'],
  ['audit of the denied', '/?member#/organization/audit', 'Copy details'],
  ['items', '/#/organization/items', 'Add item'],
  ['the personal account', '/?personal#/organization', 'Switch to Acme Robotics'],
] as const;

/** Violations of axe as short lines, for a readable failure. */
async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axePath });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const found = await axe.run();
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
    );
  });
}

const isClipped = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    return (
      document.documentElement.scrollWidth > window.innerWidth ||
      (main !== null && main.scrollWidth > main.clientWidth)
    );
  });

const pagesInDark = pages.filter(([name]) =>
  [
    'the session',
    'inspect',
    'access',
    'templates',
    'settings',
    'members',
    'invitations',
    'roles',
    'domains',
    'profile',
    'sessions',
    'audit',
  ].includes(name),
);

describe.each([
  ['light', 1280, 800, pages],
  ['dark', 900, 600, pagesInDark],
] as const)('the pages in %s at %i × %i', (colorScheme, width, height, shown) => {
  let context: BrowserContext;
  beforeAll(async () => {
    context = await browser.newContext({
      colorScheme,
      viewport: { width, height },
      reducedMotion: 'reduce',
    });
  });
  afterAll(() => context.close());

  it.each(shown)(
    '%s: nothing thrown, nothing clipped, no finding of axe',
    async (_, path, button) => {
      const page = await context.newPage();
      const thrown: string[] = [];
      page.on('pageerror', (error) => thrown.push(error.message));
      await page.goto(server.url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('button', { name: button }).first().waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await isClipped(page)).toBe(false);
      expect(thrown).toEqual([]);
      await page.close();
    },
  );
});

describe('work on the pages', () => {
  let page: Page;
  const open = async (path: string): Promise<void> => {
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(server.url + path);
  };

  it('keeps a draft while another page is open, and previews it as it is typed', async () => {
    await open('/#/templates');
    await page.getByRole('button', { name: 'hasura' }).click();
    await page.getByRole('textbox', { name: 'Claims of hasura' }).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('{"who": "{{user.first_name}}"}');
    await page.getByRole('heading', { name: /gives 1 claim, 13 bytes/ }).waitFor();
    await page.getByRole('link', { name: 'Organization', exact: true }).click();
    await page.getByRole('tab', { name: 'Members' }).waitFor();
    await page.getByRole('link', { name: 'Templates', exact: true }).click();
    await page.getByRole('button', { name: 'hasura unsaved' }).waitFor();
    await page.close();
  });

  it('finds routes by the words of their rule', async () => {
    await open('/#/access');
    await page.getByRole('tab', { name: 'Backend routes' }).click();
    await page.getByLabel('Search routes').fill('data:write post');
    await page.getByText('1 of 4 routes').waitFor();
    await page.getByLabel('Search routes').fill('nothing like it');
    await page.getByText('No route matches.').waitFor();
    await page.close();
  });

  it('shows what an organization switch changed in the token', async () => {
    await open('/#/session');
    await page.getByRole('button', { name: 'Organization: Acme Robotics org:admin' }).click();
    await page.getByRole('menuitem', { name: /Globex Health/ }).click();
    await page.getByRole('heading', { name: /signed in to Globex Health as org:member/ }).waitFor();
    await page.getByText('Switched to Globex Health').waitFor();
    await page.close();
  });
});
