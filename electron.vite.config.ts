import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import react from '@vitejs/plugin-react';
import { build, type Plugin } from 'vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

/** Entries of the main side. Each becomes `out/main/<name>.js` and runs in its own process. */
const mainEntries: Record<string, string> = {
  index: at('main/index.ts'),
  web: at('main/web.ts'),
  sandbox: at('main/sandbox/main.ts'),
  'cli-run': at('main/cli/main.ts'),
};

/** Native parts that pg asks for and does without. */
const absent = ['pg-native'];

/**
 * `out/main/backend.js` is one file with nothing beside it: a team copies it to a server and runs it under Node. It
 * is built by itself, since entries that are built together share chunks.
 */
const backendInOneFile: Plugin = {
  name: 'backend-in-one-file',
  apply: 'build',
  async closeBundle(this: unknown, error?: Error) {
    if (error !== undefined) return;
    await build({
      configFile: false,
      root: import.meta.dirname,
      // Its warnings are of what a page would have to download.
      logLevel: 'error',
      ssr: { noExternal: true },
      build: {
        ssr: at('main/backend/main.ts'),
        outDir: at('out/main'),
        emptyOutDir: false,
        target: 'node22',
        rolldownOptions: {
          external: absent,
          output: { entryFileNames: 'backend.js', codeSplitting: false },
        },
      },
    });
  },
};

export default defineConfig({
  main: {
    plugins: [backendInOneFile],
    build: {
      externalizeDeps: false,
      outDir: at('out/main'),
      rolldownOptions: {
        input: Object.fromEntries(
          Object.entries(mainEntries).filter(([, file]) => existsSync(file)),
        ),
        external: ['electron', ...absent],
        output: { entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      outDir: at('out/preload'),
      rolldownOptions: {
        input: { index: at('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [
      {
        // The one module of @clerk/ui that imports the Solana wallet stack. Web3 sign-in is not offered, and
        // the wallet packages (about 400 MB) are overridden away in package.json.
        name: 'no-solana-wallets',
        enforce: 'pre',
        load(id: string) {
          return id.split('?')[0]?.endsWith('Web3SolanaWalletButtons.js')
            ? 'export const Web3SolanaWalletButtons = () => null;'
            : null;
        },
      },
      react(),
    ],
    build: {
      outDir: at('out/renderer'),
      minify: true,
      // Clerk's own code is large and loaded after the shell; a test holds what is loaded at start.
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: { index: at('renderer/index.html') } },
    },
  },
});
