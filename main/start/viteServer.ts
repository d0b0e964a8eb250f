import { noncePlaceholder } from '../origin/devPages.ts';
import { nextFreePort } from '../services/freePort.ts';

/** Vite's usual port; the next free one when it is taken. */
const wantedPort = 5173;

/** Its name in electron.vite.config.ts. */
const walletPlugin = 'no-solana-wallets';

export interface DevServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Vite's server for the page, behind the gateway of the host. Its websocket is reached directly, as the page's
 * own origin has none, and scripts get the placeholder that each response replaces with its nonce.
 */
export async function startVite(root: string): Promise<DevServer> {
  const [{ resolveConfig }, { createServer, mergeConfig }] = await Promise.all([
    import('electron-vite'),
    import('vite'),
  ]);
  const { config } = await resolveConfig({ root, logLevel: 'warn' }, 'serve', 'development');
  const port = await nextFreePort(wantedPort);
  // Vite bundles packages for development on its own, without the page's plugins: the one that leaves Solana's
  // wallets out is needed there too.
  const wallets = (config?.renderer?.plugins ?? []).filter(
    (plugin) => plugin instanceof Object && 'name' in plugin && plugin.name === walletPlugin,
  );
  const server = await createServer(
    mergeConfig(config?.renderer ?? {}, {
      configFile: false,
      clearScreen: false,
      html: { cspNonce: noncePlaceholder },
      optimizeDeps: { rolldownOptions: { plugins: wallets } },
      server: {
        host: '127.0.0.1',
        port,
        strictPort: port !== 0,
        cors: false,
        ws: { protocol: 'ws', host: '127.0.0.1', clientPort: port },
      },
    }),
  );
  await server.listen();
  return { url: `http://127.0.0.1:${server.config.server.port}`, close: () => server.close() };
}

/** Builds the bundles of main and preload again; rejects with the build's own words. */
export async function buildMain(root: string): Promise<void> {
  const [{ resolveConfig }, { build }] = await Promise.all([
    import('electron-vite'),
    import('vite'),
  ]);
  const { config } = await resolveConfig({ root, logLevel: 'warn' }, 'build', 'development');
  for (const part of [config?.main, config?.preload]) {
    if (part !== undefined) await build({ ...part, configFile: false });
  }
}
