import type { onRequestHookHandler } from 'fastify';
import { AppException, appError } from '../../shared/errors/appError.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Refuses a request whose `Host` is not ours: a foreign name that resolves to this machine (DNS rebinding) would
 * otherwise reach a server that listens on loopback only. The port is left out: it is where the request arrived.
 */
export function checkHost(more: readonly string[]): onRequestHookHandler {
  const names = new Set([...LOOPBACK, ...more.map((name) => name.toLowerCase())]);
  return (request, _reply, done) => {
    const name = (request.headers.host ?? '').replace(/:\d{1,5}$/, '').toLowerCase();
    if (names.has(name)) {
      done();
      return;
    }
    done(
      new AppException(
        appError(
          'boundary.foreign_sender',
          'The request names a host that this backend does not serve.',
          {
            remedy: 'Call it by its own address, such as 127.0.0.1.',
          },
        ),
      ),
    );
  };
}
