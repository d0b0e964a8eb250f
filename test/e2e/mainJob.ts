import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleOf, watchConduct } from './console.ts';
import type { HostUnderTest, RunningApp } from './host.ts';

/**
 * The console's main job, as its user does it: one story, told in order on one running console, with Clerk's
 * real browser SDK in the page and its real backend SDK behind the protected API.
 */
export function specifyMainJob(host: HostUnderTest): void {
  describe(`the main job: ${host.name}`, () => {
    const home = mkdtempSync(join(tmpdir(), 'claimdeck-job-'));
    let app: RunningApp;
    let conduct: ReturnType<typeof watchConduct>;
    let ui: ReturnType<typeof consoleOf>;

    const open = async (): Promise<void> => {
      app = await host.launch({ home });
      conduct = watchConduct(app.page);
      ui = consoleOf(app.page);
    };

    beforeAll(open, 180_000);

    afterAll(async () => {
      await app.close();
      rmSync(home, { recursive: true, force: true });
    });

    it('signs in with one click and says who is there', async () => {
      await ui.signInAs('Ada Byron');
      await expect
        .poll(() => ui.sentence().innerText())
        .toMatch(/^Ada Byron is signed in to the personal account\. This token expires in \d+ s/);
    });

    it('switches to an organization and shows its claims at once', async () => {
      const claims = app.page.getByRole('table', { name: 'Claims', exact: true });
      expect(await claims.getByText('org_acme', { exact: false }).count()).toBe(0);
      await ui.switchTo('Acme Robotics');
      await expect
        .poll(() => ui.sentence().innerText())
        .toMatch(/^Ada Byron is signed in to Acme Robotics as org:admin\./);
      await claims
        .getByText(/org_acme/)
        .first()
        .waitFor();
      const permissions = app.page.getByRole('list', { name: 'Permissions' });
      const data = permissions.getByRole('listitem').filter({ hasText: 'org:data:' });
      await data.getByText('write', { exact: true }).waitFor();
    });

    it('measures the token against the budget and the cookie', async () => {
      const size = app.page.getByRole('region', { name: 'Size' });
      const text = (await size.innerText()).replaceAll(/\s+/g, ' ');
      const [, custom] = /([\d,]+) of 1,200 B/.exec(text) ?? [];
      const [, cookie] = /([\d,]+) of 4,096 B/.exec(text) ?? [];
      expect(numberOf(custom), text).toBeGreaterThan(50);
      expect(numberOf(cookie), text).toBeGreaterThan(900);
    });

    it('goes back to the personal account, whose token has no organization', async () => {
      await ui.switchTo('Personal account');
      await expect
        .poll(() => ui.sentence().innerText())
        .toMatch(/signed in to the personal account/);
      const claims = app.page.getByRole('table', { name: 'Claims', exact: true });
      await expect.poll(() => claims.getByText(/org_acme/).count()).toBe(0);
      await ui.switchTo('Acme Robotics');
    });

    it('verifies the live token with the key of its own instance, and any other not', async () => {
      await ui.open('Inspect');
      await app.page.getByRole('button', { name: 'Inspect the live token' }).click();
      await expect
        .poll(() => ui.sentence().innerText())
        .toMatch(/^A version 2 session token from this instance\. Signature valid\./);
      const field = app.page.getByRole('textbox', { name: 'Paste anything' });
      await field.fill(`sk_live_${'x'.repeat(40)}`);
      await app.page.getByText('Refused, and wiped from the field.').waitFor();
      expect(await field.inputValue()).toBe('');
      // Large enough to be read in a worker, and no token.
      await field.fill(`${'a'.repeat(20_000)}.${'b'.repeat(20_000)}.c`);
      await expect.poll(() => ui.sentence().innerText()).not.toMatch(/secret|Signature valid/);
    });

    it('answers has() for the session, with the fix', async () => {
      await ui.open('Access');
      await app.page.getByRole('button', { name: 'Ask org:data:delete' }).click();
      await expect.poll(() => ui.sentence().innerText()).toMatch(/^Yes\. /);
    });

    it('previews a template while it is edited', async () => {
      await ui.open('Templates');
      await app.page.getByRole('button', { name: 'supabase' }).click();
      const editor = app.page.getByRole('textbox', { name: 'Claims of supabase' });
      await editor.click();
      await app.page.keyboard.press('ControlOrMeta+a');
      await app.page.keyboard.insertText('{ "who": "{{user.first_name}} of {{org.name}}" }');
      const preview = app.page.getByRole('table', { name: 'Claims of the preview' });
      await preview.getByText('"Ada of Acme Robotics"').waitFor();
      await expect.poll(() => ui.sentence().innerText()).toMatch(/gives 1 claim, 30 bytes/);

      await app.page.keyboard.press('ControlOrMeta+a');
      await app.page.keyboard.insertText('{ "who": "{{user.first_name}" ');
      const problems = app.page.getByRole('list', { name: 'Problems' });
      await problems
        .getByText(/JSON|expected|ends/i)
        .first()
        .waitFor();
    });

    it('saves a setting of the organization through the protected backend', async () => {
      await ui.open('Organization');
      await app.page.getByRole('tab', { name: 'Settings' }).click();
      const days = app.page.getByRole('textbox', { name: 'Data retention, days' });
      await days.fill('30');
      await app.page.getByRole('button', { name: 'Save version 1' }).click();
      await app.page.getByText('version 1', { exact: true }).waitFor();
    });

    it('is still signed in after a reload, with the setting kept', async () => {
      await app.page.reload();
      await app.page.getByRole('button', { name: 'Account: Ada Byron' }).waitFor();
      await app.page.getByRole('button', { name: 'Organization: Acme Robotics' }).waitFor();
      await app.page.getByRole('tab', { name: 'Settings' }).click();
      const days = app.page.getByRole('textbox', { name: 'Data retention, days' });
      await expect.poll(() => days.inputValue()).toBe('30');
    });

    it('is still signed in after a restart of everything', async () => {
      expect(conduct.faults()).toEqual([]);
      await app.close();
      await open();
      await app.page.getByRole('button', { name: 'Account: Ada Byron' }).waitFor();
      await app.page.getByRole('button', { name: 'Organization: Acme Robotics' }).waitFor();
    }, 180_000);

    it('refuses a member, with the rule that said no', async () => {
      await ui.signOut();
      await ui.signInAs('Grace Hopper');
      await ui.switchTo('Acme Robotics');
      await ui.open('Organization');
      await app.page.getByRole('tab', { name: 'Settings' }).click();
      const reason = app.page.getByText(/org:admin/).and(app.page.getByText(/org:settings:manage/));
      await reason.first().waitFor();
      const days = app.page.getByRole('textbox', { name: 'Data retention, days' });
      expect(await days.inputValue()).toBe('30');
      expect(await days.isEditable()).toBe(false);
    });

    it('signs out, and a reload does not bring the session back', async () => {
      await ui.signOut();
      await app.page.reload();
      await app.page.getByRole('region', { name: 'Demo people' }).waitFor();
    });

    it('did all of it on its own origin, within its policy, without an error', () => {
      expect(conduct.faults()).toEqual([]);
    });
  });
}

const numberOf = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));
