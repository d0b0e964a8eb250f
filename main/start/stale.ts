import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sources = [
  'main',
  'preload',
  'renderer',
  'shared',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
];

/** Each bundle with the source it comes from. */
const bundles: readonly (readonly [source: string, bundle: string])[] = [
  ['main/index.ts', 'out/main/index.js'],
  ['main/web.ts', 'out/main/web.js'],
  ['main/backend/main.ts', 'out/main/backend.js'],
  ['main/sandbox/main.ts', 'out/main/sandbox.js'],
  ['main/cli/main.ts', 'out/main/cli-run.js'],
  ['preload/index.ts', 'out/preload/index.cjs'],
  ['renderer/index.html', 'out/renderer/index.html'],
];

/** Whether a bundle is missing, or older than any source. A folder's own time tells of a removed file. */
export function isStale(root: string): boolean {
  let oldest = Number.POSITIVE_INFINITY;
  for (const [source, bundle] of bundles) {
    if (!existsSync(join(root, source))) continue;
    const built = statSync(join(root, bundle), { throwIfNoEntry: false });
    if (built === undefined) return true;
    oldest = Math.min(oldest, built.mtimeMs);
  }
  return sources.some((source) => isNewer(join(root, source), oldest));
}

function isNewer(path: string, thanMs: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (found.mtimeMs > thanMs) return true;
  if (!found.isDirectory()) return false;
  return readdirSync(path).some((name) => isNewer(join(path, name), thanMs));
}
