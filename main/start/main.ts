import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppException } from '../../shared/errors/appError.ts';
import { formatFlags, parseFlags, type Flags } from '../services/flags.ts';
import { resolveDataDir } from '../services/dataFolder.ts';
import { lockHolder } from '../services/lock.ts';
import { ensureBuilt } from './build.ts';
import { chooseHost } from './chooseHost.ts';
import { runDev } from './dev.ts';
import { downloadElectron, failedBefore, findElectron } from './electron.ts';
import { followToItsEnd, startElectron } from './launch.ts';
import { projectRoot } from './paths.ts';

/** Exit code of a program that the loader could not start. */
const missingLibraries = 127;

const say = (sentence: string): void => console.error(sentence);

/**
 * `npm start`: builds when a source is newer than the bundles, picks the host, starts it. Answers the exit
 * code; undefined while the web host lives on in this very process.
 */
export async function start(args: readonly string[]): Promise<number | undefined> {
  try {
    return await run(parseFlags(args), projectRoot);
  } catch (cause) {
    say(`Claimdeck did not start. ${sentence(cause)}`);
    return 1;
  }
}

async function run(asked: Flags, root: string): Promise<number | undefined> {
  const { env } = process;
  const flags = withEnvFile(asked, root);
  const holder = await lockHolder(resolveDataDir(env));
  // Another window is brought to the front by Electron itself. Building now would change files it serves.
  if (holder?.host === 'web') throw holder.refusal;
  if (!flags.dev && holder === undefined) {
    const tookMs = await ensureBuilt({
      root,
      onBuild: () => say('Building the console, as a source changed…'),
    });
    if (tookMs !== undefined) say(`Built in ${(tookMs / 1000).toFixed(1)} s.`);
  }
  const choice = await chooseHost({
    flags,
    env,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    findElectron: () => findElectron(root, env),
    failedBefore: () => failedBefore(root),
    download: () => downloadElectron({ root, env, onProgress: say }),
  });
  if (choice.host === 'web') say(choice.reason);
  if (flags.dev) return runDev({ root, flags, env, choice, say });
  if (choice.host === 'electron') {
    say('Opening the Claimdeck window.');
    const code = await followToItsEnd(startElectron(choice.binary, { root, flags, env }));
    if (code !== missingLibraries) return code;
    say('Claimdeck runs in a browser, as this system lacks libraries that Electron needs.');
  }
  const program = join(root, 'out/main/web.js');
  process.argv = [process.execPath, program, ...formatFlags(flags)];
  await import(pathToFileURL(program).href);
  return undefined;
}

/** A git-ignored `.env` beside the manifest completes the environment. The host reads it, not we. */
function withEnvFile(flags: Flags, root: string): Flags {
  const envFile = join(root, '.env');
  return flags.envFile === undefined && existsSync(envFile) ? { ...flags, envFile } : flags;
}

function sentence(cause: unknown): string {
  if (!(cause instanceof AppException)) {
    return cause instanceof Error ? cause.message : 'Something unexpected happened.';
  }
  const { message, remedy } = cause.error;
  return remedy === undefined ? message : `${message} ${remedy}`;
}
