import { resolve } from 'node:path';
import { build } from 'vite';

/** Bundles the product's preload alone, into a folder of the test, as electron.vite.config.ts does. */
export async function buildPreload(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'silent',
    root: resolve(import.meta.dirname, '../..'),
    build: {
      outDir: resolve(outDir, 'preload'),
      minify: false,
      lib: {
        entry: resolve(import.meta.dirname, '../../preload/index.ts'),
        formats: ['cjs'],
        fileName: () => 'index.cjs',
      },
      rolldownOptions: { external: ['electron'] },
    },
  });
}
