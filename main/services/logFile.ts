import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from './ports.ts';

const maxBytes = 2 * 1024 * 1024;

export interface LogFile {
  write(chunk: string | Uint8Array): void;
  close(): void;
}

/**
 * A file under `<data folder>/logs`, private to its owner. When it is full it becomes `<name>.1.log` and a new
 * one begins, so that a long session cannot fill a disk. A log that cannot be written is silent.
 */
export function openLogFile(dataDir: string, name: string, limitBytes = maxBytes): LogFile {
  const path = join(dataDir, 'logs', `${name}.log`);
  let file: { fd: number; bytes: number } | undefined;
  let closed = false;

  const open = (): { fd: number; bytes: number } => {
    mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
    const fd = openSync(path, 'a', 0o600);
    return { fd, bytes: fstatSync(fd).size };
  };

  const close = (): void => {
    if (file !== undefined) closeSync(file.fd);
    file = undefined;
  };

  return {
    write(chunk) {
      if (closed) return;
      try {
        file ??= open();
        if (file.bytes > limitBytes) {
          close();
          renameSync(path, path.replace(/\.log$/, '.1.log'));
          file = open();
        }
        file.bytes += writeSync(file.fd, Buffer.from(chunk));
      } catch {
        close();
      }
    },
    close() {
      close();
      closed = true;
    },
  };
}

/** Lines of JSON: time, level, message, fields. */
export const logTo =
  (file: LogFile, now: () => Date = () => new Date()): Log =>
  (level, message, fields = {}) =>
    file.write(`${JSON.stringify({ time: now().toISOString(), level, message, ...fields })}\n`);
