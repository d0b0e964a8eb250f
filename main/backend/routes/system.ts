import { z } from 'zod';
import { AccessTable } from '../../../shared/contract/http.ts';
import { printAccess } from '../access.ts';
import type { RouteDeps } from '../deps.ts';
import type { BackendApp } from '../server.ts';
import { answers } from './responses.ts';

const Health = z.object({ status: z.literal('ok') });

/** Health, the access table and the OpenAPI document. */
export function systemRoutes(app: BackendApp, { store, access }: RouteDeps): void {
  app.route({
    method: 'GET',
    url: '/health',
    schema: { response: answers({ 200: Health }) },
    handler: async () => {
      await store.ping();
      return { status: 'ok' as const };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/access',
    schema: { response: answers({ 200: AccessTable }) },
    handler: () => ({
      data: printAccess(access.entries),
    }),
  });

  app.route({
    method: 'GET',
    url: '/openapi.json',
    schema: { hide: true },
    handler: (_request, reply) => {
      void reply.header('cache-control', 'public, max-age=60');
      return reply.type('application/json').send(JSON.stringify(app.swagger()));
    },
  });
}
