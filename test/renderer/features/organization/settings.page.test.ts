import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { usePreview } from './browser.ts';

const preview = usePreview();
let page: Page;
const open = async (path: string): Promise<void> => {
  page = await preview.open(path);
};

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

  it('keep what was typed while another tab is looked at', async () => {
    await open('/#/organization/settings');
    await field('Display name').fill('Acme (typed)');
    await field('Free-form JSON').fill('{ not yet');
    await page.getByRole('tab', { name: 'Members' }).click();
    await page.getByRole('table', { name: 'Members' }).waitFor();
    await page.getByRole('tab', { name: 'Settings' }).click();
    expect(await field('Display name').inputValue()).toBe('Acme (typed)');
    expect(await field('Free-form JSON').inputValue()).toBe('{ not yet');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByRole('tab', { name: 'Members' }).click();
    await page.getByRole('tab', { name: 'Settings' }).click();
    expect(await field('Display name').inputValue()).toBe('Acme Robotics');
  });

  it('are read-only to who may not save them, with the reason', async () => {
    await open('/?member#/organization/settings');
    await page.getByText('Saving needs org:admin or org:settings:manage').waitFor();
    expect(await field('Free-form JSON').isEditable()).toBe(false);
    expect(await page.getByRole('switch', { name: 'beta' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: /^Save version/ }).count()).toBe(0);
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
});

describe('domains and profile in a browser', { timeout: 90_000 }, () => {
  it('add a domain, change how people come in, and delete it', async () => {
    await open('/#/organization/domains');
    await page.getByLabel('Domain', { exact: true }).fill('ada@example.org');
    await page.getByText('A domain like example.com').waitFor();
    await page.getByLabel('Domain', { exact: true }).fill('example.org');
    await page.getByLabel('Join by themselves').check();
    await page.getByRole('button', { name: 'Add domain' }).click();
    const mode = page.getByLabel('How people of example.org come in');
    await expect.poll(() => mode.inputValue()).toBe('automatic_invitation');
    await mode.selectOption('manual_invitation');
    await expect.poll(() => mode.inputValue()).toBe('manual_invitation');
    await page.getByRole('button', { name: 'Verify acme.example' }).click();
    await page.getByRole('button', { name: 'It is ours: verify it' }).click();
    await page.getByRole('button', { name: 'Verify acme.example' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Delete example.org' }).click();
    await page.getByRole('button', { name: 'Delete domain' }).click();
    await mode.waitFor({ state: 'detached' });
  });

  it('merge and replace metadata apart, each shown before it is saved', async () => {
    await open('/#/organization/profile');
    await page.getByLabel('Changes to merge in').fill('{"tier": null, "limits": {"seats": 30}}');
    await page.getByText('removed').waitFor();
    await page.getByRole('button', { name: 'Merge metadata' }).click();
    await page.getByText('Nothing yet.').waitFor();
    await page.getByText('Replace', { exact: true }).click();
    const whole = page.getByLabel('The whole metadata');
    expect(JSON.parse(await whole.inputValue())).toEqual({ limits: { seats: 30 } });
    await whole.fill('{"only": 1}');
    await page.getByRole('button', { name: 'Replace metadata' }).click();
    await page.getByText('Nothing yet.').waitFor();
    expect(JSON.parse(await whole.inputValue())).toEqual({ only: 1 });
  });

  it('keep what was typed when somebody saved first, against what is there now', async () => {
    await open('/?lost#/organization/profile');
    await page.getByRole('textbox', { name: 'Slug' }).fill('acme-two');
    const save = page.getByRole('button', { name: 'Save name and slug' });
    await save.click();
    await page.getByRole('alert').filter({ hasText: 'changed this in Clerk' }).waitFor();
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Name' }).inputValue())
      .toBe('Acme (theirs)');
    expect(await page.getByRole('textbox', { name: 'Slug' }).inputValue()).toBe('acme-two');
    await save.click();
    await expect.poll(() => save.isDisabled()).toBe(true);
    expect(await page.getByRole('textbox', { name: 'Slug' }).inputValue()).toBe('acme-two');
  });
});
