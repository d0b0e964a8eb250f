import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { sweepUnfinished } from '../../../main/services/dataFiles.ts';
import { noSecrets } from '../../../main/services/memorySecrets.ts';
import { openSettings } from '../../../main/services/settings.ts';
import { openVault } from '../../../main/services/vault.ts';
import type { WriterArguments } from '../support/settingsWriter.ts';
import { tempFolder } from '../support/tempFolder.ts';

const program = resolve(import.meta.dirname, '../support/settingsWriter.ts');
const id = 'a.clerk.accounts.dev';
const kills = 12;

/** Runs the writer until it was killed somewhere in its work; answers the last change it acknowledged. */
async function writeUntilKilled(folder: string, first: number, pauseMs: number): Promise<number> {
  const given: WriterArguments = [folder, String(first)];
  const writer = spawn(process.execPath, [program, ...given]);
  let said = '';
  const begun = new Promise<void>((done) => {
    writer.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      done();
    });
    writer.once('close', () => done());
  });
  const ended = new Promise<void>((done) => writer.once('close', () => done()));
  await begun;
  await wait(pauseMs);
  writer.kill('SIGKILL');
  await ended;
  // A line that was cut off is no acknowledgement.
  return Number(said.split('\n').at(-2) ?? Number.NaN);
}

it(`settings and vault are whole, and hold what was acknowledged, after each of ${kills} kills`, async () => {
  const folder = tempFolder();
  let next = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const acknowledged = await writeUntilKilled(folder, next, kill * 3.7);
    expect(acknowledged).toBeGreaterThanOrEqual(next);
    const settings = await openSettings(folder);
    const vault = await openVault(folder, noSecrets, () => undefined);
    await vault.unlock({ instanceId: id, sandbox: true });
    expect([...settings.notes, ...vault.notes]).toEqual([]);
    const claims = settings.current().dashboardClaims?.[id];
    const token = vault.clientToken({ instanceId: id, sandbox: true }) ?? '';
    expect(claims?.claims).toEqual({ fill: 'x'.repeat(3_000) });
    expect(token).toMatch(/^\d+ y{3000}$/);
    // The one in progress may be there as well.
    for (const found of [claims?.atMs ?? -1, Number.parseInt(token, 10)]) {
      expect(found).toBeGreaterThanOrEqual(acknowledged);
      expect(found).toBeLessThanOrEqual(acknowledged + 1);
    }
    next = acknowledged + 1;
  }
  await sweepUnfinished(folder, Date.now() + 120_000);
  expect(readdirSync(folder).sort()).toEqual(['settings.json', 'vault']);
}, 180_000);
