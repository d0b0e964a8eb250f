import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtEntry, isCliStale } from './cli/stale.ts';

const root = resolve(import.meta.dirname, '..');

/** Notes and failures go to stderr: stdout is the command's alone. */
async function buildIfStale(): Promise<boolean> {
  if (!isCliStale(root)) return true;
  const { ensureBuilt } = await import('./start/build.ts');
  try {
    await ensureBuilt({ root, onBuild: () => console.error('Building first…') });
    return true;
  } catch (cause) {
    console.error(
      `The command line could not be built. ${cause instanceof Error ? cause.message : ''}`,
    );
    console.error('Run npm run build to see why.');
    return false;
  }
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Claimdeck needs Node 22.18 or newer and this is ${process.versions.node}. Run it through npm: npm run -s cli`,
  );
  process.exitCode = 2;
} else if (await buildIfStale()) {
  await import(pathToFileURL(join(root, builtEntry)).href);
} else {
  process.exitCode = 2;
}
