// What the desktop keeps between starts, and in which form.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchDesktop, type Desktop, type LaunchOptions } from './launch.ts';

let home: string;
const storageKey = randomBytes(32).toString('hex');

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'claimdeck-keeping-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

const start = (standIn: NonNullable<LaunchOptions['standIn']>): Promise<Desktop> =>
  launchDesktop({ home, args: ['--sandbox-port=0', '--backend-port=0'], standIn });
const account = (page: Page) => page.getByRole('button', { name: 'Account: Ada Byron' });
const vault = (): string => readFileSync(join(home, 'data/vault'), 'utf8');

it(
  'seals the client token with the system’s key and stays signed in',
  { timeout: 120_000 },
  async () => {
    const first = await start({ storageKey });
    try {
      await first.page.getByRole('button', { name: 'Sign in as Ada Byron' }).click();
      await account(first.page).waitFor();
    } finally {
      await first.close();
    }
    expect(vault()).toContain('"format":"sealed"');
    expect(vault()).not.toMatch(/"format":"plain"|eyJ/);

    const second = await start({ storageKey });
    try {
      await account(second.page).waitFor();
    } finally {
      await second.close();
    }
  },
);

it('keeps what it cannot open while the keyring is away', { timeout: 120_000 }, async () => {
  const before = vault();
  const locked = await start({});
  try {
    await locked.page.getByRole('button', { name: 'Sign in as Ada Byron' }).waitFor();
  } finally {
    await locked.close();
  }
  expect(vault()).toBe(before);
  const again = await start({ storageKey });
  try {
    await account(again.page).waitFor();
  } finally {
    await again.close();
  }
});
