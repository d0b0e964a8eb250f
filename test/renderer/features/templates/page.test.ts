import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../../support/browser.ts';
import { servePreview, type PreviewServer } from '../../preview/servePreview.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let server: PreviewServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  server = await servePreview();
  browser = await launchBrowser();
}, 120_000);
afterEach(() => page.close());
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function open(path: string, width = 1280): Promise<string[]> {
  page = await browser.newPage({
    viewport: { width, height: 800 },
    reducedMotion: 'reduce',
  });
  const thrown: string[] = [];
  page.on('pageerror', (error) => thrown.push(error.message));
  await page.goto(server.url + path);
  await page.getByRole('button', { name: 'Who breaks?' }).waitFor();
  return thrown;
}

const sentence = () => page.getByRole('heading', { level: 1 });
const who = () => page.getByRole('combobox', { name: 'User of the preview' });
const editor = () => page.getByRole('textbox', { name: /^Claims of/ });

async function findings(): Promise<string[]> {
  await page.addScriptTag({ path: axePath });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
    );
  });
}

describe('templates in a browser', () => {
  it('go from user to user by keyboard, find one by name, and stand in their organization', async () => {
    await open('/#/templates');
    await sentence().getByText('For Ada in Acme Robotics').waitFor();
    await page.keyboard.press('Alt+PageDown');
    await sentence().getByText('For Grace').waitFor();
    await page.keyboard.press('Alt+PageUp');
    await sentence().getByText('For Ada').waitFor();
    await who().fill('margaret');
    await page.getByRole('option', { name: /Margaret Hamilton/ }).click();
    await sentence().getByText('For Margaret').waitFor();
    await page.getByRole('combobox', { name: 'Organization of the preview' }).click();
    await page.getByRole('option', { name: 'No organization' }).click();
    await sentence().getByText('For Margaret in the personal account').waitFor();
  });

  it('say why nothing is minted for a draft and for somebody else', async () => {
    await open('/#/templates');
    await page.getByRole('tab', { name: 'Minted' }).click();
    await page.getByRole('button', { name: 'Next user' }).click();
    await page.getByText('only your own session').waitFor();
    await editor().fill('{"a": 1}');
    await page.getByText('Not minted: a draft.').waitFor();
  });

  it('show the change before it is saved, and lose nothing to somebody who saved first', async () => {
    await open('/?lost#/templates');
    await editor().fill('{"mine": "{{user.id}}"}');
    await page.getByRole('button', { name: 'Save…' }).click();
    const dialog = page.getByRole('dialog');
    const changes = dialog.getByRole('table', { name: 'Changes of the claims' });
    await changes.getByText('mine').waitFor();
    await dialog.getByRole('button', { name: 'Save template' }).click();
    await dialog.getByRole('alert').getByText('against what is there now').waitFor();
    await changes.getByText('theirs').waitFor();
    await dialog.getByRole('button', { name: 'Save template' }).click();
    await page.getByText('Saved: this is what the instance mints now.').waitFor();
    expect(await editor().textContent()).toContain('mine');
  });

  it('keep the claims of a deleted template as a draft', async () => {
    await open('/#/templates');
    await page.getByRole('button', { name: 'More for everything' }).click();
    await page.getByRole('menuitem', { name: 'Delete template…' }).click();
    await page.getByRole('button', { name: 'Delete template' }).click();
    await page.getByText('A draft in this window').waitFor();
    expect(await editor().textContent()).toContain('user.public_metadata');
  });

  it('compare a file with the text before it replaces anything', async () => {
    await open('/#/templates');
    const file = { name: 'other.json', mimeType: 'application/json' };
    await page
      .getByLabel('Template file')
      .setInputFiles({ ...file, buffer: Buffer.from('{"from": "a file"}') });
    await page.getByRole('table', { name: 'Changes of the claims' }).waitFor();
    await page.getByRole('button', { name: 'New draft' }).last().click();
    await page.getByText('A draft in this window').waitFor();
    expect(await editor().textContent()).toContain('a file');
    await page
      .getByLabel('Template file')
      .setInputFiles({ ...file, buffer: Buffer.from('{"from": }') });
    await page.getByRole('alert').getByText('line 1, column 10').waitFor();
  });

  it('scan everybody in a worker, without a finding of axe and with nothing clipped', async () => {
    const thrown = await open('/#/templates', 900);
    await page.getByRole('button', { name: 'Who breaks?' }).click();
    await page.getByText('Done: 240 users').waitFor();
    await page.getByRole('table', { name: 'Largest tokens' }).waitFor();
    expect(await findings()).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
    ).toBe(true);
    await page.getByRole('button', { name: 'Back to the editor' }).click();
    await editor().waitFor();
    expect(thrown).toEqual([]);
  });
});
