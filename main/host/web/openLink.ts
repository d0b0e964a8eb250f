import { spawn } from 'node:child_process';
import { AppException, appError } from '../../../shared/errors/appError.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Whether a window could appear here at all. */
export const hasDisplay = (env: Env, platform: NodeJS.Platform = process.platform): boolean =>
  platform !== 'linux' ||
  [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((value) => value !== undefined && value !== '');

/** Opens a link with the system's own opener. Rejects in words when there is none. */
export async function openInBrowser(url: string, env: Env): Promise<void> {
  const [command, ...args] = openerOf(process.platform, url);
  try {
    if (command === undefined || !hasDisplay(env)) throw new Error('no display');
    await new Promise<void>((resolve, reject) => {
      const opener = spawn(command, args, { stdio: 'ignore', detached: true });
      opener.once('error', reject);
      opener.once('spawn', () => {
        opener.unref();
        resolve();
      });
    });
  } catch (cause) {
    throw new AppException(
      appError('boundary.unsupported', 'No browser could be opened from here.', {
        remedy: 'Copy the link and open it yourself.',
      }),
      { cause },
    );
  }
}

function openerOf(platform: NodeJS.Platform, url: string): readonly string[] {
  if (platform === 'darwin') return ['open', url];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return ['xdg-open', url];
}
