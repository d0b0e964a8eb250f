import { hasDisplay } from '../host/web/openLink.ts';
import type { Flags } from '../services/flags.ts';
import type { Env } from './electron.ts';

export type HostChoice =
  | { readonly host: 'electron'; readonly binary: string }
  /** `reason`: why it is not the desktop window, one sentence. */
  | { readonly host: 'web'; readonly reason: string };

export interface HostChoicePorts {
  readonly flags: Pick<Flags, 'web'>;
  readonly env: Env;
  readonly platform: NodeJS.Platform;
  /** Chromium does not run as root with its sandbox on, and we do not switch that off. */
  readonly isRoot: boolean;
  readonly findElectron: () => string | undefined;
  readonly failedBefore: () => boolean;
  readonly download: () => Promise<boolean>;
}

/** Electron where its runtime is there or comes in reasonable time and has a display, else the web host. */
export async function chooseHost(ports: HostChoicePorts): Promise<HostChoice> {
  if (ports.flags.web) return web('as asked with --web');
  if (!hasDisplay(ports.env, ports.platform)) return web('as there is no display for a window');
  if (ports.isRoot && ports.platform === 'linux') return web('as Electron does not run as root');
  const found = ports.findElectron();
  if (found !== undefined) return { host: 'electron', binary: found };
  if (ports.failedBefore()) {
    return web(
      'as the Electron runtime could not be fetched lately (`npx install-electron` tries again)',
    );
  }
  const binary = (await ports.download()) ? ports.findElectron() : undefined;
  if (binary !== undefined) return { host: 'electron', binary };
  return web('as the Electron runtime could not be fetched');
}

const web = (reason: string): HostChoice => ({
  host: 'web',
  reason: `Claimdeck runs in a browser, ${reason}.`,
});
