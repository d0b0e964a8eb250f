import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeChosen } from '../../../main/services/writeChosen.ts';
import { fillDisk } from '../support/fullDisk.ts';
import { tempFolder } from '../support/tempFolder.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;
const isRoot = process.getuid?.() === 0;
const denied = {
  error: { code: 'file.not_saved', remedy: expect.stringMatching(/of your own/) as unknown },
};

describe('a file where a person said', () => {
  it('is written whole, with the mode their other files have, and nothing beside it', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'usual'), '');
    await writeChosen(join(folder, 'a.json'), '{"name":"東京"}');
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('{"name":"東京"}');
    expect(modeOf(join(folder, 'a.json'))).toBe(modeOf(join(folder, 'usual')));
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'usual']);
  });

  it('replaces what was there and keeps its mode; a link stays one', async () => {
    const folder = tempFolder();
    const real = join(folder, 'real.json');
    writeFileSync(real, 'old', { mode: 0o640 });
    symlinkSync(real, join(folder, 'link.json'));
    await writeChosen(join(folder, 'link.json'), 'new');
    expect(readFileSync(real, 'utf8')).toBe('new');
    expect(modeOf(real)).toBe(0o640);
    expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
  });

  it('takes a name of 255 bytes', async () => {
    const path = join(tempFolder(), `${'n'.repeat(250)}.json`);
    await writeChosen(path, 'x');
    expect(readFileSync(path, 'utf8')).toBe('x');
  });
});

describe('a file that cannot be written', () => {
  it.each([
    ['ENOSPC', 'the disk is full', /Free some space/],
    ['EDQUOT', 'the disk is full', /Free some space/],
    ['EIO', 'the disk refused it', /another folder/],
    ['EROFS', 'the disk can only be read', /another disk/],
    ['EFBIG', 'the disk takes no file that large', /another disk/],
  ])('is said in words and leaves what was there: %s', async (code, why, remedy) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.json'), 'old');
    fillDisk(code);
    await expect(writeChosen(join(folder, 'a.json'), 'new and longer')).rejects.toMatchObject({
      error: {
        code: 'file.not_saved',
        message: `a.json was not saved: ${why}.`,
        remedy: expect.stringMatching(remedy) as unknown,
      },
    });
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it.each([
    ['a folder that is gone', 'gone/a.json', 'the folder is gone'],
    ['a file in the folder’s place', 'file/a.json', 'the folder is gone'],
    ['a folder of that name', 'folder', 'what has that name is no plain file'],
    ['a name too long', 'n'.repeat(300), 'the name does not fit there'],
    ['a NUL', 'a\0b', 'the name does not fit there'],
  ])('is said in words: %s', async (_, name, why) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), 'old');
    mkdirSync(join(folder, 'folder'));
    await expect(writeChosen(join(folder, name), 'x')).rejects.toMatchObject({
      error: {
        code: 'file.not_saved',
        message: expect.stringContaining(`was not saved: ${why}.`) as unknown,
      },
    });
    expect(readdirSync(folder).sort()).toEqual(['file', 'folder']);
  });

  it('is said in words: a folder of somebody else', async () => {
    const folder = tempFolder();
    chmodSync(folder, 0o555);
    if (isRoot) {
      // Nothing is forbidden to root.
      process.seteuid?.(65_534);
      onTestFinished(() => process.seteuid?.(0));
    }
    await expect(writeChosen(join(folder, 'b.json'), 'x')).rejects.toMatchObject(denied);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.skipIf(isRoot)('is said in words: a protected file', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.json'), 'old', { mode: 0o400 });
    await expect(writeChosen(join(folder, 'a.json'), 'x')).rejects.toMatchObject(denied);
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('old');
  });

  it('tells no more of the disk than the name of the folder', async () => {
    const folder = tempFolder();
    rmSync(folder, { recursive: true });
    const failure: unknown = await writeChosen(join(folder, 'a.json'), 'x').catch(
      (cause: unknown) => (cause as { error: unknown }).error,
    );
    expect(JSON.stringify(failure)).not.toContain(folder);
  });
});
