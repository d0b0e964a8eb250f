import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the command line is built from: an edited page does not make it stale. */
const sources = [
  'main/cli',
  'main/clerk',
  'shared',
  'electron.vite.config.ts',
  'package-lock.json',
];

/** The bundle of the command line, relative to the project. */
export const builtEntry = 'out/main/cli-run.js';

/** The latest change under a path. A removed file changes its folder alone. */
function newest(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path).reduce(
    (latest, name) => Math.max(latest, newest(join(path, name))),
    found.mtimeMs,
  );
}

/** Whether the command line has to be built before it can run. */
export function isCliStale(root: string): boolean {
  const made = statSync(join(root, builtEntry), { throwIfNoEntry: false });
  return made === undefined || sources.some((source) => newest(join(root, source)) > made.mtimeMs);
}
