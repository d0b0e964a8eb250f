// Writes the settings and the vault without pause, and says which change is acknowledged. Killed by its test.
import { writeSync } from 'node:fs';
import { noSecrets } from '../../../main/services/memorySecrets.ts';
import { openSettings } from '../../../main/services/settings.ts';
import { openVault } from '../../../main/services/vault.ts';

/** The data folder, and the number of the first change. */
export type WriterArguments = readonly [folder: string, first: string];

const [, , folder = '', first = '0'] = process.argv;
const settings = await openSettings(folder);
const vault = await openVault(folder, noSecrets, () => undefined);
const key = { instanceId: 'a.clerk.accounts.dev', sandbox: true };
for (let n = Number(first); ; n += 1) {
  const atMs = n;
  const claims = { fill: 'x'.repeat(3_000) };
  await settings.update({ dashboardClaims: { 'a.clerk.accounts.dev': { claims, atMs } } });
  vault.keepClientToken(key, `${n} ${'y'.repeat(3_000)}`);
  await vault.flush();
  writeSync(1, `${n}\n`);
}
