import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockHolder, takeLock } from '../../../main/services/lock.ts';
import { startMark } from '../../../main/services/processIdentity.ts';
import { fillDisk } from '../support/fullDisk.ts';
import { tempFolder } from '../support/tempFolder.ts';

const module = resolve(import.meta.dirname, '../../../main/services/lock.ts');

/** A process that takes the lock, says so and lives on. */
async function holder(folder: string) {
  const script = `const { takeLock } = await import(${JSON.stringify(module)});
    await takeLock(${JSON.stringify(folder)}, 'web');
    process.stdout.write('held');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return {
    pid: child.pid,
    kill: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGKILL');
      }),
  };
}

describe('the lock of a data folder', () => {
  it('is held once, and can be had again after it was given back', async () => {
    const folder = tempFolder();
    const lock = await takeLock(folder, 'web');
    await expect(takeLock(folder, 'electron')).rejects.toMatchObject({
      error: { code: 'start.data_locked', details: { pid: process.pid } },
    });
    expect(await lockHolder(folder)).toMatchObject({ host: 'web' });
    await lock.release();
    await lock.release();
    expect(await lockHolder(folder)).toBeUndefined();
    await (await takeLock(folder, 'web')).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names the process that holds it, and is taken over after kill -9', async () => {
    const folder = tempFolder();
    const other = await holder(folder);
    const refused = await takeLock(folder, 'web').catch((cause: unknown) => cause);
    expect(refused).toMatchObject({ error: { details: { pid: other.pid } } });
    expect((refused as Error).message).toContain(`process ${other.pid}`);
    await other.kill();
    expect(existsSync(join(folder, 'lock'))).toBe(true);
    const lock = await takeLock(folder, 'web');
    await lock.release();
  });

  it('is not held by another process that got the same number', async () => {
    const folder = tempFolder();
    const stale = { pid: process.pid, mark: 'another boot:1', host: 'web', startedAt: 'x' };
    writeFileSync(join(folder, 'lock'), JSON.stringify(stale));
    await (await takeLock(folder, 'web')).release();
    expect(startMark(process.pid)).toBe(startMark(process.pid));
  });

  it.each(['', '{', '{"pid":-1}'])('is taken over when its content is %j', async (text) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'lock'), text);
    await (await takeLock(folder, 'web')).release();
  });

  it('says so when the disk is full, and leaves no half of a lock', async () => {
    const folder = tempFolder();
    const disk = fillDisk();
    await expect(takeLock(folder, 'web')).rejects.toMatchObject({
      error: { code: 'store.unavailable', remedy: 'Free some space, then try again.' },
    });
    expect(readdirSync(folder)).toEqual([]);
    disk.repair();
    await (await takeLock(folder, 'web')).release();
  });

  it('says so when it cannot be read', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'lock'));
    await expect(takeLock(folder, 'web')).rejects.toMatchObject({
      error: { code: 'store.unavailable', remedy: 'Move that folder away.' },
    });
  });

  it('goes to one of many who find it dead at once', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'lock'), '{"pid":999999999,"host":"web","startedAt":"x"}');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => takeLock(folder, 'web')),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
