import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import react from '@vitejs/plugin-react';

const at = (path: string): string => resolve(import.meta.dirname, path);

/** Entries of the main side. Each becomes `out/main/<name>.js` and runs in its own process. */
const mainEntries: Record<string, string> = {
  index: at('main/index.ts'),
  web: at('main/web.ts'),
  backend: at('main/backend/main.ts'),
  sandbox: at('main/sandbox/main.ts'),
  'cli-run': at('main/cli/main.ts'),
};

export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      outDir: at('out/main'),
      rolldownOptions: {
        input: Object.fromEntries(
          Object.entries(mainEntries).filter(([, file]) => existsSync(file)),
        ),
        external: ['electron', 'pg-native'],
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
      rolldownOptions: { input: { index: at('renderer/index.html') } },
    },
  },
});
