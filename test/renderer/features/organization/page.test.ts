import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../../support/browser.ts';
import { servePreview, type PreviewServer } from '../../preview/servePreview.ts';

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

async function open(path: string): Promise<void> {
  page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  await page.goto(server.url + path);
}

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
    await page.getByRole('region', { name: 'Selected members' }).getByText('2 selected').waitFor();
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
    expect(await page.getByLabel('Select everybody listed').isDisabled()).toBe(true);
  });

  it('are read-only to who may not change them, with the reason', async () => {
    await open('/?member#/organization/members');
    await page.getByText('needs the role org:admin').waitFor();
    expect(await page.getByLabel('Select everybody listed').count()).toBe(0);
    expect(await page.getByLabel('Role of Alan Turing').count()).toBe(0);
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
    await page.getByText('Operators are listed in CLAIMDECK_OPERATORS').waitFor();
    expect(await page.getByRole('combobox', { name: 'Whose sessions' }).count()).toBe(0);
  });
});

describe('settings in a browser', { timeout: 90_000 }, () => {
  const field = (label: string) => page.getByLabel(label, { exact: true });
  const changes = () => page.getByRole('list', { name: 'What changes' });

  it('show what saving changes in every section, and save with the keys', async () => {
    await open('/#/organization/settings');
    await page.getByText('Nothing here changes Clerk.').waitFor();
    await field('Display name').fill('Acme 2');
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Europe/Zurich');
    await page.getByText('Dark', { exact: true }).click();
    await page.getByRole('button', { name: 'Remove the flag beta' }).click();
    await field('Name of a new flag').fill('next');
    await field('Name of a new flag').press('Enter');
    await page.getByRole('switch', { name: 'Product news' }).click();
    for (const address of ['a@example.com', 'b@example.com']) {
      await page.getByRole('combobox', { name: 'Recipients' }).fill(address);
      await page.keyboard.press('Enter');
    }
    await field('Deleted items kept, days').fill('7');
    await field('Free-form JSON').fill('{"region": "eu", "limits": {"seats": 30}}');
    expect(await changes().getByRole('listitem').allInnerTexts()).toEqual([
      'Display name\nAcme Robotics → Acme 2',
      'Time zone\nUTC → Europe/Zurich',
      'Theme\nauto → dark',
      'Product news\noff → on',
      'Recipients\n(none) → a@example.com, b@example.com',
      'Deleted items kept, days\n30 → 7',
      'Flag next\n(not there) → on',
      'JSON limits\n{"seats":25} → {"seats":30}',
      'Flag beta\noff → (not there)',
    ]);
    await page.keyboard.press('ControlOrMeta+s');
    await page.getByText('Version 8 is saved.').waitFor();
    expect(await field('Free-form JSON').inputValue()).toContain('"seats": 30');
  });

  it('lead to the place of an error, and are not saved with one', async () => {
    await open('/#/organization/settings');
    const json = field('Free-form JSON');
    await json.fill('{\n  "a": 1,\n  "b": }');
    await page.getByText('Line 3, column 8').waitFor();
    await page.getByRole('button', { name: 'Go to the error' }).click();
    expect(await json.evaluate((box: HTMLTextAreaElement) => box.selectionStart)).toBe(19);
    await page.getByText('see Free-form JSON').waitFor();
    expect(await page.getByRole('button', { name: 'Save version 8' }).isDisabled()).toBe(true);
    await json.fill('{"a":1}');
    await page.getByText('7 B of 65,536 B').waitFor();
    await page.getByRole('button', { name: 'Format' }).click();
    expect(await json.inputValue()).toBe('{\n  "a": 1\n}');
    await field('Support email').fill('nobody');
    await page.getByText('see Support email').waitFor();
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByText('Nothing yet.').waitFor();
    expect(await field('Support email').inputValue()).toBe('help@acme.test');
  });

  it('lose nothing to a race in any section: theirs, mine and the result side by side', async () => {
    await open('/?race#/organization/settings');
    await field('Display name').fill('Acme (mine)');
    await field('Free-form JSON').fill('{"limits": {"seats": 30}, "region": "ap"}');
    await page.getByRole('button', { name: 'Save version 8' }).click();
    const table = page.getByRole('table', { name: 'Theirs and mine' });
    await page.getByText('2 settings to choose').waitFor();
    const rows = await table.getByRole('row').all();
    const cells = rows.slice(1).map((row) => row.locator('th, td').allTextContents());
    expect(await Promise.all(cells)).toEqual([
      ['Display name', 'Acme (theirs)', 'Acme (mine)', 'choose one'],
      ['Weekly digest', 'off', 'on', 'off'],
      ['Flag beta', 'on', 'off', 'on'],
      ['JSON limits', '{"seats":25}', '{"seats":30}', '{"seats":30}'],
      ['JSON region', 'us', 'ap', 'choose one'],
    ]);
    await page.getByRole('radio', { name: 'Display name: mine, Acme (mine)' }).check();
    await page.getByRole('radio', { name: 'JSON region: theirs, us' }).check();
    await page.getByRole('button', { name: 'Save version 9' }).click();
    await page.getByText('Version 9 is saved.').waitFor();
    expect(await field('Display name').inputValue()).toBe('Acme (mine)');
    expect(await page.getByRole('switch', { name: 'Weekly digest' }).isChecked()).toBe(false);
    expect(await page.getByRole('switch', { name: 'beta' }).isChecked()).toBe(true);
    expect(JSON.parse(await field('Free-form JSON').inputValue())).toEqual({
      limits: { seats: 30 },
      region: 'us',
    });
  });

  it('are read-only to who may not save them, with the reason', async () => {
    await open('/?member#/organization/settings');
    await page.getByText('Saving needs org:admin or org:settings:manage').waitFor();
    expect(await field('Free-form JSON').isEditable()).toBe(false);
    expect(await page.getByRole('switch', { name: 'beta' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: /^Save version/ }).count()).toBe(0);
  });
});

