import type { FastifyInstance } from 'fastify';

const exposed = 'Authorization, Clerk-Db-Jwt, Retry-After, X-Clerk-Trace-Id';

/**
 * Cross-origin access of the Frontend API, for pages of a user's own app: the exact origin is echoed, since
 * credentials rule out `*`. The Backend API answers no page at all.
 */
export function addCors(scope: FastifyInstance): void {
  scope.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    void reply.header('vary', 'Origin');
    if (origin !== undefined) {
      void reply.header('access-control-allow-origin', origin);
      void reply.header('access-control-allow-credentials', 'true');
      void reply.header('access-control-expose-headers', exposed);
    }
    done();
  });
  scope.options('/*', (request, reply) => {
    const asked = request.headers['access-control-request-headers'] ?? '';
    const names = new Set([
      'authorization',
      'content-type',
      ...asked.toLowerCase().split(/\s*,\s*/),
    ]);
    names.delete('');
    if (request.headers['access-control-request-private-network'] === 'true') {
      void reply.header('access-control-allow-private-network', 'true');
    }
    return reply
      .status(204)
      .header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE, OPTIONS')
      .header('access-control-allow-headers', [...names].join(', '))
      .header('access-control-max-age', '600')
      .send();
  });
}
