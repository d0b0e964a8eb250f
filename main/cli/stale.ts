import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '../..');

/** What the command line is built from. */
const sources = [
  'main/cli',
  'main/clerk',
  'shared',
  'electron.vite.config.ts',
  'package-lock.json',
];

function newest(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path).reduce(
    (latest, name) => Math.max(latest, newest(join(path, name))),
    // A removed file changes its folder alone.
    found.mtimeMs,
  );
}

/** Whether a built file is missing or older than one of the sources. Paths are relative to the project. */
export function isStale(built: string, from: readonly string[], base = root): boolean {
  const made = statSync(join(base, built), { throwIfNoEntry: false });
  return made === undefined || from.some((source) => newest(join(base, source)) > made.mtimeMs);
}

const builtEntry = 'out/main/cli-run.js';

/** Builds when needed, saying so on stderr. The URL to import, or null when the build failed. */
export async function ensureCliBuilt(): Promise<string | null> {
  const entry = pathToFileURL(join(root, builtEntry)).href;
  if (!isStale(builtEntry, sources)) return entry;
  process.stderr.write('Building first, since the sources are newer…\n');
  const bin = join(root, 'node_modules/.bin/electron-vite');
  const code = await new Promise<number>((settle) => {
    const child = spawn(process.execPath, [bin, 'build', '--logLevel', 'error'], {
      cwd: root,
      // The document on stdout is the command's alone.
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('error', () => settle(1));
    child.on('exit', (status) => settle(status ?? 1));
  });
  if (code === 0) return entry;
  process.stderr.write(
    'The build failed, so the command cannot run. Run npm run build to see why.\n',
  );
  return null;
}
