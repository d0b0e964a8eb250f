import helmet from '@fastify/helmet';
import fastify from 'fastify';
import type { BackendApp } from './server.ts';

/** What the HTTP machinery adds to any answer. */
const NOT_OURS = new Set(['content-length', 'content-type', 'date', 'connection', 'keep-alive']);

/**
 * Helmet's headers on every answer. They are the same each time, so they are asked for once, of a server that is
 * thrown away: helmet itself works its policies out anew at every request.
 */
export async function addSecurityHeaders(app: BackendApp): Promise<void> {
  const probe = fastify({ logger: false });
  await probe.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
  });
  probe.get('/', () => '');
  const { headers } = await probe.inject('/');
  await probe.close();
  const fixed = Object.fromEntries(
    Object.entries(headers).filter(([name]) => !NOT_OURS.has(name.toLowerCase())),
  );
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(fixed);
    done();
  });
}
