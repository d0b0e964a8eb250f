import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from './support/tempFolder.ts';

const program = resolve(import.meta.dirname, 'support/fullDiskProgram.ts');

/** Runs a command with a small file system of its own on a folder, which no other process sees. */
const onSmallDisk = (disk: string, command: string) =>
  spawnSync(
    'unshare',
    [
      '--user',
      '--map-root-user',
      '--mount',
      'sh',
      '-c',
      `mount -t tmpfs -o size=24m tmpfs '${disk}' && exec ${command}`,
    ],
    { encoding: 'utf8', timeout: 170_000 },
  );

/** Linux with user namespaces; many containers have none. */
const canMount = onSmallDisk(tmpdir(), 'true').status === 0;

it.skipIf(!canMount)(
  'a full disk refuses writes in words, loses nothing acknowledged, and is over when it is freed',
  () => {
    const disk = tempFolder();
    const { stdout, stderr } = onSmallDisk(disk, `'${process.execPath}' '${program}' '${disk}'`);
    const told: unknown = JSON.parse(stdout === '' ? JSON.stringify({ stderr }) : stdout);
    const full = {
      code: 'store.unavailable',
      message: expect.stringContaining('the disk is full') as unknown,
      remedy: 'Free some space, then try again.',
    };
    expect(told).toMatchObject({
      settings: full,
      settingsKept: true,
      backend: { status: 503, body: { code: 'store.unavailable' } },
      itemsWhileFull: true,
      sandbox: {
        status: 500,
        body: {
          errors: [{ long_message: expect.stringContaining('the disk is full') as unknown }],
        },
      },
      noteWhileFull: true,
      // Who is signed in goes on reading.
      mintWhileFull: 200,
      secondHost: full,
      settingsAfter: { colorScheme: 'dark' },
      backendAfter: 201,
      sandboxAfter: 200,
      itemsKept: true,
      noteKept: 1_000,
      themeKept: true,
    });
  },
  180_000,
);
