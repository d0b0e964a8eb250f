import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  recordTraffic,
  scanFiles,
  scanPage,
  scanProcesses,
  scanText,
  type Findings,
  type Secrets,
} from '../support/secretScanner.ts';
import { consoleOf } from './console.ts';
import { desktopHost } from './desktopHost.ts';
import type { HostUnderTest, RunningApp } from './host.ts';
import { playRealInstance, type PlayedInstance } from './realInstance.ts';
import { webHost } from './webHost.ts';

/** Files whose business it is to hold secrets: the sandbox's own state, and the vault. */
const keepers = ['sandbox/state.sqlite', 'vault', 'played/'];

describe.each<{ host: HostUnderTest; instance: 'sandbox' | 'real' }>([
  { host: webHost, instance: 'sandbox' },
  { host: desktopHost, instance: 'real' },
])('secrets stay in Node: $host.name, $instance instance', ({ host, instance }) => {
  const home = mkdtempSync(join(tmpdir(), 'claimdeck-canary-'));
  let played: PlayedInstance | undefined;
  let app: RunningApp;
  let traffic: ReturnType<typeof recordTraffic>;

  /** The two secrets that exist while the console runs, read where they are allowed to be. */
  const secrets = (): Secrets => {
    if (played !== undefined) {
      const clientToken = played.clientTokens.at(-1);
      if (clientToken === undefined) throw new Error('no client token has passed yet');
      return { 'client token': clientToken, 'secret key': played.ready.secretKey };
    }
    const state = readFileSync(join(home, 'sandbox/state.sqlite'), 'latin1');
    const wal = readFileSync(join(home, 'sandbox/state.sqlite-wal'), 'latin1');
    const [secretKey] = /sk_test_\w{20,}/.exec(state + wal) ?? [];
    const vault = JSON.parse(readFileSync(join(home, 'vault'), 'utf8')) as {
      entries: Record<string, { value: string }>;
    };
    const [entry] = Object.values(vault.entries);
    if (secretKey === undefined || entry === undefined) throw new Error('there is no secret yet');
    return { 'client token': entry.value, 'secret key': secretKey };
  };

  const lookEverywhere = async (): Promise<Findings> => [
    ...(await scanPage(app.page, secrets())),
    ...scanText('traffic', await traffic.text(), secrets()),
    ...scanText('printed output', app.output(), secrets()),
    ...scanFiles(home, keepers, secrets()),
    // Who starts the console with the key in the environment has it in that one process, and in no child.
    ...scanProcesses(app.pid, secrets()).filter(
      (finding) => !(instance === 'real' && finding === 'secret key in environment of the host'),
    ),
  ];

  beforeAll(async () => {
    if (instance === 'real') {
      played = await playRealInstance(join(home, 'played'), 'quiet-otter-07.clerk.accounts.dev');
    }
    app = await host.launch({ home, env: played?.env ?? {} });
    traffic = recordTraffic(app.page);
    const ui = consoleOf(app.page);
    if (instance === 'sandbox') await ui.signInAs('Ada Byron');
    else await ui.signInWithPassword('ada@example.com', 'claimdeck-demo', 'Ada Byron');
    await ui.switchTo('Acme Robotics');
    await ui.open('Templates');
    await ui.open('Organization');
    await app.page.getByRole('tab', { name: 'Members' }).click();
    await app.page.getByRole('table', { name: 'Members' }).waitFor();
  }, 180_000);

  afterAll(async () => {
    await app.close();
    await played?.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('shows neither client token nor secret key to page, traffic, logs or processes', async () => {
    const { 'client token': clientToken, 'secret key': secretKey } = secrets();
    expect(clientToken?.length).toBeGreaterThan(40);
    expect(secretKey).toMatch(/^sk_test_/);
    expect(traffic.count()).toBeGreaterThan(10);
    expect(await lookEverywhere()).toEqual([]);
  }, 180_000);

  it('would have found one in any of these places', async () => {
    const [name, secret] = Object.entries(secrets())[0] ?? ['', ''];
    await app.page.evaluate(async (value) => {
      document.body.append(Object.assign(document.createElement('i'), { textContent: value }));
      Object.assign(window, { planted: value });
      document.cookie = `planted=${value}; path=/`;
      localStorage.setItem('planted', value);
      sessionStorage.setItem('planted', value);
      history.replaceState(null, '', `#/organization?planted=${value}`);
      await new Promise<void>((done) => {
        const open = indexedDB.open('planted', 1);
        open.addEventListener('upgradeneeded', () => open.result.createObjectStore('values'));
        open.addEventListener('success', () => {
          const work = open.result.transaction('values', 'readwrite');
          work.objectStore('values').put(value, 'one');
          work.addEventListener('complete', () => {
            open.result.close();
            done();
          });
        });
      });
      await fetch('/planted', { headers: { 'x-planted': value } });
    }, secret);
    appendFileSync(join(home, 'logs', 'host.log'), `${secret}\n`);
    const found = await lookEverywhere();
    for (const place of [
      'document',
      'address',
      'document.cookie',
      'cookies',
      'localStorage',
      'sessionStorage',
      'indexedDB',
      'page heap',
      'traffic',
      'logs/host.log',
    ]) {
      expect(found).toContain(`${name} in ${place}`);
    }
    expect(scanText('printed output', `x ${secret} y`, secrets())).toHaveLength(1);
  }, 180_000);

  it('would have found one in an argument list or an environment', async () => {
    const [name, secret] = Object.entries(secrets())[0] ?? ['', ''];
    const script = 'process.stdin.resume(); process.stdout.write("up")';
    const child = spawn(process.execPath, ['-e', script, secret], {
      env: { PLANTED: secret },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await new Promise<void>((up) => child.stdout.once('data', () => up()));
    const found = scanProcesses(process.pid, secrets());
    child.kill('SIGKILL');
    expect(found).toContain(`${name} in arguments of a child`);
    expect(found).toContain(`${name} in environment of a child`);
  });
});
