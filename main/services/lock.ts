import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { diskFailure, readDataFile } from './dataFiles.ts';
import { isErrno, readIfThere } from './files.ts';
import { startMark, stillRuns } from './processIdentity.ts';

const Holder = z.object({
  pid: z.int().positive(),
  /** Tells the process from a later one with the same number. */
  mark: z.string().optional(),
  host: z.enum(['electron', 'web']),
  startedAt: z.string(),
});
type Holder = z.infer<typeof Holder>;

export interface Lock {
  release(): Promise<void>;
}

/**
 * One host at a time on a data folder. The lock appears whole (a hard link to a finished file), names its
 * holder, and is taken over when that process is gone. Throws `start.data_locked` while it runs, and
 * `store.unavailable` where it cannot be written.
 */
export async function takeLock(dataDir: string, host: Holder['host']): Promise<Lock> {
  const path = join(dataDir, 'lock');
  const mark = startMark(process.pid);
  const content = JSON.stringify({
    pid: process.pid,
    ...(mark === undefined ? {} : { mark }),
    host,
    startedAt: new Date().toISOString(),
    // Makes the content of every lock its own, so that nobody gives back another's.
    nonce: randomBytes(9).toString('base64url'),
  });
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (await place(path, content)) return { release: () => giveBack(path, content) };
    const found = await readDataFile(path);
    if (found === undefined) continue;
    const holder = readHolder(found);
    if (holder !== undefined && stillRuns(holder.pid, holder.mark)) throw held(dataDir, holder);
    await bury(path, found);
  }
  throw new AppException(
    appError('start.data_locked', `The lock of ${dataDir} cannot be taken.`, {
      remedy: `Remove the file ${path} when no Claimdeck runs on this folder.`,
    }),
  );
}

/** The program that holds a data folder right now, if any; for what should not begin in that case. */
export async function lockHolder(
  dataDir: string,
): Promise<{ readonly host: Holder['host']; readonly refusal: AppException } | undefined> {
  const found = await readIfThere(join(dataDir, 'lock'));
  const holder = found === undefined ? undefined : readHolder(found);
  if (holder === undefined || !stillRuns(holder.pid, holder.mark)) return undefined;
  return { host: holder.host, refusal: held(dataDir, holder) };
}

/** True when the lock is ours now, false when there is one already. */
async function place(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, content, { mode: 0o600 });
    await link(draft, path);
    return true;
  } catch (cause) {
    if (isErrno(cause, 'EEXIST')) return false;
    const noLinks = isErrno(cause, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS') && isLink(cause);
    if (!noLinks) throw diskFailure(`The lock ${path} cannot be written`, cause);
    return await placeWithoutLinks(path, content);
  } finally {
    await rm(draft, { force: true });
  }
}

/** EPERM is also what a folder that may not be written to answers. */
const isLink = (cause: unknown): boolean =>
  cause instanceof Error && 'syscall' in cause && cause.syscall === 'link';

/** For file systems without hard links. Half a lock is none: it is taken away again. */
async function placeWithoutLinks(path: string, content: string): Promise<boolean> {
  let ours = false;
  try {
    const file = await open(path, 'wx', 0o600);
    ours = true;
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    return true;
  } catch (cause) {
    if (!ours && isErrno(cause, 'EEXIST')) return false;
    if (ours) await rm(path, { force: true });
    throw diskFailure(`The lock ${path} cannot be written`, cause);
  }
}

/**
 * Takes a dead holder's lock away. Two starters may see it dead at once: the rename moves one file once, and
 * whoever moved a fresh lock by mistake puts it back.
 */
async function bury(path: string, dead: string): Promise<void> {
  const grave = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(path, grave);
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return;
    throw cause;
  }
  if ((await readFile(grave, 'utf8')) !== dead) await link(grave, path).catch(() => undefined);
  await rm(grave, { force: true });
}

async function giveBack(path: string, content: string): Promise<void> {
  if ((await readIfThere(path)) === content) await rm(path, { force: true });
}

function readHolder(text: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function held(dataDir: string, holder: Holder): AppException {
  const program = holder.host === 'electron' ? 'the desktop window' : 'the web host';
  return new AppException(
    appError(
      'start.data_locked',
      `Claimdeck already runs on ${dataDir}: ${program}, process ${holder.pid}, since ${holder.startedAt}.`,
      {
        remedy: 'Use or end that one, or set CLAIMDECK_HOME to another folder.',
        details: { pid: holder.pid },
      },
    ),
  );
}
