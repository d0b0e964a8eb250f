import fastify, { type FastifyInstance } from 'fastify';
import { backendApi } from './bapi/app.ts';
import type { Core } from './core.ts';
import { ClerkApiError } from './errors.ts';
import { frontendApi } from './fapi/app.ts';
import { addPictures } from './pictures.ts';
import { isOwnHost } from './wire/address.ts';
import { addAnswers } from './wire/answers.ts';
import { rewriteUrl } from './wire/rewrite.ts';
import { addFaults } from './wire/spoil.ts';

/** The HTTP side of a sandbox: both APIs, the key set and the pictures. */
export async function buildApp(core: Core): Promise<FastifyInstance> {
  const app = fastify({
    rewriteUrl,
    logger: false,
    bodyLimit: 12 * 1024 * 1024,
    forceCloseConnections: true,
    // clerk-js posts some paths with a slash at their end.
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
  });
  addAnswers(app, core);
  // The one place every request passes, before it is routed to either API.
  app.addHook('onRequest', (request, _reply, done) => {
    done(
      isOwnHost(request.headers.host, core.state.instance.frontend_host) ? undefined : foreign(),
    );
  });
  app.get('/health', () => ({ status: 'ok', instance: core.state.instance.id }));
  await app.register(keySet(core));
  addPictures(app, core);
  await app.register(frontendApi(core), { prefix: '/fapi/v1' });
  await app.register(backendApi(core), { prefix: '/bapi/v1' });
  return app;
}

function keySet(core: Core): (scope: FastifyInstance) => Promise<void> {
  return async (scope) => {
    addFaults(
      scope,
      core,
      (path) => path,
      () => ['keys'],
    );
    scope.get('/.well-known/jwks.json', (_request, reply) => {
      void reply
        .header('access-control-allow-origin', '*')
        .header('cache-control', 'public, max-age=60');
      return core.keys.jwks;
    });
    await Promise.resolve();
  };
}

const foreign = (): ClerkApiError =>
  new ClerkApiError(403, 'host_invalid', 'Invalid host', {
    long: 'The sandbox answers on 127.0.0.1 and localhost only.',
  });
