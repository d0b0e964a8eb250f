import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Core } from '../core.ts';
import type { Api } from '../faults.ts';

/** Requests that are carried out, and whose answer does not arrive, or arrives in part. */
const mutilated = new WeakMap<FastifyRequest, 'lost' | 'cut'>();

const gatewayPage =
  '<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1><p>The upstream server did not answer.</p>';

/**
 * Makes the routes of a scope suffer the faults that are injected. `apisOf` says which faults a path is concerned by;
 * preflights, which never reach Clerk's own handlers either, are spared.
 */
export function addFaults(
  scope: FastifyInstance,
  core: Core,
  pathOf: (url: string) => string,
  apisOf: (path: string) => readonly Api[],
): void {
  scope.addHook('preHandler', async (request, reply) => {
    if (request.method === 'OPTIONS') return undefined;
    const path = pathOf(request.url.split('?')[0] ?? '');
    const spoiled = await core.faults.take(apisOf(path), request.method, path);
    if (spoiled === null) return undefined;
    if (spoiled.retryAfterSec !== null) void reply.header('retry-after', spoiled.retryAfterSec);
    if (spoiled.error !== null) throw spoiled.error;
    if (spoiled.kind === 'gateway') {
      return reply.status(502).header('content-type', 'text/html').send(gatewayPage);
    }
    if (spoiled.kind === 'dropped') {
      // Taken out of the framework's hands, or it would go on to the handler.
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    }
    if (spoiled.kind !== 'answered') mutilated.set(request, spoiled.kind);
    return undefined;
  });
  scope.addHook('onSend', async (request, reply, payload) => {
    const how = mutilated.get(request);
    if (how === 'lost') request.raw.socket.destroy();
    if (how === 'cut') cut(request, reply, payload);
    return payload;
  });
}

/** Promises the whole body, sends half of it and ends the connection. */
function cut(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
  const body = Buffer.from(typeof payload === 'string' ? payload : '');
  reply.hijack();
  reply.raw.writeHead(reply.statusCode, {
    'content-type': 'application/json',
    'content-length': body.byteLength,
  });
  reply.raw.write(body.subarray(0, body.byteLength >> 1), () => request.raw.socket.destroy());
}
