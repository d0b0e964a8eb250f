import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';

export interface PreviewServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the frame on fake services into a folder of its own and serves it on a free port. */
export async function servePreview(): Promise<PreviewServer> {
  const outDir = mkdtempSync(join(tmpdir(), 'claimdeck-preview-'));
  const common = { root: import.meta.dirname, configFile: false, logLevel: 'error' } as const;
  await build({ ...common, plugins: [react()], build: { outDir, emptyOutDir: true } });
  const server = await preview({
    ...common,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, strictPort: false },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('the preview has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
