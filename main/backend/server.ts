import { randomUUID } from 'node:crypto';
import fastify, { LogController, type FastifyBaseLogger } from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { AppException, appError, type AppError } from '../../shared/errors/appError.ts';
import { ProblemException, sendProblem, toProblem } from './problem.ts';

/** Largest body read. The largest document stored is well below. */
const BODY_LIMIT = 128 * 1024;

/** The HTTP server with limits, request ids and the one error shape; routes and guards come on top. */
export function createServer(log: FastifyBaseLogger, trustedProxies = 0) {
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger of its own for each request costs more than most requests; what is logged names its id.
    childLoggerFactory: (logger) => logger,
    // Otherwise anybody could name another address in X-Forwarded-For and escape the limit of their own.
    trustProxy: trustedProxies === 0 ? false : (_address, hop) => hop < trustedProxies,
    bodyLimit: BODY_LIMIT,
    // A whole request has to arrive within this time: slow senders hold no connection.
    requestTimeout: 15_000,
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    // An id from outside would let a caller write into the audit log what they like.
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false, caseSensitive: true },
    frameworkErrors: (error, request, reply) => {
      void sendProblem(reply, toAppError(error), request.id);
    },
    clientErrorHandler: (error, socket) => {
      if (socket.destroyed || !socket.writable) return;
      const tooLarge = 'code' in error && error.code === 'HPE_HEADER_OVERFLOW';
      const body = JSON.stringify(
        toProblem(
          tooLarge
            ? appError('boundary.too_large', 'The request’s headers are too large.')
            : appError('boundary.bad_input', 'The request is not valid HTTP.'),
          randomUUID(),
        ),
      );
      socket.end(
        `HTTP/1.1 ${tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request'}\r\n` +
          `content-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
          `connection: close\r\n\r\n${body}`,
      );
    },
  }).withTypeProvider<ZodTypeProvider>();

  // JSON only: a form's types need no preflight, so any page could send them.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  app.setErrorHandler((error, request, reply) => {
    const mapped = toAppError(error);
    const level = mapped.code === 'internal.unexpected' ? 'error' : 'debug';
    request.log[level]({ reqId: request.id, err: error, code: mapped.code }, 'request failed');
    const members = error instanceof ProblemException ? error.members : undefined;
    return sendProblem(reply, mapped, request.id, members);
  });

  app.addHook('onSend', (request, reply, payload, done) => {
    void reply.header('x-request-id', request.id);
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    done(null, payload);
  });

  return app;
}

export type BackendApp = ReturnType<typeof createServer>;

interface FrameworkError {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly validation?: unknown;
  readonly validationContext?: unknown;
}

/** Any failure as the one error shape. What is not ours and not the caller's fault stays in the log. */
function toAppError(error: unknown): AppError {
  if (error instanceof AppException) return error.error;
  const { code, statusCode, validation, validationContext } = (error ?? {}) as FrameworkError;
  if (Array.isArray(validation))
    return invalid(
      validation,
      typeof validationContext === 'string' ? validationContext : 'request',
    );
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return appError('boundary.too_large', `The body is larger than ${BODY_LIMIT / 1024} KiB.`, {
      remedy: 'Send less at once.',
    });
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return appError('boundary.unsupported', 'The body is not JSON.', {
      remedy: 'Send content-type: application/json.',
    });
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return appError('boundary.bad_input', 'The request cannot be read.', {
      remedy: 'Check its address, its headers and that its body is valid JSON.',
    });
  }
  return appError('internal.unexpected', 'The backend failed unexpectedly.');
}

/** Names the place and the rule, never the value: it may be what must not be echoed. */
function invalid(issues: readonly unknown[], context: string): AppError {
  const first = (issues[0] ?? {}) as { instancePath?: unknown; message?: unknown };
  const place = typeof first.instancePath === 'string' ? first.instancePath : '';
  const why = typeof first.message === 'string' ? first.message.slice(0, 200) : 'not accepted';
  return appError(
    'boundary.bad_input',
    `The ${context}${place === '' ? '' : ` at ${place.slice(0, 200)}`} was not accepted: ${why}.`,
    { remedy: 'Correct it and send it again.', details: { in: context, at: place.slice(0, 200) } },
  );
}
