import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

/**
 * Until the test ends or `repair` is called, every file opened for writing takes half of what it is given and then
 * fails, as on a disk that is full (or with another reason).
 */
export function fillDisk(code = 'ENOSPC'): { repair: () => void } {
  const { open, writeFile } = fs.promises;
  const failure = (path: unknown): Error =>
    Object.assign(new Error(`${code}: cannot write, write '${String(path)}'`), {
      code,
      syscall: 'write',
    });
  fs.promises.open = async (...given) => {
    const file = await open(...given);
    const write = file.writeFile.bind(file);
    file.writeFile = async (content) => {
      const bytes = Buffer.from(content as string);
      await write(bytes.subarray(0, bytes.length / 2));
      throw failure(given[0]);
    };
    return file;
  };
  fs.promises.writeFile = async (path, content, options) => {
    const bytes = Buffer.from(content as string);
    await writeFile(path, bytes.subarray(0, bytes.length / 2), options);
    throw failure(path);
  };
  syncBuiltinESMExports();
  const repair = (): void => {
    Object.assign(fs.promises, { open, writeFile });
    syncBuiltinESMExports();
  };
  onTestFinished(repair);
  return { repair };
}
