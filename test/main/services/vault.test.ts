import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noSecrets } from '../../../main/services/memorySecrets.ts';
import type { SecretPort } from '../../../main/services/ports.ts';
import { openVault } from '../../../main/services/vault.ts';
import { fillDisk } from '../support/fullDisk.ts';
import { tempFolder } from '../support/tempFolder.ts';

const sandbox = { instanceId: 'fake.clerk.accounts.dev', sandbox: true };
const real = { instanceId: 'clerk.example.com', sandbox: false };
const silent = (): void => undefined;

/** Stands for the operating system's encryption: reversible, and nothing of the text can be read in it. */
const system: SecretPort = {
  available: () => Promise.resolve(true),
  encrypt: (text) => Promise.resolve(Buffer.from(text).map((byte) => byte ^ 0x5a)),
  decrypt: (sealed) => Promise.resolve(Buffer.from(sealed.map((byte) => byte ^ 0x5a)).toString()),
};

async function reopened(folder: string, secrets: SecretPort, key: typeof real) {
  const vault = await openVault(folder, secrets, silent);
  await vault.unlock(key);
  return vault.clientToken(key);
}

describe('without encryption by the system', () => {
  it('keeps the sandbox’s client token in a private file', async () => {
    const folder = tempFolder();
    const vault = await openVault(folder, noSecrets, silent);
    vault.keepClientToken(sandbox, 'first');
    vault.keepClientToken(sandbox, 'second');
    expect(vault.clientToken(sandbox)).toBe('second');
    await vault.flush();
    expect(statSync(join(folder, 'vault')).mode & 0o777).toBe(0o600);
    expect(await reopened(folder, noSecrets, sandbox)).toBe('second');
  });

  it('keeps a real instance’s token in memory only', async () => {
    const folder = tempFolder();
    const vault = await openVault(folder, noSecrets, silent);
    vault.keepClientToken(real, 'canary');
    await vault.flush();
    expect(vault.clientToken(real)).toBe('canary');
    expect(existsSync(join(folder, 'vault'))).toBe(false);
    expect(await reopened(folder, noSecrets, real)).toBeUndefined();
  });

  it('never reads a plain entry as a real instance’s', async () => {
    const folder = tempFolder();
    const entries = { 'instance:clerk.example.com': { format: 'plain', value: 'planted' } };
    writeFileSync(join(folder, 'vault'), JSON.stringify({ schemaVersion: 1, entries }));
    expect(await reopened(folder, noSecrets, real)).toBeUndefined();
  });
});

describe('with encryption by the system', () => {
  it('keeps every token, sealed', async () => {
    const folder = tempFolder();
    const vault = await openVault(folder, system, silent);
    vault.keepClientToken(real, 'canary');
    vault.keepClientToken(sandbox, 'other-canary');
    await vault.flush();
    expect(readFileSync(join(folder, 'vault'), 'utf8')).not.toContain('canary');
    expect(await reopened(folder, system, real)).toBe('canary');
    expect(await reopened(folder, system, sandbox)).toBe('other-canary');
    expect(await reopened(folder, noSecrets, real)).toBeUndefined();
  });

  it('asks for a new sign-in when the system’s key has changed', async () => {
    const folder = tempFolder();
    const vault = await openVault(folder, system, silent);
    vault.keepClientToken(real, 'canary');
    await vault.flush();
    const changed = { ...system, decrypt: () => Promise.reject(new Error('wrong key')) };
    expect(await reopened(folder, changed, real)).toBeUndefined();
  });
});

it('forgets on request, on disk too', async () => {
  const folder = tempFolder();
  const vault = await openVault(folder, noSecrets, silent);
  vault.keepClientToken(sandbox, 'canary');
  await vault.flush();
  vault.forgetClientToken(sandbox);
  await vault.flush();
  expect(vault.clientToken(sandbox)).toBeUndefined();
  expect(readFileSync(join(folder, 'vault'), 'utf8')).not.toContain('canary');
});

it.each(['not json', '', '\0\0\0\0', '{"schemaVersion":1,"entries":{"sandbox:a":{"format":"x"}}}'])(
  'sets a damaged file aside and says so: %j',
  async (text) => {
    const folder = tempFolder();
    for (let time = 1; time <= 2; time += 1) {
      writeFileSync(join(folder, 'vault'), text);
      const vault = await openVault(folder, noSecrets, silent, () => new Date(0));
      await vault.unlock(sandbox);
      expect(vault.clientToken(sandbox)).toBeUndefined();
      expect(vault.notes).toHaveLength(1);
      const kept = readdirSync(folder).filter((name) => name.startsWith('vault.unreadable'));
      expect(kept).toHaveLength(time);
      expect(vault.notes[0]).toContain(kept.toSorted().at(-1));
      for (const name of kept) expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
    }
  },
);

it('refuses what a newer version wrote, and leaves it', async () => {
  const folder = tempFolder();
  const text = '{"schemaVersion":2,"entries":[]}';
  writeFileSync(join(folder, 'vault'), text);
  await expect(openVault(folder, noSecrets, silent)).rejects.toMatchObject({
    error: { code: 'store.newer_schema' },
  });
  expect(readFileSync(join(folder, 'vault'), 'utf8')).toBe(text);
});

it('says so when it cannot be read at all, and touches nothing', async () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'vault'));
  await expect(openVault(folder, noSecrets, silent)).rejects.toMatchObject({
    error: { code: 'store.unavailable', remedy: 'Move that folder away.' },
  });
});

it('ends no session when the disk is full, keeps the old file, and writes all of it later', async () => {
  const folder = tempFolder();
  const logged: string[] = [];
  const vault = await openVault(folder, noSecrets, (level) => void logged.push(level));
  vault.keepClientToken(sandbox, 'first');
  await vault.flush();
  const before = readFileSync(join(folder, 'vault'), 'utf8');
  const disk = fillDisk();
  vault.keepClientToken(sandbox, 'second');
  await vault.flush();
  expect(vault.clientToken(sandbox)).toBe('second');
  expect(readFileSync(join(folder, 'vault'), 'utf8')).toBe(before);
  expect(readdirSync(folder)).toEqual(['vault']);
  expect(logged).toContain('error');
  disk.repair();
  await vault.flush();
  expect(await reopened(folder, noSecrets, sandbox)).toBe('second');
});
