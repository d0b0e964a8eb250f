import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleOf, watchConduct } from './console.ts';
import type { RunningApp } from './host.ts';
import { webHost } from './webHost.ts';

/**
 * What an operator changes for a whole instance, told in order on one running console: what is saved is what Clerk's
 * own SDK gets from the sandbox next.
 */
describe('the operator’s job', () => {
  const home = mkdtempSync(join(tmpdir(), 'claimdeck-operator-'));
  let app: RunningApp;
  let conduct: ReturnType<typeof watchConduct>;
  let ui: ReturnType<typeof consoleOf>;

  beforeAll(async () => {
    app = await webHost.launch({ home });
    conduct = watchConduct(app.page);
    ui = consoleOf(app.page);
    await ui.signInAs('Ada Byron');
    await ui.switchTo('Acme Robotics');
  }, 180_000);

  afterAll(async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  });

  const choose = async (name: string): Promise<void> => {
    await app.page.getByRole('button', { name, exact: true }).click();
    await app.page.getByRole('textbox', { name: `Claims of ${name}` }).waitFor();
  };
  const tab = (name: string) => app.page.getByRole('tab', { name, exact: true });
  const dialog = () => app.page.getByRole('dialog');

  it('changes the claims of the session token, and the next one carries them', async () => {
    await ui.open('Templates');
    await choose('Session token');
    await tab('Minted').click();
    await app.page.getByText('Equal.').waitFor();
    const editor = app.page.getByRole('textbox', { name: 'Claims of Session token' });
    await editor.fill('{"seat": "{{user.first_name}} at {{org.name}}", "dept": null}');
    await app.page.getByText('Not minted: a draft.').waitFor();
    await app.page.getByRole('button', { name: 'Save…', exact: true }).click();
    await dialog()
      .getByRole('table', { name: 'Changes of the claims' })
      .getByText('seat')
      .waitFor();
    await dialog().getByRole('button', { name: 'Save session token' }).click();
    await app.page.getByText('Saved: this is what the instance mints now.').waitFor();
    await tab('Minted').click();
    await app.page.getByText('Equal.').waitFor();
    await ui.open('Session');
    const claims = app.page.getByRole('table', { name: 'Claims', exact: true });
    await claims.getByText('Ada at Acme Robotics').waitFor();
  });

  it('restores what was there before', async () => {
    await ui.open('Templates');
    await choose('Session token');
    await tab('History').click();
    const versions = app.page
      .getByRole('list', { name: 'Versions, newest first' })
      .getByRole('listitem');
    await versions.nth(1).waitFor();
    await versions.nth(1).getByRole('button', { name: 'Restore…' }).click();
    await dialog().getByRole('button', { name: 'Save session token' }).click();
    await versions.nth(2).waitFor();
    await tab('Minted').click();
    await app.page.getByText('Equal.').waitFor();
  });

  it('changes a template, and what is minted equals the preview', async () => {
    await choose('supabase');
    const editor = app.page.getByRole('textbox', { name: 'Claims of supabase' });
    await editor.fill('{"who": "{{user.first_name}}", "org": "{{org.slug}}", "n": 12}');
    await app.page.getByRole('button', { name: 'Save…', exact: true }).click();
    await dialog().getByRole('button', { name: 'Save template' }).click();
    await app.page.getByText('Saved: this is what the instance mints now.').waitFor();
    await tab('Minted').click();
    await app.page.getByText('Equal.').waitFor();
  });

  it('learns from a scan who breaks, of everybody', async () => {
    await choose('Session token');
    await app.page.getByRole('button', { name: 'Who breaks?' }).click();
    // The seed holds three people whose metadata is too much for a cookie.
    await expect
      .poll(() => ui.sentence().innerText())
      .toMatch(/^3 of 200 users would lose their cookie\. Dropping metadata fixes all of them\.$/);
    const largest = app.page.getByRole('table', { name: 'Largest tokens' });
    await largest.getByText('Hana Kowalska').waitFor();
  });

  it('did all of it on its own origin, within its policy, without an error', () => {
    expect(conduct.faults()).toEqual([]);
  });
});
