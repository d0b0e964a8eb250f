import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processTree } from '../support/processTree.ts';
import { consoleOf, watchConduct } from './console.ts';
import type { RunningApp } from './host.ts';
import { playRealInstance, type PlayedInstance } from './realInstance.ts';
import { webHost } from './webHost.ts';

describe('a real instance, chosen by its two keys', () => {
  const home = mkdtempSync(join(tmpdir(), 'claimdeck-real-'));
  const host = 'brave-heron-12.clerk.accounts.dev';
  let played: PlayedInstance;
  let app: RunningApp;
  let ui: ReturnType<typeof consoleOf>;
  let conduct: ReturnType<typeof watchConduct>;

  beforeAll(async () => {
    played = await playRealInstance(join(home, 'played'), host);
    app = await webHost.launch({ home: join(home, 'own'), env: played.env });
    conduct = watchConduct(app.page);
    ui = consoleOf(app.page);
  }, 180_000);

  afterAll(async () => {
    await app.close();
    await played.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('starts no sandbox, and says which instance it works on', async () => {
    await app.page.getByText(host).waitFor();
    expect(await app.page.getByRole('region', { name: 'Demo people' }).count()).toBe(0);
    const programs = processTree(app.pid).map(({ args }) => args);
    expect(programs.some((args) => args.includes('backend.js'))).toBe(true);
    expect(programs.some((args) => args.includes('sandbox.js'))).toBe(false);
    expect(app.output()).toContain(`development instance ${host}`);
  });

  it('signs in through Clerk’s form, and its token names that instance', async () => {
    await ui.signInWithPassword('ada@example.com', 'claimdeck-demo', 'Ada Byron');
    await app.page.getByText('Development', { exact: true }).waitFor();
    await app.page
      .getByRole('table', { name: 'Claims', exact: true })
      .getByText(`https://${host}`)
      .waitFor();
  }, 180_000);

  it('reads templates and keeps settings through the backend', async () => {
    await ui.switchTo('Acme Robotics');
    await ui.open('Templates');
    await app.page.getByRole('button', { name: 'supabase' }).waitFor();
    await ui.open('Organization');
    await app.page.getByRole('tab', { name: 'Settings' }).click();
    await app.page.getByRole('textbox', { name: 'Display name' }).fill('Acme on its own keys');
    await app.page.getByRole('button', { name: 'Save version 1' }).click();
    await app.page.getByText('version 1', { exact: true }).waitFor();
  });

  it('keeps the client token in memory: a restart asks to sign in again', async () => {
    expect(conduct.faults()).toEqual([]);
    await app.close();
    app = await webHost.launch({ home: join(home, 'own'), env: played.env });
    await app.page.getByRole('textbox', { name: 'Email address' }).waitFor();
  }, 180_000);
});
