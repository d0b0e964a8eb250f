import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Flags } from '../services/flags.ts';
import { anyFreePort, defaultPorts, nextFreePort } from '../services/freePort.ts';
import type { HostChoice } from './chooseHost.ts';
import { startElectron, startWebHost, type LaunchOptions } from './launch.ts';
import { buildMain, startVite } from './viteServer.ts';
import { watchFolders } from './watch.ts';

export interface DevOptions extends LaunchOptions {
  readonly choice: HostChoice;
  readonly say: (sentence: string) => void;
}

/**
 * Development: the page from Vite's server with hot reload, and a host that is built and started again when
 * something of main changes. Open pages of the web host outlive that. Resolves when the host ends by itself.
 */
export async function runDev({ choice, say, ...options }: DevOptions): Promise<number> {
  const { root } = options;
  await buildMain(root);
  const vite = await startVite(root);
  const launchToken = randomBytes(32).toString('base64url');
  // The page's origin holds its session: it stays the same over restarts.
  const port =
    (await nextFreePort(options.flags.port ?? defaultPorts.web)) || (await anyFreePort());
  let restarting = false;
  let changed = false;
  let ending = false;
  let child: ChildProcess;
  const { promise, resolve } = Promise.withResolvers<number>();

  const launch = (flags: Flags): void => {
    const launched: LaunchOptions = {
      ...options,
      flags: { ...flags, dev: true, devServer: vite.url, port },
    };
    child =
      choice.host === 'electron'
        ? startElectron(choice.binary, launched)
        : startWebHost(launched, launchToken);
    child.once('exit', (code) => {
      if (!restarting || ending) resolve(code ?? 0);
    });
  };

  const rebuild = async (): Promise<void> => {
    if (ending) return;
    try {
      await buildMain(root);
    } catch (cause) {
      say(`Main was not built: ${cause instanceof Error ? cause.message : 'unknown'}`);
      return;
    }
    await endOf(child);
    if (ending) return;
    launch({ ...options.flags, open: false, reset: false });
    say('Main was built and started again.');
  };

  /** One at a time; what changes meanwhile is built next. */
  const restart = async (): Promise<void> => {
    changed = true;
    if (restarting) return;
    restarting = true;
    while (changed) {
      changed = false;
      await rebuild();
    }
    restarting = false;
  };

  launch(options.flags);
  const unwatch = watchFolders(root, ['main', 'preload', 'shared'], () => void restart());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      ending = true;
      child.kill(signal);
    });
  }
  const code = await promise;
  unwatch();
  await vite.close();
  return code;
}

const endOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
    return undefined;
  });
