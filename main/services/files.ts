import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const errorCode = (cause: unknown): string | undefined =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined;

/** Whether a file operation failed with this code, for example `ENOENT`. */
export const isErrno = (cause: unknown, ...codes: readonly string[]): boolean =>
  codes.includes(errorCode(cause) ?? '');

/** The text of a file, undefined when there is none. Other failures throw. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

/**
 * Replaces a file so that a reader, or a crash at any moment, sees the old content or the new one, whole.
 * The file is private to its owner unless another mode is given.
 */
export async function writeAtomic(path: string, content: string, mode = 0o600): Promise<void> {
  // In the same folder, as a rename does not reach over file systems; under a short name, as the file's own may
  // leave no room.
  const partial = join(dirname(path), `.${randomBytes(6).toString('hex')}.partial`);
  try {
    const file = await open(partial, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (cause) {
    await rm(partial, { force: true });
    throw cause;
  }
  await syncFolder(dirname(path));
}

/**
 * Makes the rename itself durable, where that can be had: Windows needs no such step, and some file systems and
 * folders do not let themselves be opened. The file is in its place by then.
 */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (cause) {
    if (!isErrno(cause, 'EACCES', 'EPERM', 'EINVAL', 'ENOTSUP')) throw cause;
  }
}
