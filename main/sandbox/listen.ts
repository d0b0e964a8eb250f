import type { FastifyInstance } from 'fastify';
import { AppException, appError } from '../../shared/errors/appError.ts';

const tries = 50;

/** Listens on 127.0.0.1 at the wanted port, or the next free one; 0 takes any. @returns the port */
export async function listenNear(app: FastifyInstance, wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + tries && port <= 65_535; port += 1) {
    try {
      await app.listen({ host: '127.0.0.1', port });
      const address = app.server.address();
      return typeof address === 'object' && address !== null ? address.port : port;
    } catch (cause) {
      const taken =
        cause instanceof Error &&
        'code' in cause &&
        (cause.code === 'EADDRINUSE' || cause.code === 'EACCES');
      if (!taken || wanted === 0) throw cause;
    }
  }
  throw new AppException(
    appError('start.port_taken', `No free port for the sandbox from ${wanted} on.`),
  );
}
