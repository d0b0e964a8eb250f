import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { usePreview } from './browser.ts';

const preview = usePreview();
let page: Page;
const open = async (path: string): Promise<void> => {
  page = await preview.open(path);
};

describe('members in a browser', { timeout: 90_000 }, () => {
  const rows = () => page.locator('table[aria-label="Members"] tbody tr');

  it('are removed after a word about what that does, oneself never', async () => {
    await open('/#/organization/members');
    await page.getByRole('button', { name: 'More for Ada Byron' }).click();
    const remove = page.getByRole('menuitem', { name: /^Remove from the organization/ });
    await remove.getByText('Nobody takes themselves out here.').waitFor();
    expect(await remove.isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More for Alan Turing' }).click();
    await page.getByRole('menuitem', { name: /^Remove from the organization/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove Alan Turing from Acme Robotics?' });
    await dialog.getByText(/nobody is signed out/).waitFor();
    await dialog.getByRole('button', { name: 'Remove Alan Turing' }).click();
    await page.getByText('4 members', { exact: true }).waitFor();
    await dialog.waitFor({ state: 'detached' });
    expect(await rows().count()).toBe(4);
  });

  it('are changed many at once, each with an answer of its own', async () => {
    await open('/?stubborn#/organization/members');
    await page.getByLabel('Select everybody listed').click();
    await page.getByLabel('Role for the selected members').selectOption('org:viewer');
    const dialog = page.getByRole('dialog', { name: 'Make 4 members org:viewer?' });
    await dialog.getByText('Left out. This is you').waitFor();
    await dialog.getByRole('button', { name: 'Change roles' }).click();
    await dialog.getByText('3 changed, 1 not, 1 left out.').waitFor();
    await dialog.getByText('Clerk takes no more requests').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('region', { name: 'Selected members' }).getByText('1 selected').waitFor();
    expect(await page.getByLabel('Role of Barbara Liskov').inputValue()).toBe('org:viewer');
    expect(await page.getByLabel('Role of Margaret Hamilton').inputValue()).toBe('org:member');
  });

  it('are removed many at once', async () => {
    await open('/#/organization/members');
    await page.getByLabel('Select Alan Turing').click();
    await page.getByLabel('Select Barbara Liskov').click({ modifiers: ['Shift'] });
    await page.getByRole('button', { name: 'Remove…' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('3 removed.').waitFor();
    await page.getByRole('button', { name: 'Close' }).last().click();
    await page.getByText('2 members', { exact: true }).waitFor();
    await page.getByRole('region', { name: 'Selected members' }).waitFor({ state: 'detached' });
  });

  it('are sorted, filtered, and walked through by keyboard', async () => {
    await open('/#/organization/members');
    await page.getByRole('button', { name: 'Email' }).click();
    await page.getByRole('button', { name: 'Email' }).click();
    await rows().first().getByText('Margaret Hamilton').waitFor();
    await page.getByLabel('Role of the listed members').selectOption('org:member');
    await page.getByText('3 found').waitFor();
    await rows().first().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    expect(await rows().last().getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Delete');
    await page.getByRole('dialog', { name: /^Remove Barbara Liskov/ }).waitFor();
  });

  it('reach the end of 50,000 by one key, with focus on the last', async () => {
    await open('/?many#/organization/members');
    await rows().first().focus();
    await page.keyboard.press('End');
    await page.getByText('Member 49999', { exact: true }).waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex')))
      .toBe('50001');
    await page.getByLabel('Select the first 100 listed').click();
    await page
      .getByRole('region', { name: 'Selected members' })
      .getByText('100 selected')
      .waitFor();
  });

  it('are read-only to who may not change them, with the reason', async () => {
    await open('/?member#/organization/members');
    await page.getByText('needs the role org:admin').waitFor();
    expect(await page.getByLabel('Select everybody listed').count()).toBe(0);
    expect(await page.getByLabel('Role of Alan Turing').count()).toBe(0);
  });

  it('says what a role change does, and why one is refused', async () => {
    await open('/#/organization/members');
    await page.getByLabel('Role of Ada Byron').selectOption('org:viewer');
    const dialog = page.getByRole('dialog', { name: 'Make Ada Byron org:viewer?' });
    await dialog.getByText('org:settings:manage').waitFor();
    await dialog.getByRole('button', { name: 'Change role' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'their own role' }).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByLabel('Role of Ada Byron').inputValue()).toBe('org:admin');
  });

  it('never draws more than the visible rows of 50,000 members', async () => {
    await open('/?many#/organization/members');
    const rows = page.locator('table[aria-label="Members"] tbody tr');
    await rows.nth(10).waitFor();
    await page
      .getByRole('region', { name: 'Member list' })
      .evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await page.getByText('Member 49999', { exact: true }).waitFor();
    expect(await rows.count()).toBeLessThan(60);
  });
});

describe('sessions in a browser', { timeout: 90_000 }, () => {
  it('are those of a member for an operator, and end one by one', async () => {
    await open('/#/organization/members');
    await page.getByRole('button', { name: 'More for Grace Hopper' }).click();
    await page.getByRole('menuitem', { name: 'Sessions' }).click();
    await page.getByText('Grace Hopper: 2 sessions can be used, 1 has ended.').waitFor();
    await page.getByRole('button', { name: 'End session: Safari 19.1 iPhone' }).click();
    await page.getByText('Grace Hopper: 1 session can be used, 2 have ended.').waitFor();
    await page.getByRole('combobox', { name: 'Whose sessions' }).click();
    await page.getByRole('option', { name: 'Ada Byron (you)' }).click();
    await page.getByText('this window').waitFor();
  });

  it('are one’s own without being an operator, in the personal account too', async () => {
    await open('/?member&personal#/organization/sessions');
    await page.getByText('You: 2 sessions can be used').waitFor();
    await page.getByText('who are listed in CLAIMDECK_OPERATORS').waitFor();
    expect(await page.getByRole('combobox', { name: 'Whose sessions' }).count()).toBe(0);
  });
});
