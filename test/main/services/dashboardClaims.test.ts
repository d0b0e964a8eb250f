import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSettings } from '../../../main/services/settings.ts';
import { Settings } from '../../../shared/contract/app.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claimdeck-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const marks = {
  'clerk.acme.com': { claims: { role: '{{org.role}}', nested: { plan: 'pro' } }, atMs: 1_700_000 },
};

describe('what was marked as set in the Dashboard', () => {
  it('is kept per instance, beside the other settings, for the next start', async () => {
    const store = await openSettings(folder);
    await store.update({ colorScheme: 'dark' });
    await store.update({ dashboardClaims: marks });
    const later = await openSettings(folder);
    expect(later.current()).toEqual({ colorScheme: 'dark', dashboardClaims: marks });
    await later.update({ dashboardClaims: {} });
    expect((await openSettings(folder)).current().dashboardClaims).toEqual({});
  });

  it('has the bounds of what can be in a session token at all', () => {
    const of = (claims: object) => ({
      colorScheme: 'auto',
      dashboardClaims: { 'clerk.acme.com': { claims, atMs: 1 } },
    });
    expect(Settings.safeParse(of({ a: 1 })).success).toBe(true);
    expect(Settings.safeParse(of({ a: 'x'.repeat(9_000) })).success).toBe(false);
  });
});
