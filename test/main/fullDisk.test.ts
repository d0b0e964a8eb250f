import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Told } from './support/fullDiskProgram.ts';
import { tempFolder } from './support/tempFolder.ts';

const program = resolve(import.meta.dirname, 'support/fullDiskProgram.ts');

/** Gives a folder a small file system of its own, which no other process sees, and runs a command there. */
const mounted = 'mount -t tmpfs -o size=24m tmpfs "$1" && shift && exec "$@"';
const alone = 'exec unshare --user --map-root-user --mount sh -c "$0" sh "$@"';
const onSmallDisk = (disk: string, ...command: string[]) =>
  spawnSync('sh', ['-c', alone, mounted, disk, ...command], { encoding: 'utf8', timeout: 170_000 });

/** Linux with user namespaces; many containers have none. */
const canMount = onSmallDisk(tmpdir(), 'true').status === 0;

it.skipIf(!canMount)(
  'a full disk refuses writes in words, loses nothing acknowledged, and is over when it is freed',
  () => {
    const disk = tempFolder();
    const { stdout, stderr } = onSmallDisk(disk, process.execPath, program, disk);
    const told = JSON.parse(stdout === '' ? JSON.stringify({ stderr }) : stdout) as Told;
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