describe('work on the organization', { timeout: 90_000 }, () => {
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

  it('restores an earlier version as the newest', async () => {
    await open('/#/organization/settings');
    await page.getByRole('button', { name: 'Restore version 6' }).click();
    await page.getByText('Version 8 is saved.').waitFor();
    expect(await page.getByLabel('Display name').inputValue()).toBe('Acme');
    await page.getByRole('button', { name: 'Restore version 7' }).waitFor();
  });

  it('restores nothing over a version nobody has seen', async () => {
    await open('/?race#/organization/settings');
    await page.getByRole('button', { name: 'Restore version 6' }).click();
    await page.getByRole('alert').filter({ hasText: 'version 6 was not restored' }).waitFor();
    expect(await page.getByLabel('Display name').inputValue()).toBe('Acme (theirs)');
  });

  it('invites several at once, keeps whom it could not, and revokes', async () => {
    await open('/#/organization/invitations');
    const field = page.getByLabel('Email addresses');
    await field.fill('nobody');
    await page.getByText('Not an email address: nobody.').waitFor();
    await field.fill('new@example.com, grace@example.com');
    await page.getByRole('button', { name: 'Invite 2 people' }).click();
    await page.getByText('1 person invited, 1 not.').waitFor();
    await page.getByText('This address is invited already.').waitFor();
    expect(await field.inputValue()).toBe('grace@example.com');
    const revoke = page.getByRole('button', { name: 'Revoke the invitation of new@example.com' });
    await revoke.click();
    await revoke.waitFor({ state: 'detached' });
  });

  it('reads the log on where it ended', async () => {
    await open('/#/organization/audit');
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('invitation.create').waitFor();
    await page.getByText('6 changes').click();
    await page.getByText('"new@example.com"').waitFor();
  });
});
