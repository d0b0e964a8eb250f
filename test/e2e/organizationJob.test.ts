import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleOf, watchConduct } from './console.ts';
import type { RunningApp } from './host.ts';
import { webHost } from './webHost.ts';

/**
 * What an admin does with an organization, told in order on one running console: every change goes through the
 * protected backend and Clerk's own SDK into the sandbox, and stands in the log at the end.
 */
describe('the admin’s job', { timeout: 60_000 }, () => {
  const home = mkdtempSync(join(tmpdir(), 'claimdeck-admin-'));
  let app: RunningApp;
  let conduct: ReturnType<typeof watchConduct>;
  let ui: ReturnType<typeof consoleOf>;

  beforeAll(async () => {
    app = await webHost.launch({ home });
    conduct = watchConduct(app.page);
    ui = consoleOf(app.page);
    await ui.signInAs('Ada Byron');
    await ui.switchTo('Acme Robotics');
    await ui.open('Organization');
  }, 180_000);

  afterAll(async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  });

  const tab = (name: string): Promise<void> =>
    app.page.getByRole('tab', { name, exact: true }).click();
  const dialog = () => app.page.getByRole('dialog');
  const rows = () => app.page.locator('table[aria-label="Members"] tbody tr');

  it('changes the role of several members at once', async () => {
    await app.page.getByLabel('Role of the listed members').selectOption('org:support');
    const said = app.page.getByText(/^\d+ found$/);
    await said.waitFor();
    const count = Number.parseInt(await said.innerText(), 10);
    await app.page.getByLabel('Select everybody listed').click();
    await app.page.getByLabel('Role for the selected members').selectOption('org:viewer');
    await dialog().getByRole('button', { name: 'Change roles' }).click();
    await dialog().getByText(`${count} changed.`).waitFor({ timeout: 45_000 });
    await dialog().getByRole('button', { name: 'Close' }).last().click();
    await app.page.getByText('Nobody matches.').waitFor();
  });

  it('removes a member', async () => {
    await app.page.getByLabel('Role of the listed members').selectOption('org:viewer');
    await app.page.getByRole('button', { name: 'Name', exact: true }).click();
    const name =
      (await rows()
        .first()
        .getByRole('button', { name: /^More for/ })
        .getAttribute('aria-label')) ?? '';
    await rows()
      .first()
      .getByRole('button', { name: /^More for/ })
      .click();
    await app.page.getByRole('menuitem', { name: /^Remove from the organization/ }).click();
    await dialog()
      .getByRole('button', { name: name.replace('More for', 'Remove') })
      .click();
    await dialog().waitFor({ state: 'detached' });
  });

  it('takes a permission from a role, for every organization', async () => {
    await tab('Roles');
    await app.page.getByRole('button', { name: /Edit the role Admin/ }).click();
    await dialog()
      .getByText(/members hold it/)
      .waitFor();
    await dialog().getByLabel('Refund invoices').uncheck();
    await dialog().getByRole('button', { name: 'Change role everywhere' }).click();
    await dialog().waitFor({ state: 'detached' });
    const row = app.page.getByRole('row', { name: /Refund invoices/ });
    await expect.poll(() => row.getByRole('cell').first().innerText()).toContain('no');
  });

  it('adds a domain and metadata, and saves every kind of setting', async () => {
    await tab('Domains');
    await app.page.getByLabel('Domain', { exact: true }).fill('example.org');
    await app.page.getByRole('button', { name: 'Add domain' }).click();
    await app.page.getByLabel('How people of example.org come in').waitFor();
    await tab('Profile');
    await app.page.getByLabel('Changes to merge in').fill('{"tier": "gold"}');
    await app.page.getByRole('button', { name: 'Merge metadata' }).click();
    await app.page.getByText('Nothing yet.').waitFor();
    await tab('Settings');
    await app.page.getByLabel('Name of a new flag').fill('beta');
    await app.page.getByRole('button', { name: 'Add flag' }).click();
    await app.page.getByLabel('Free-form JSON').fill('{"limits": {"seats": 30}}');
    await app.page.getByRole('button', { name: 'Save version 1' }).click();
    await app.page.getByText('Version 1 is saved.').waitFor();
  });

  it('finds all of it in the log, and keeps the log as a file', async () => {
    await tab('Audit');
    const log = app.page.getByRole('table', { name: 'Audit log' });
    for (const what of ['Saved the settings', 'Merged metadata', 'Removed a member']) {
      await log.getByText(what).first().waitFor();
    }
    await log
      .getByRole('row')
      .filter({ hasText: 'Added a domain' })
      .getByText('example.org')
      .first()
      .waitFor();
    const coming = app.page.waitForEvent('download');
    await app.page.getByRole('button', { name: 'Export…' }).click();
    await app.page.getByRole('menuitem', { name: /^JSON/ }).click();
    expect((await coming).suggestedFilename()).toBe('audit-acme-robotics.json');
    await app.page.getByText('The instance', { exact: true }).click();
    await log.getByText('Changed a role of the instance').waitFor();
  });

  it('renames the organization, and sees the new name at once in what comes from Clerk too', async () => {
    await tab('Profile');
    await app.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Acme Works');
    await app.page.getByRole('button', { name: 'Save name and slug' }).click();
    await app.page.getByRole('button', { name: 'Organization: Acme Works' }).first().waitFor();
    await expect.poll(() => ui.sentence().innerText()).toMatch(/^Acme Works has /);
  });

  it('did all of it within its policy, without an error', () => {
    expect(conduct.faults()).toEqual([]);
  });
});
