import { chmod, mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppException, appError } from '../../shared/errors/appError.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * `CLAIMDECK_HOME`, else the platform's application data folder. Both hosts use the same one, so that a console
 * started either way finds its state.
 */
export function resolveDataDir(
  env: Env,
  platform: NodeJS.Platform = process.platform,
  home: string = env['HOME'] ?? env['USERPROFILE'] ?? '',
): string {
  const asked = env['CLAIMDECK_HOME'];
  if (asked !== undefined && asked !== '') return resolve(asked);
  if (platform === 'darwin') return join(home, 'Library/Application Support/Claimdeck');
  if (platform === 'win32') {
    return join(env['APPDATA'] ?? join(home, 'AppData/Roaming'), 'Claimdeck');
  }
  const config = env['XDG_CONFIG_HOME'];
  return join(config === undefined || config === '' ? join(home, '.config') : config, 'Claimdeck');
}

/** Creates the data folder, readable by its owner alone, and closes one that others could read. */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const { mode } = await stat(dataDir);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) await chmod(dataDir, 0o700);
  } catch (cause) {
    throw new AppException(
      appError('start.bad_configuration', `The data folder ${dataDir} cannot be used.`, {
        remedy: 'Make it writable for you, or set CLAIMDECK_HOME to another folder.',
      }),
      { cause },
    );
  }
}
