import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { takeLock } from '../services/lock.ts';
import { plainEnvironment } from './environment.ts';
import { cacheDir, projectRoot } from './paths.ts';
import { isStale } from './stale.ts';

export interface BuildOptions {
  readonly root?: string;
  /** Told before a build begins, for a person who waits. */
  readonly onBuild?: () => void;
}

/** How long another start's build is waited for. */
const otherBuildMs = 180_000;

/**
 * Builds the bundles when a source is newer than they are; answers how long that took, undefined when nothing
 * had to be done. Two starts at once build once. Throws `start.bad_configuration` with the build's own words.
 */
export async function ensureBuilt({ root = projectRoot, onBuild }: BuildOptions = {}): Promise<
  number | undefined
> {
  if (!isStale(root)) return undefined;
  const release = await waitForTurn(root);
  try {
    if (!isStale(root)) return undefined;
    onBuild?.();
    const began = performance.now();
    await build(root);
    return performance.now() - began;
  } finally {
    await release();
  }
}

async function waitForTurn(root: string): Promise<() => Promise<void>> {
  const folder = join(cacheDir(root), 'build');
  mkdirSync(folder, { recursive: true });
  const until = performance.now() + otherBuildMs;
  for (;;) {
    try {
      const lock = await takeLock(folder, 'web');
      return () => lock.release();
    } catch (cause) {
      const held = cause instanceof AppException && cause.error.code === 'start.data_locked';
      if (!held || performance.now() > until) throw cause;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** `electron-vite build`, heard of only when it fails. */
function build(root: string): Promise<void> {
  const tool = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tool, 'build', '--logLevel', 'warn'], {
      cwd: root,
      env: plainEnvironment(process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-4_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(buildFailed(output));
    });
  });
}

const buildFailed = (output: string): AppException =>
  new AppException(
    appError('start.bad_configuration', 'The console could not be built.', {
      remedy: `Is everything installed (npm ci)? The build said:\n${output.trim()}`,
    }),
  );
