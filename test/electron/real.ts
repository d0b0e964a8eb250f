import { join, resolve } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { findElectron } from '../../main/start/electron.ts';
import type { LaunchOptions } from './launch.ts';

const root = resolve(import.meta.dirname, '../..');

export interface RealDesktop {
  readonly page: Page;
  readonly pid: number;
  output(): string;
  close(): Promise<void>;
}

/** Electron's own binary; undefined where its runtime was never fetched (`npx install-electron`). */
export const realElectron = (): string | undefined => findElectron(root, process.env);

/**
 * The same app on real Electron, with the same fixture as `launchDesktop`. Linux needs a display for it (`xvfb-run`).
 * Addresses are `app://renderer/…` there, so no test may compare them.
 */
export async function launchReal(
  binary: string,
  { home, env = {}, args = [], appPath = root }: LaunchOptions,
): Promise<RealDesktop> {
  const { PATH = '', DISPLAY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR } = process.env;
  const display = { DISPLAY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR };
  const app = await _electron.launch({
    executablePath: binary,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), appPath, ...args],
    cwd: appPath,
    env: {
      PATH,
      HOME: home,
      CLAIMDECK_HOME: join(home, 'data'),
      ...Object.fromEntries(
        Object.entries(display).filter(
          (entry): entry is [string, string] => entry[1] !== undefined,
        ),
      ),
      ...env,
    },
  });
  let printed = '';
  const child = app.process();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  }
  const page = await app.firstWindow();
  await page.waitForLoadState('load');
  return {
    page,
    pid: child.pid ?? -1,
    output: () => printed,
    close: () => app.close(),
  };
}
