import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useTemplatesPage } from './browserPage.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const open = useTemplatesPage();

/** What axe finds in the page itself; the frame around it has tests of its own. */
async function findings(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axePath });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(part: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run('main');
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
    );
  });
}

const isWiderThanWindow = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

describe('templates in a browser', () => {
  it('go from user to user by keyboard, find one by name, and stand in their organization', async () => {
    const { page, sentence } = await open();
    const who = page.getByRole('combobox', { name: 'User of the preview' });
    const place = page.getByRole('combobox', { name: 'Organization of the preview' });
    await sentence.getByText('For Ada in Acme Robotics').waitFor();
    await page.keyboard.press('Alt+PageDown');
    await sentence.getByText('For Grace').waitFor();
    await page.keyboard.press('Alt+PageUp');
    await sentence.getByText('For Ada').waitFor();
    await who.fill('margaret');
    await page.getByRole('option', { name: /Margaret Hamilton/ }).click();
    await sentence.getByText('For Margaret').waitFor();
    await place.click();
    await page.getByRole('option', { name: 'No organization' }).click();
    await sentence.getByText('For Margaret in the personal account').waitFor();
    // Somebody without any membership has nowhere else to stand.
    await who.fill('alan');
    await page.getByRole('option', { name: /Alan Turing/ }).click();
    await sentence.getByText('For Alan in the personal account').waitFor();
    await place.click();
    expect(await page.getByRole('option').allTextContents()).toEqual(['No organization']);
  });

  it('say why nothing is minted for a draft and for somebody else', async () => {
    const { page, button, write } = await open();
    await page.getByRole('tab', { name: 'Minted' }).click();
    await button('Next user').click();
    await page.getByText('only your own session').waitFor();
    await write('{"a": 1}');
    await page.getByText('Not minted: a draft.').waitFor();
  });

  it('go on with the records there are when the connection is lost, and say so', async () => {
    const { page, sentence, button, write } = await open();
    await sentence.getByText('For Ada').waitFor();
    await page.evaluate(() => sessionStorage.setItem('fake.cut', 'yes'));
    // The tab reads the records anew, so that token and preview are of the same moment.
    await page.getByRole('tab', { name: 'Minted' }).click();
    await page.getByRole('alert').filter({ hasText: 'goes on with the records read' }).waitFor();
    await write('{"still": "{{user.first_name}}"}');
    await sentence.getByText('gives 1 claim').waitFor();
    await page.evaluate(() => sessionStorage.removeItem('fake.cut'));
    await button('Try again').click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('scan everybody in a worker, without a finding of axe and with nothing clipped', async () => {
    const { page, thrown, editor, button } = await open('', 900);
    await button('Who breaks?').click();
    await page.getByText('Done: 240 users').waitFor();
    await page.getByRole('table', { name: 'Largest tokens' }).waitFor();
    expect(await findings(page)).toEqual([]);
    expect(await isWiderThanWindow(page)).toBe(false);
    await button('Back to the editor').click();
    await editor.waitFor();
    expect(thrown).toEqual([]);
  });

  it.each([
    ['', 'Session token', 'Minted', 'Equal.'],
    ['?dashboard', 'Session token', 'Diff to deployed', 'What is deployed is not known'],
    ['', 'everything', 'History', 'This backend keeps what is saved'],
  ])('have no finding of axe: %s %s, %s', async (query, entry, tab, text) => {
    const { page, thrown, button, choose } = await open(query);
    await choose(entry);
    await page.getByRole('tab', { name: tab }).click();
    await page.getByText(text).first().waitFor();
    if (entry === 'everything') {
      await button(/Properties/).click();
      await button(/^added metadata/).click();
    }
    expect(await findings(page)).toEqual([]);
    expect(await isWiderThanWindow(page)).toBe(false);
    expect(thrown).toEqual([]);
  });
});
