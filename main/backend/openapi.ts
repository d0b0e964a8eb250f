import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { AccessIndex } from './access.ts';
import { describeRule } from './rules.ts';
import type { BackendApp } from './server.ts';

/** Fastify writes `:id`, OpenAPI `{id}`; the transform below sees the former. */
const SESSION = 'sessionToken';

/** Registers the OpenAPI 3.1 document: shapes from the routes' schemas, access from the table. */
export async function describeApi(app: BackendApp, access: AccessIndex): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Claimdeck backend',
        version: '1',
        description:
          'Protected by Clerk session tokens. Each operation names its access rule in x-access-rule.',
      },
      components: {
        securitySchemes: {
          [SESSION]: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'A Clerk session token, as getToken() gives it without a template.',
          },
        },
      },
    },
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform(input);
      const [method] = [input.route.method].flat();
      const entry = access.find(method ?? 'GET', input.url);
      if (entry === undefined) return { schema, url };
      return {
        schema: {
          ...schema,
          summary: entry.purpose,
          security: entry.rule.kind === 'public' ? [] : [{ [SESSION]: [] }],
          'x-access-rule': describeRule(entry.rule),
        },
        url,
      };
    },
  });
}
