import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { AppException, appError } from '../../shared/errors/appError.ts';

/** What a command may touch. Tests give their own. */
export interface CliIo {
  /** Null when nothing is piped in: a terminal, or no input at all. */
  readonly stdin: Readable | null;
  readonly isTty: boolean;
  /** One document or one report. */
  readonly out: (text: string) => void;
  /** Notes and errors. */
  readonly note: (text: string) => void;
  readonly nowMs: () => number;
}

/** What `run` hands to a command: its input and output, and its share of time. */
export interface CommandIo extends CliIo {
  /** Runs synchronous work on outside input within the command's time; `what` opens the message when it runs out. */
  readonly within: <T>(what: string, work: () => T) => T;
}

/** Unusable input or usage: exit code 2. Without a remedy of its own it has none: the code's speaks of a request. */
export const unusable = (message: string, remedy?: string): AppException =>
  new AppException(
    remedy === undefined
      ? { code: 'boundary.bad_input', message }
      : appError('boundary.bad_input', message, { remedy }),
  );

export const megabyte = 1024 * 1024;

/** Longest token text read. An 8 MB token passes; what is longer is no token. */
export const tokenLimit = 12 * megabyte;
/** Longest template, context, policy, key set or line of contexts read. */
export const fileLimit = 4 * megabyte;

const size = (limit: number): string => `${Math.floor(limit / megabyte)} MB`;

async function readAll(stream: Readable, limit: number, what: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array | string>) {
    const bytes = Buffer.from(chunk as Uint8Array);
    length += bytes.length;
    if (length > limit) {
      stream.destroy();
      throw unusable(`${what} is larger than ${size(limit)}, so it was not read.`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Text of a byte sequence without its byte order mark. Bytes that are no UTF-8 are refused, unless `lenient`. */
function decode(bytes: Buffer, what: string, lenient: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: !lenient }).decode(bytes);
  } catch {
    throw unusable(`${what} is not UTF-8 text.`);
  }
}

/** All of stdin. */
export async function readStdin(io: CliIo, limit: number): Promise<string> {
  if (io.stdin === null) return '';
  return decode(await readAll(io.stdin, limit, 'The input'), 'The input', true);
}

/**
 * All of stdin if something comes before `waitMs`; null when nothing does. For input that may be left out while the
 * pipe stays open.
 */
export async function readStdinSoon(
  io: CliIo,
  limit: number,
  waitMs: number,
): Promise<string | null> {
  const { stdin } = io;
  if (stdin === null) return null;
  const came = await new Promise<boolean>((resolve) => {
    const settle = (answer: boolean): void => {
      clearTimeout(timer);
      stdin.off('readable', ready).off('end', ready).off('error', ready);
      resolve(answer);
    };
    const ready = (): void => settle(true);
    const timer = setTimeout(() => settle(false), waitMs);
    stdin.on('readable', ready).on('end', ready).on('error', ready);
  });
  if (came) return readStdin(io, limit);
  stdin.destroy();
  return null;
}

/** Text of a file, or of stdin for `-`. */
export async function readText(io: CliIo, path: string, what: string): Promise<string> {
  if (path === '-') return readStdin(io, fileLimit);
  await assertFile(path, what);
  return decode(await readAll(openFile(path), fileLimit, what), what, false);
}

/** The stream of a file, or stdin for `-`. */
export async function openText(io: CliIo, path: string, what: string): Promise<Readable> {
  if (path !== '-') {
    await assertFile(path, what);
    return openFile(path);
  }
  if (io.stdin === null) throw unusable(`${what} is expected on stdin, and nothing came.`);
  return io.stdin;
}

const openFile = (path: string): Readable => createReadStream(path, { highWaterMark: 256 * 1024 });

async function assertFile(path: string, what: string): Promise<void> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw unusable(`${what} is a folder, not a file.`);
  } catch (cause) {
    if (cause instanceof AppException) throw cause;
    throw unusable(`${what} cannot be read: ${reasonOf(cause)}.`);
  }
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return typeof code === 'string' ? code : 'it cannot be opened';
}
