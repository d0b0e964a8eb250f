import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vite';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Bundles the test page with the real clerk-js and its components into a folder of its own. */
export async function bundlePage(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'claimdeck-page-'));
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'page'),
    logLevel: 'error',
    plugins: [
      {
        name: 'no-solana-wallets',
        enforce: 'pre',
        load: (id: string) =>
          id.split('?')[0]?.endsWith('Web3SolanaWalletButtons.js')
            ? 'export const Web3SolanaWalletButtons = () => null;'
            : null,
      },
    ],
    build: { outDir, emptyOutDir: true, minify: false, target: 'esnext' },
  });
  return outDir;
}

export interface Pages {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the page, and forwards `/fapi` to a sandbox the way a desktop host does: without Origin and cookies.
 */
export async function servePages(dir: string, sandboxUrl: string): Promise<Pages> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith('/fapi/')) void forward(sandboxUrl + path.slice(5), request, response);
    else serveFile(dir, path.split('?')[0] ?? '/', sandboxUrl, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function serveFile(dir: string, path: string, sandboxUrl: string, response: ServerResponse): void {
  const file = path === '/' ? '/index.html' : path;
  try {
    const body = readFileSync(join(dir, file));
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: ${sandboxUrl}; connect-src 'self' ${sandboxUrl}`,
    });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

async function forward(
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const name of ['accept', 'content-type', 'user-agent', 'authorization']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  const answer = await fetch(url, {
    method: request.method ?? 'GET',
    headers,
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
  });
  const passed: Record<string, string> = {};
  for (const name of ['content-type', 'authorization']) {
    const value = answer.headers.get(name);
    if (value !== null) passed[name] = value;
  }
  response.writeHead(answer.status, passed);
  response.end(Buffer.from(await answer.arrayBuffer()));
}
