import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processTree } from '../support/processTree.ts';
import { consoleOf } from './console.ts';
import { smallEnvironment, type RunningApp } from './host.ts';
import { webHost } from './webHost.ts';

const patience = { timeout: 30_000 };

describe('what goes wrong is said in a sentence, and nothing is lost', () => {
  const home = mkdtempSync(join(tmpdir(), 'claimdeck-trouble-'));
  let app: RunningApp;
  let ui: ReturnType<typeof consoleOf>;

  beforeAll(async () => {
    app = await webHost.launch({ home });
    ui = consoleOf(app.page);
  }, 180_000);

  afterAll(async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  });

  const kill = (child: 'sandbox' | 'backend'): void => {
    const found = processTree(app.pid).find(({ args }) => args.includes(`out/main/${child}.js`));
    if (found === undefined) throw new Error(`no ${child} runs below the host`);
    process.kill(found.pid, 'SIGKILL');
  };

  it('a wrong password, under its field; then the right one', async () => {
    const { page } = ui;
    await page.getByRole('textbox', { name: 'Email address' }).fill('ada@example.com');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByRole('textbox', { name: 'Password' }).fill('not-the-password');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page
      .getByText(/password is incorrect/i)
      .first()
      .waitFor();
    await page.getByRole('textbox', { name: 'Password' }).fill('claimdeck-demo');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByRole('button', { name: 'Account: Ada Byron' }).waitFor();
    await ui.signOut();
  }, 180_000);

  it('a wrong email code; then the one that the sandbox shows where it is asked for', async () => {
    const { page } = ui;
    await page.getByRole('textbox', { name: 'Email address' }).fill('ada@example.com');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByRole('link', { name: 'Use another method' }).click();
    await page.getByRole('button', { name: /Email code to/ }).click();
    const sent = page.getByRole('status').filter({ hasText: 'Code sent to ada@example.com' });
    const code = await sent.locator('code').first().innerText();
    const field = page.getByRole('textbox', { name: /verification code/i });
    await field.fill(code === '424242' ? '131313' : '424242');
    await page
      .getByText(/Incorrect code/i)
      .first()
      .waitFor();
    await field.fill(code);
    await page.getByRole('button', { name: 'Account: Ada Byron' }).waitFor();
  }, 180_000);

  it('a session that was revoked elsewhere', async () => {
    const [, port] = /sandbox on 127\.0\.0\.1:(\d+)/.exec(app.output()) ?? [];
    const [key] =
      /sk_test_\w{20,}/.exec(
        readFileSync(join(home, 'sandbox/state.sqlite'), 'latin1') +
          readFileSync(join(home, 'sandbox/state.sqlite-wal'), 'latin1'),
      ) ?? [];
    const { page } = ui;
    await page.getByRole('table', { name: 'Claims', exact: true }).waitFor();
    const shown = await page.getByRole('table', { name: 'Claims', exact: true }).innerText();
    const [sessionId] = /sess_\w+/.exec(shown) ?? [];
    const answer = await fetch(`http://127.0.0.1:${port}/v1/sessions/${sessionId}/revoke`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'clerk-api-version': '2026-05-12' },
    });
    expect(answer.status).toBe(200);
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await page.getByText(/Your session ended/).waitFor();
    await ui.signInAs('Ada Byron');
    await ui.switchTo('Acme Robotics');
  }, 180_000);

  it('a backend that was killed comes back by itself, with what it stored', async () => {
    await ui.open('Organization');
    await ui.page.getByRole('tab', { name: 'Settings' }).click();
    const days = ui.page.getByRole('textbox', { name: 'Data retention, days' });
    await days.fill('45');
    await ui.page.getByRole('button', { name: 'Save version 1' }).click();
    await ui.page.getByText('version 1', { exact: true }).waitFor();
    kill('backend');
    await expect
      .poll(async () => {
        await ui.page.reload();
        await ui.page.getByRole('tab', { name: 'Settings' }).click();
        return days.inputValue({ timeout: 5_000 }).catch(() => 'nothing yet');
      }, patience)
      .toBe('45');
  }, 180_000);

  it('a sandbox that was killed comes back by itself, and everybody is still signed in', async () => {
    kill('sandbox');
    await ui.open('Session');
    await expect
      .poll(async () => {
        await ui.page.getByRole('button', { name: 'Refresh now' }).click();
        return ui.sentence().innerText();
      }, patience)
      .toMatch(/Ada Byron is signed in to Acme Robotics as org:admin/);
    await ui.page.reload();
    await ui.page.getByRole('button', { name: 'Account: Ada Byron' }).waitFor();
  }, 180_000);

  it('a second start on the same data says who holds it, and leaves it alone', async () => {
    const { code, text } = await runToEnd(home);
    expect(code).toBe(1);
    expect(text).toMatch(/already|in use|holds/i);
    expect(text).not.toMatch(/\n\s+at /);
    await ui.page.reload();
    await ui.page.getByRole('button', { name: 'Account: Ada Byron' }).waitFor();
  }, 180_000);
});

