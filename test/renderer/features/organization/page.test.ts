import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { usePreview } from './browser.ts';

const preview = usePreview();
let page: Page;
const open = async (path: string): Promise<void> => {
  page = await preview.open(path);
};

describe('roles in a browser', { timeout: 90_000 }, () => {
  const matrix = () => page.getByRole('table', { name: 'Roles and permissions' });
  const change = async (set: string, what: RegExp): Promise<void> => {
    await page.getByRole('button', { name: `Change ${set}` }).click();
    await page.getByRole('menuitem', { name: what }).click();
  };

  it('are changed by an operator, after a word about whom that reaches', async () => {
    await open('/#/organization/roles');
    await page.getByRole('button', { name: 'Edit the role Member' }).click();
    const dialog = page.getByRole('dialog', { name: 'Role Member' });
    await dialog.getByText('It is in the role set Default. 120 members hold it.').waitFor();
    await dialog.getByLabel('Write data').check();
    await dialog.getByLabel('Read members').uncheck();
    await dialog.getByText('Gains').waitFor();
    await dialog.getByRole('button', { name: 'Change role everywhere' }).click();
    await dialog.waitFor({ state: 'detached' });
    const row = matrix().getByRole('row', { name: /Write data/ });
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(['yes', 'yes', 'yes', '–\nno']);
  });

  it('are made with a key of their name, and deleted unless Clerk keeps them', async () => {
    await open('/#/organization/roles');
    await page.getByRole('button', { name: 'New role…' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Data steward');
    expect(await page.getByLabel('Key').inputValue()).toBe('org:data_steward');
    await page.getByLabel('Read data').check();
    await page.getByRole('button', { name: 'Create role' }).click();
    await page.getByRole('button', { name: 'Edit the role Data steward' }).click();
    await page.getByRole('button', { name: 'Delete role…' }).click();
    await page.getByRole('button', { name: 'Delete Data steward' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Edit the role Admin' }).click();
    await page.getByRole('button', { name: 'Delete role…' }).click();
    await page.getByRole('button', { name: 'Delete Admin' }).click();
    await page.getByRole('alert').filter({ hasText: 'assigned to members' }).waitFor();
  });

  it('leave a set with another one for their members, and are added to one', async () => {
    await open('/#/organization/roles');
    await change('Default', /^Take a role out/);
    await page.getByLabel('Role to take out').selectOption('org:editor');
    await page.getByText('This changes every organization that uses Default.').waitFor();
    await page.getByRole('button', { name: 'Take it out everywhere' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await change('Default', /^Add roles/);
    await page.getByLabel('Editor (org:editor)').check();
    await page.getByRole('button', { name: 'Add to the set' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await change('Partners', /^Give it to Acme Robotics/);
    await page.getByText('No longer: org:member, org:editor').waitFor();
    await page.getByRole('button', { name: 'Give it this set' }).click();
    await page.getByRole('alert').filter({ hasText: 'Give them a role of that set' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await change('Default', /^Delete/);
    await page.getByLabel('Members with org:member get').waitFor();
    await page.getByRole('button', { name: 'Delete Default' }).click();
    await page.getByRole('button', { name: 'Change Default' }).waitFor({ state: 'detached' });
  });

  it('get permissions of the app, which are changed and deleted after a second click', async () => {
    await open('/#/organization/roles');
    await page.getByRole('button', { name: 'New permission…' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Read invoices');
    await page.getByLabel('Key').fill('org:sys_x:read');
    await page.getByText('which is Clerk’s').waitFor();
    await page.getByLabel('Key').fill('org:invoices:read');
    await page.getByRole('button', { name: 'Create permission' }).click();
    await matrix().getByText('org:invoices:read').waitFor();
    await page.getByRole('button', { name: 'Edit the permission Write data' }).click();
    await page.getByText('Roles that have it: org:admin, org:editor.').waitFor();
    await page.getByRole('button', { name: 'Delete permission…' }).click();
    await page.getByRole('button', { name: 'Really delete org:data:write' }).click();
    await matrix().getByText('org:data:write').waitFor({ state: 'detached' });
  });

  it('are read by everybody, by key, and changed by operators alone', async () => {
    await open('/?member#/organization/roles');
    await matrix().getByRole('rowheader', { name: 'org:data:write' }).waitFor();
    expect(await page.getByRole('button', { name: 'New role…' }).isDisabled()).toBe(true);
    expect(await page.getByRole('table', { name: 'Role sets' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Edit the role/ }).count()).toBe(0);
  });
});

describe('invitations in a browser', { timeout: 90_000 }, () => {
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
});

describe('the log in a browser', { timeout: 90_000 }, () => {
  it('is read on, filtered, and tells times as people do', async () => {
    await open('/#/organization/audit');
    const table = page.getByRole('table', { name: 'Audit log' });
    await page.getByRole('button', { name: 'Show more' }).click();
    const invited = table.getByRole('row').filter({ hasText: 'Invited' });
    await invited.getByText('6 changes').click();
    await invited.getByText('"new@example.com"').waitFor();
    await invited.getByText('in 29 days').hover();
    await page.getByText(/ UTC$/).waitFor();
    await page.getByLabel('Person, among the entries read').selectOption({ label: 'Grace Hopper' });
    expect(await table.locator('tbody tr').count()).toBe(1);
    await page.getByLabel('Person, among the entries read').selectOption('');
    await page.getByLabel('Action').selectOption('member.role.change');
    await table.getByText('Alan Turing').waitFor();
    await expect.poll(() => table.locator('tbody tr').count()).toBe(1);
  });

  it('is kept as a file, all of it', async () => {
    await open('/#/organization/audit');
    await page.getByRole('button', { name: 'Export…' }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /^CSV/ }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe('audit-org_acme.csv');
    await page.getByText('3 entries saved as audit-org_acme.csv.').waitFor();
  });
});

describe('every tab', { timeout: 90_000 }, () => {
  const tabs = [
    'Members',
    'Invitations',
    'Roles',
    'Settings',
    'Domains',
    'Profile',
    'Audit',
    'Sessions',
  ];
  const eachTab = async (look: () => Promise<void>): Promise<void> => {
    for (const name of tabs) {
      await page.getByRole('tab', { name, exact: true }).click();
      await look();
    }
  };

  it('says what failed, and tries again', async () => {
    await open('/?failing#/organization');
    await eachTab(async () => {
      await page.getByRole('alert').filter({ hasText: 'Clerk did not answer' }).first().waitFor();
      await page.getByRole('button', { name: 'Try again' }).first().waitFor();
    });
  });

  it('shows that it is coming', async () => {
    await open('/?waiting#/organization');
    await eachTab(() => page.locator('[aria-busy="true"]').first().waitFor());
  });

  it('says why not, and what helps', async () => {
    await open('/?member#/organization');
    for (const name of ['Invitations', 'Domains', 'Audit']) {
      await page.getByRole('tab', { name, exact: true }).click();
      await page.getByText('Ask an admin of Acme Robotics for the role org:admin.').waitFor();
    }
    await page.getByRole('tab', { name: 'Profile' }).click();
    await page.getByText('Changing it needs the role org:admin.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Slug' }).isEditable()).toBe(false);
  });

  it('says what would be there', async () => {
    await open('/?empty#/organization/invitations');
    await page.getByText('No invitation is open.').waitFor();
    await page.getByText('Revoked', { exact: true }).click();
    await page.getByText('No invitation was revoked.').waitFor();
    await page.getByRole('tab', { name: 'Domains' }).click();
    await page.getByText('No domain yet.').waitFor();
  });
});
