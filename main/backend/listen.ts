import { AppException, appError } from '../../shared/errors/appError.ts';
import type { BackendApp } from './server.ts';

const LOOPBACK = '127.0.0.1';
const MOST_TRIES = 20;

interface ListenOptions {
  readonly host?: string;
  /** Only `port` itself will do. */
  readonly exactPort?: boolean;
}

/** Listens at `port` or the next free one; 0 = any. Loopback unless told otherwise. Returns the port taken. */
export async function listen(
  app: BackendApp,
  port: number,
  { host = LOOPBACK, exactPort = false }: ListenOptions = {},
): Promise<number> {
  const tries = exactPort ? 1 : MOST_TRIES;
  for (let tried = 0; tried < tries; tried += 1) {
    const wanted = port === 0 ? 0 : port + tried;
    if (wanted > 65_535) break;
    try {
      await app.listen({ host, port: wanted });
      const address = app.server.address();
      return typeof address === 'object' && address !== null ? address.port : wanted;
    } catch (cause) {
      if (!isTaken(cause)) throw cause;
    }
  }
  throw new AppException(
    appError(
      'start.port_taken',
      exactPort ? `The port ${port} is in use.` : `The ports from ${port} on are all in use.`,
      { details: { port, tried: tries } },
    ),
  );
}

const isTaken = (cause: unknown): boolean =>
  cause instanceof Error &&
  'code' in cause &&
  (cause.code === 'EADDRINUSE' || cause.code === 'EACCES');
