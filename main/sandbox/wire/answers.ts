import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppException } from '../../../shared/errors/appError.ts';
import type { Core } from '../core.ts';
import { ClerkApiError, notFound } from '../errors.ts';
import { randomText } from '../ids.ts';

/** Body parsers, headers and the error envelope: the same for every route of both APIs. */
export function addAnswers(app: FastifyInstance, core: Core): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(body.toString())),
  );
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(body.toString()));
    } catch {
      done(
        new ClerkApiError(400, 'request_body_invalid', 'Request body invalid', {
          long: 'The request body is not valid JSON. Please consult the API documentation for more information.',
        }),
      );
    }
  });
  // clerk-js sends a text/plain type with bodies it left empty, and pictures as multipart.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.addHook('onSend', (_request, reply, payload, done) => {
    const type = String(reply.getHeader('content-type') ?? '');
    // The backend SDK compares the whole header: with a charset it would hand out strings for objects.
    if (type.startsWith('application/json')) void reply.header('content-type', 'application/json');
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    void reply.header('x-content-type-options', 'nosniff');
    done(null, payload);
  });

  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    const known = error instanceof ClerkApiError ? error : translate(error);
    if (known.status >= 500) core.log.error({ err: error, url: pathOf(request) }, 'request failed');
    return sendError(reply, known);
  });
  app.setNotFoundHandler((_request, reply) => sendError(reply, notFound()));
}

function sendError(reply: FastifyReply, error: ClerkApiError): FastifyReply {
  return reply.status(error.status).send({ errors: error.errors, clerk_trace_id: randomText(32) });
}

function translate(error: Error & { statusCode?: number }): ClerkApiError {
  if (error instanceof AppException) {
    // A full disk, for example: the person can mend it, so it is said in their words.
    const { message, remedy = '' } = error.error;
    return new ClerkApiError(500, 'internal_clerk_error', message, {
      long: `${message} ${remedy}`.trimEnd(),
    });
  }
  const status = error.statusCode ?? 500;
  if (status === 413) {
    return new ClerkApiError(413, 'request_body_too_large', 'Request body too large');
  }
  if (status >= 400 && status < 500) {
    return new ClerkApiError(status, 'bad_request', 'Bad request', { long: error.message });
  }
  return new ClerkApiError(500, 'internal_clerk_error', 'Oops, an unexpected error occurred');
}

/** Path of a request without its query, which may carry tokens. */
const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? '';
