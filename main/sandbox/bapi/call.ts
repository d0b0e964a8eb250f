import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Asked, Core } from '../core.ts';
import { ClerkApiError, formInvalid, formMissing, formUnknown } from '../errors.ts';
import { sameText } from '../tokens/jws.ts';
import { baseUrlOf } from '../wire/address.ts';
import { Form } from '../wire/form.ts';

/** One Backend API request of somebody who holds the secret key. */
export interface BapiCall extends Asked {
  readonly core: Core;
  readonly request: FastifyRequest;
  readonly query: Form;
  param(name: string): string;
  /** The JSON body, checked. @throws ClerkApiError 422 naming the parameter */
  body<S extends z.ZodType>(schema: S): z.output<S>;
}

type Handler = (call: BapiCall) => unknown;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Registers Backend API routes. Each runs in one transaction: answered means stored. */
export type BapiRoutes = (method: Method, path: string, handler: Handler) => void;

export function bapiRoutes(scope: FastifyInstance, core: Core): BapiRoutes {
  return (method, path, handler) => {
    scope.route({
      method,
      url: path,
      handler: (request, reply) => {
        const params = request.params as Readonly<Record<string, string | undefined>>;
        const call: BapiCall = {
          core,
          request,
          query: new Form(new URLSearchParams(request.url.split('?')[1] ?? '')),
          baseUrl: baseUrlOf(request),
          nowMs: core.now(),
          param: (name) => params[name] ?? '',
          body: (schema) => checkBody(schema, request.body),
        };
        const answer = core.state.transaction(() => handler(call));
        return answer === undefined ? reply.status(204).send() : reply.send(answer);
      },
    });
  };
}

/** Nobody without the secret key, and no browser page with it: there is no CORS here at all. */
export function requireSecretKey(core: Core, request: FastifyRequest): void {
  const key = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (key === undefined) {
    throw new ClerkApiError(
      401,
      'authorization_header_format_invalid',
      'Invalid Authorization header format',
      { long: 'Invalid Authorization header format. Must be Bearer <secret key>.' },
    );
  }
  if (!sameText(key, core.state.instance.secret_key)) {
    throw new ClerkApiError(401, 'clerk_key_invalid', 'The provided Clerk Secret Key is invalid.', {
      long: 'Make sure that your Clerk Secret Key is correct.',
    });
  }
}

function checkBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const param = issue?.path.map(String).join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') throw formUnknown(issue.keys[0] ?? param);
  const given = issue?.path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    body,
  );
  if (given === undefined || given === null) throw formMissing(param);
  throw formInvalid(param, `${param}: ${issue?.message ?? 'is invalid'}.`);
}
