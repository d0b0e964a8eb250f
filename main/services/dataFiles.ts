import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { isErrno, readIfThere, writeAtomic } from './files.ts';

/** What a person can do about a file of the data folder, by the system's reason. */
const reasons: readonly (readonly [codes: readonly string[], why: string, remedy: string])[] = [
  [['ENOSPC', 'EDQUOT'], 'the disk is full', 'Free some space, then try again.'],
  [['EROFS'], 'the disk can only be read', 'Set CLAIMDECK_HOME to a folder on another disk.'],
  [
    ['EACCES', 'EPERM'],
    'that is not allowed',
    'Make the data folder and what is in it writable for you, or set CLAIMDECK_HOME to another folder.',
  ],
  [['ENOENT', 'ENOTDIR'], 'its folder is gone', 'Start Claimdeck again.'],
  [['EISDIR'], 'a folder has its name', 'Move that folder away.'],
];

/**
 * A failure of the disk as the one error shape: what could not be done, why, and the way out. What was planned
 * already, and what is no matter of the disk, passes through.
 */
export function diskFailure(what: string, cause: unknown): unknown {
  if (cause instanceof AppException) return cause;
  if (!(cause instanceof Error && 'code' in cause && 'syscall' in cause)) return cause;
  const [, why = 'the disk refused it', remedy] =
    reasons.find(([codes]) => isErrno(cause, ...codes)) ?? [];
  return new AppException(
    appError('store.unavailable', `${what}: ${why}.`, remedy === undefined ? {} : { remedy }),
    { cause },
  );
}

/** The text of a file of the data folder, undefined when there is none. Throws `store.unavailable`. */
export async function readDataFile(path: string): Promise<string | undefined> {
  try {
    return await readIfThere(path);
  } catch (cause) {
    throw diskFailure(`${path} cannot be read`, cause);
  }
}

/** Replaces a file of the data folder whole, or leaves it as it was and throws `store.unavailable`. */
export async function writeDataFile(path: string, content: string): Promise<void> {
  try {
    await writeAtomic(path, content);
  } catch (cause) {
    throw diskFailure(`${path} cannot be written`, cause);
  }
}

/**
 * Moves a file that nobody can read out of the way, under a name nothing has yet: it is kept, and needs no space.
 * Answers that name. Throws `store.unavailable`; the file is still there then, and nothing may overwrite it.
 */
export async function setAside(path: string, now: Date): Promise<string> {
  const kept = `${path}.unreadable-${now.toISOString().replaceAll(':', '-')}`;
  try {
    for (let n = 1; ; n += 1) {
      const name = n === 1 ? kept : `${kept}-${n}`;
      if (await isThere(name)) continue;
      await rename(path, name);
      return name;
    }
  } catch (cause) {
    throw diskFailure(`${path} is damaged and cannot be set aside`, cause);
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (cause: unknown) => {
      if (isErrno(cause, 'ENOENT')) return false;
      throw cause;
    },
  );

/** What a write in progress is called: of `writeAtomic`, and of the lock. */
const unfinished = /^(?:.*\.[0-9a-f]{12}\.partial|lock\.[0-9a-f]{12})$/;

/** A write takes no longer than this; a start beside us may be in the middle of one. */
const stillWritingMs = 60_000;

/** Removes what a process left behind that was killed while it wrote. Never the reason a start fails. */
export async function sweepUnfinished(dataDir: string, nowMs: number): Promise<void> {
  try {
    for (const name of await readdir(dataDir)) {
      if (!unfinished.test(name)) continue;
      const path = join(dataDir, name);
      const { mtimeMs } = await stat(path);
      if (nowMs - mtimeMs > stillWritingMs) await rm(path, { force: true });
    }
  } catch {
    // The next start tries again.
  }
}
