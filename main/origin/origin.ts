import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isErrno } from '../services/files.ts';
import { createBackendApi, type BackendApiPorts } from './backendApi.ts';
import { createDevPages } from './devPages.ts';
import type { Fetch } from './forward.ts';
import { createFrontendApi, type FrontendApiPorts } from './frontendApi.ts';
import { makeNonce, pageResponse, plainResponse } from './page.ts';
import { createStaticFiles } from './staticFiles.ts';

export interface OriginPorts {
  readonly fetch: Fetch;
  /** The built page. */
  readonly rendererDir: string;
  /** Vite's server; takes the place of the built page. */
  readonly devServer?: string | undefined;
  /** Origins of pictures for `img-src`. */
  readonly pictures: () => readonly string[];
  readonly frontendApi: Omit<FrontendApiPorts, 'fetch'>;
  readonly backendApi: Omit<BackendApiPorts, 'fetch'>;
}

/**
 * The one origin a page talks to: behind `protocol.handle` in Electron, behind a loopback server in the web
 * host. Only method, path, headers and body of a request count, never the host it was sent to.
 */
export function createOrigin(ports: OriginPorts): (request: Request) => Promise<Response> {
  const { fetch } = ports;
  const frontendApi = createFrontendApi({ ...ports.frontendApi, fetch });
  const backendApi = createBackendApi({ ...ports.backendApi, fetch });
  const pages =
    ports.devServer === undefined
      ? createBuiltPages(ports.rendererDir, ports.pictures)
      : createDevPages({ fetch, server: ports.devServer, pictures: ports.pictures });

  return (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/fapi/')) return frontendApi(request);
    if (pathname.startsWith('/api/')) return backendApi(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return Promise.resolve(plainResponse(405, 'Only GET goes here.'));
    }
    return pages(request);
  };
}

const createBuiltPages = (rendererDir: string, pictures: () => readonly string[]) => {
  const files = createStaticFiles(rendererDir);
  return async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname !== '/' && pathname !== '/index.html') return files(pathname);
    try {
      const html = await readFile(join(rendererDir, 'index.html'), 'utf8');
      return pageResponse(html, { nonce: makeNonce(), pictures: pictures() });
    } catch (cause) {
      if (!isErrno(cause, 'ENOENT')) throw cause;
      return plainResponse(503, 'The page is not built. Run `npm run build`, then reload.');
    }
  };
};
