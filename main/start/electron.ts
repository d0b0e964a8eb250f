import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainEnvironment } from './environment.ts';
import { cacheDir } from './paths.ts';

export type Env = Readonly<Record<string, string | undefined>>;

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
};

const versionOf = (dir: string): string | undefined => {
  try {
    const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as unknown;
    if (typeof manifest !== 'object' || manifest === null || !('version' in manifest))
      return undefined;
    return typeof manifest.version === 'string' ? manifest.version : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The Electron binary, when its runtime is there. Looks at files only: asking the package itself (`require`)
 * would begin a download that can hang on a network that drops packets.
 */
export function findElectron(root: string, env: Env): string | undefined {
  const dir = join(root, 'node_modules/electron');
  const version = versionOf(dir);
  if (version === undefined) return undefined;
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const program = read(join(dir, 'path.txt'));
  if (override !== undefined && override !== '') {
    const binary = join(override, program ?? 'electron');
    return existsSync(binary) ? binary : undefined;
  }
  if (program === undefined) return undefined;
  const binary = join(dir, 'dist', program);
  const unpacked = read(join(dir, 'dist/version'))?.replace(/^v/, '');
  return unpacked === version && existsSync(binary) ? binary : undefined;
}

export interface DownloadOptions {
  readonly root: string;
  readonly env: Env;
  readonly limitMs?: number;
  readonly onProgress: (sentence: string) => void;
  readonly nowMs?: () => number;
}

const retryAfterMs = 7 * 24 * 60 * 60_000;
const noteOf = (root: string): string => join(cacheDir(root), 'electron-download.json');

/** Whether a download of this version failed in the last week. */
export function failedBefore(root: string, nowMs: () => number = Date.now): boolean {
  try {
    const note = JSON.parse(readFileSync(noteOf(root), 'utf8')) as {
      version?: unknown;
      failedAtMs?: unknown;
    };
    const version = versionOf(join(root, 'node_modules/electron'));
    return (
      note.version === version &&
      typeof note.failedAtMs === 'number' &&
      nowMs() - note.failedAtMs < retryAfterMs
    );
  } catch {
    return false;
  }
}

/**
 * Runs Electron's own installer, for a limited time. Answers whether the runtime is there afterwards; a failure
 * is remembered, so that only one start waits for it.
 */
export async function downloadElectron(options: DownloadOptions): Promise<boolean> {
  const { root, env, limitMs = 60_000, onProgress, nowMs = Date.now } = options;
  onProgress(`Fetching the Electron runtime (about 120 MB, at most ${limitMs / 1000} s)…`);
  await runInstaller(root, limitMs, onProgress);
  if (findElectron(root, env) !== undefined) return true;
  const version = versionOf(join(root, 'node_modules/electron'));
  mkdirSync(cacheDir(root), { recursive: true });
  writeFileSync(noteOf(root), JSON.stringify({ version, failedAtMs: nowMs() }));
  return false;
}

function runInstaller(
  root: string,
  limitMs: number,
  onProgress: (sentence: string) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const began = performance.now();
    const installer = spawn(process.execPath, [join(root, 'node_modules/electron/install.js')], {
      cwd: root,
      env: plainEnvironment(process.env),
      stdio: 'ignore',
    });
    const tick = setInterval(() => {
      onProgress(`… ${Math.round((performance.now() - began) / 1000)} s`);
    }, 10_000);
    const limit = setTimeout(() => installer.kill('SIGKILL'), limitMs);
    const done = (): void => {
      clearInterval(tick);
      clearTimeout(limit);
      resolve();
    };
    installer.once('close', done);
    installer.once('error', done);
  });
}
