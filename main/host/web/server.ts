import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isErrno } from '../../services/files.ts';
import { plainResponse } from '../../origin/page.ts';
import type { Log } from '../../services/ports.ts';
import { toRequest, writeResponse } from './adapter.ts';

export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  close(): Promise<void>;
}

type Handle = (request: Request) => Promise<Response>;

/**
 * Serves a fetch-style function on 127.0.0.1. The function is made once the port is known, since it checks the
 * Host of every request against it. When the port is taken the next ones are tried; 0 = any.
 */
export async function serveLoopback(
  wanted: number,
  makeHandle: (origin: string) => Handle,
  log: Log,
): Promise<LoopbackServer> {
  let handle: Handle = () => Promise.resolve(plainResponse(503, 'Starting.'));
  let origin = '';
  const server = createServer(
    // A session token travels in a header, and one that broke its budget is large.
    { maxHeaderSize: 64 * 1024, keepAliveTimeout: 10_000 },
    (message, response) => void answer(message, response),
  );

  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      if (!isPlainPath(message.url)) {
        await writeResponse(plainResponse(400, 'This path is not understood.'), response, false);
        return;
      }
      const request = toRequest(message, origin, gone.signal);
      await writeResponse(await handle(request), response, request.method === 'HEAD');
    } catch (cause) {
      if (gone.signal.aborted) return;
      log('error', 'a request failed unexpectedly', {
        method: message.method,
        cause: cause instanceof Error ? cause.stack : 'unknown',
      });
      if (response.headersSent) response.destroy();
      else await writeResponse(plainResponse(500, 'Something went wrong.'), response, false);
    }
  };

  const listen = (port: number): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const failed = (cause: unknown): void => {
        if (isErrno(cause, 'EADDRINUSE', 'EACCES')) resolve(false);
        else reject(cause);
      };
      server.once('error', failed);
      server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
        server.off('error', failed);
        resolve(true);
      });
    });

  const tries = wanted === 0 ? [0] : [...Array.from({ length: 10 }, (_, step) => wanted + step), 0];
  for (const port of tries) {
    if (port < 65_536 && (await listen(port))) break;
  }
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  origin = `http://127.0.0.1:${port}`;
  handle = makeHandle(origin);

  return {
    port,
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The raw path, before a URL parser makes it harmless: what tries to climb out is refused, not repaired. */
const isPlainPath = (url: string | undefined): boolean =>
  url !== undefined &&
  url.startsWith('/') &&
  !/[\\\0]|%5c|%00|(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(url.split('?')[0] ?? '');
