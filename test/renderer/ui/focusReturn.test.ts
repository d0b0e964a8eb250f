import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { usePreview } from '../features/organization/browser.ts';

const preview = usePreview();

/** The accessible name of what has focus. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });

describe('a dialog that closes gives focus back', { timeout: 90_000 }, () => {
  it('to the field that opened it', async () => {
    const page = await preview.open('/#/organization/members');
    const role = page.getByLabel('Role of Alan Turing');
    await role.focus();
    await role.selectOption('org:admin');
    await page.getByRole('dialog').getByText('Change role').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe('Role of Alan Turing');
  });

  it('to the button of the menu it was opened from', async () => {
    const page = await preview.open('/#/organization/members');
    await page.getByRole('button', { name: 'More for Alan Turing' }).click();
    await page.getByRole('menuitem', { name: /^Remove from the organization/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => focused(page)).toBe('More for Alan Turing');
  });

  it('to the page where what opened it is gone', async () => {
    const page = await preview.open('/#/organization/members');
    await page.getByRole('button', { name: 'More for Alan Turing' }).click();
    await page.getByRole('menuitem', { name: /^Remove from the organization/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove Alan Turing' }).click();
    await page.getByText('4 members', { exact: true }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  });
});