describe('a start that meets trouble', () => {
  const homes: string[] = [];
  const newHome = (): string => {
    const home = mkdtempSync(join(tmpdir(), 'claimdeck-start-'));
    homes.push(home);
    return home;
  };
  afterAll(() => {
    for (const home of homes) rmSync(home, { recursive: true, force: true });
  });

  it('takes the next free port when the wanted one is in use, and says so', async () => {
    const blocker = createServer();
    await new Promise<void>((up) => blocker.listen(0, '127.0.0.1', up));
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const app = await webHost.launch({ home: newHome(), args: ['--sandbox-port', String(port)] });
    try {
      const { page } = app;
      await page.getByRole('button', { name: 'Sign in as Ada Byron' }).waitFor();
      expect(app.output()).toMatch(new RegExp(`\\b${port}\\b.*(taken|in use)`));
    } finally {
      await app.close();
      blocker.close();
    }
  }, 180_000);

  it('leaves a damaged settings database in place and names it, while the rest works', async () => {
    const home = newHome();
    const first = await webHost.launch({ home });
    const ui = consoleOf(first.page);
    await ui.signInAs('Ada Byron');
    await first.close();
    const store = join(home, 'instances/claimdeck-sandbox-00.clerk.accounts.dev/backend.sqlite');
    const damaged = 'this is no database, '.repeat(400);
    writeFileSync(store, damaged);
    for (const end of ['-wal', '-shm']) rmSync(`${store}${end}`, { force: true });

    const app = await webHost.launch({ home });
    try {
      const { page } = app;
      await page.getByRole('button', { name: 'Account: Ada Byron' }).waitFor();
      await page
        .getByText(/damaged|corrupt|cannot be read/i)
        .first()
        .waitFor();
      expect(readFileSync(store, 'utf8')).toBe(damaged);
    } finally {
      await app.close();
    }
  }, 180_000);

  it('refuses keys that are none in one sentence', async () => {
    const { code, text } = await runToEnd(newHome(), { CLERK_PUBLISHABLE_KEY: 'pk_test_nonsense' });
    expect(code).toBe(1);
    expect(text).toMatch(/CLERK_PUBLISHABLE_KEY is no publishable key/);
    expect(text).not.toMatch(/\n\s+at /);
  });
});

/** Starts the web host where it cannot run, and waits for its end. */
function runToEnd(
  home: string,
  env: Record<string, string> = {},
): Promise<{ code: number; text: string }> {
  const entry = resolve(import.meta.dirname, '../../out/main/web.js');
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [entry, '--port', '0', '--no-open'],
      { env: { ...smallEnvironment(home), ...env } },
      (_, stdout, stderr) => done({ code: child.exitCode ?? -1, text: stdout + stderr }),
    );
  });
}
