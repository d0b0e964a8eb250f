import { access, constants, realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { isErrno, writeAtomic } from './files.ts';

/** What a person can do about a file that could not be written, by the system's reason. */
const reasons: readonly (readonly [codes: readonly string[], why: string, remedy: string])[] = [
  [['ENOSPC', 'EDQUOT'], 'the disk is full', 'Free some space, or save it on another disk.'],
  [
    ['EACCES', 'EPERM', 'EBUSY', 'ETXTBSY'],
    'the folder or the file may not be changed',
    'Choose a folder of your own, or close the program that has the file open.',
  ],
  [['EROFS'], 'the disk can only be read', 'Save it on another disk.'],
  [['ENOENT', 'ENOTDIR', 'ELOOP'], 'the folder is gone', 'Choose another folder.'],
  [['EISDIR', 'ENOTEMPTY', 'EEXIST'], 'there is a folder of that name', 'Choose another name.'],
  [
    ['ENAMETOOLONG', 'EINVAL', 'EILSEQ', 'ERR_INVALID_ARG_VALUE'],
    'the name does not fit there',
    'Choose a shorter, plainer name.',
  ],
  [['EFBIG'], 'the disk takes no file that large', 'Save it on another disk.'],
];

/**
 * Writes a text where a person said, whole or not at all: what stood there before stays until the new text is
 * on disk. A link keeps being one, and a file keeps its mode. Throws `file.not_saved`, with the way out.
 */
export async function writeChosen(path: string, text: string): Promise<void> {
  try {
    const there = await found(path);
    if (there === undefined) await writeAtomic(path, text, 0o666);
    else if (there.isFile) await writeAtomic(there.path, text, there.mode);
    else throw notSaved(path, 'what has that name is no plain file', 'Choose another name.');
  } catch (cause) {
    if (cause instanceof AppException) throw cause;
    const known = reasons.find(([codes]) => isErrno(cause, ...codes));
    if (known === undefined) throw notSaved(path, 'the disk refused it', undefined, cause);
    throw notSaved(path, known[1], known[2], cause);
  }
}

async function found(
  path: string,
): Promise<{ readonly path: string; readonly isFile: boolean; readonly mode: number } | undefined> {
  try {
    const real = await realpath(path);
    const entry = await stat(real);
    // A rename would replace a file that its owner protected.
    await access(real, constants.W_OK);
    return { path: real, isFile: entry.isFile(), mode: entry.mode & 0o777 };
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

/** Names the file and its folder's own name: enough to find it, and no more of the disk than that. */
function notSaved(path: string, why: string, remedy?: string, cause?: unknown): AppException {
  return new AppException(
    appError('file.not_saved', `${basename(path)} was not saved: ${why}.`, {
      ...(remedy === undefined ? {} : { remedy }),
      details: { folder: basename(dirname(path)) },
    }),
    { cause },
  );
}
