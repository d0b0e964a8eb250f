import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useTemplatesPage } from './browserPage.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const open = useTemplatesPage();

async function findings(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axePath });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(part: string): Promise<{ violations: { id: string }[] }> };
    };
    return (await axe.run('main')).violations.map(({ id }) => id);
  });
}

const cut = (page: Page): Promise<void> =>
  page.evaluate(() => sessionStorage.setItem('fake.cut', 'yes'));
const mend = (page: Page): Promise<void> =>
  page.evaluate(() => sessionStorage.removeItem('fake.cut'));

describe('a scan in a browser', () => {
  it('waits for a lost connection, says so, and goes on when asked to', async () => {
    const { page, button } = await open();
    const status = page.getByRole('region', { name: 'Progress of the scan' });
    await cut(page);
    await button('Who breaks?').click();
    await status.getByText(/^Waiting at 0 users; it goes on by itself in/).waitFor();
    await status.getByRole('alert').getByText('The request did not get through.').waitFor();
    expect(await findings(page)).toEqual([]);
    await mend(page);
    await button('Try now').click();
    await status.getByText('Done: 240 users').waitFor();
    expect(await status.getByRole('alert').count()).toBe(0);
  });

  it('is where it was after something else was looked up, and evaluates a changed text at once', async () => {
    const { page, button, sentence, write } = await open();
    await button('Who breaks?').click();
    await page.getByText('Done: 240 users').waitFor();
    await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: 'Session' })
      .click();
    await sentence.getByText('signed in').waitFor();
    await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: 'Templates' })
      .click();
    // Nobody can be asked any more: what follows comes from the users that were read.
    await write('{"long": "{{user.id}}"}');
    await cut(page);
    await button('Who breaks?').click();
    await page.getByText('Done: 240 users').waitFor();
    await sentence.getByText(/^None of 240 users/).waitFor();
    await page.getByRole('table', { name: 'Bytes per claim' }).getByText('long').waitFor();
    await button('Back to the editor').click();
    await write('{"long": 1}');
    await button('Who breaks?').click();
    await page.getByRole('table', { name: 'Nulls and types' }).waitFor({ state: 'detached' });
    await page.getByText('Every value is written in the template.').waitFor();
  });

  it('can be taken along as files', async () => {
    const { page, button } = await open();
    await button('Who breaks?').click();
    await page.getByText('Done: 240 users').waitFor();
    const take = async (name: string): Promise<{ file: string; text: string }> => {
      const download = page.waitForEvent('download');
      await button(name).click();
      const taken = await download;
      return { file: taken.suggestedFilename(), text: await readFile(await taken.path(), 'utf8') };
    };
    const csv = await take('Every token as CSV');
    expect(csv.file).toMatch(/-scan\.csv$/);
    expect(csv.text.split('\n')[0]).toMatch(/^user_id,user,email,organization_id,/);
    const json = await take('Result as JSON');
    expect(json.file).toMatch(/-scan\.json$/);
    expect(JSON.parse(json.text)).toMatchObject({ complete: true, users: 240 });
    await page.getByText(`Saved as ${json.file}.`).waitFor();
  });
});
