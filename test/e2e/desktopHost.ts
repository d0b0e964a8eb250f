import { launchDesktop } from '../electron/launch.ts';
import type { HostUnderTest } from './host.ts';

const anyPorts = ['--sandbox-port=0', '--backend-port=0'];

/** The Electron bundles, main, preload and page, on the stand-in for Electron. */
export const desktopHost: HostUnderTest = {
  name: 'Electron bundles on the stand-in',
  launch: async ({ home, env = {}, args = [] }) => {
    const desktop = await launchDesktop({
      home,
      env: { CLAIMDECK_HOME: home, ...env },
      args: [...anyPorts, ...args],
    });
    await desktop.page.setViewportSize({ width: 1280, height: 800 });
    return desktop;
  },
};
