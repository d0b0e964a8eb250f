import type { FastifyReply } from 'fastify';
import type { Problem } from '../../shared/contract/http.ts';
import { AppException, statusOf, type AppError } from '../../shared/errors/appError.ts';

/** An error whose problem document carries more than the shared shape, such as the failed requirements. */
export class ProblemException extends AppException {
  readonly members: Readonly<Record<string, unknown>>;
  constructor(error: AppError, members: Readonly<Record<string, unknown>>) {
    super(error);
    this.name = 'ProblemException';
    this.members = members;
  }
}

/** The RFC 9457 document of an error. `type` is a name, not an address: nothing has to be online to read it. */
export function toProblem(
  error: AppError,
  requestId: string,
  members: Readonly<Record<string, unknown>> = {},
): Problem {
  return {
    type: `urn:claimdeck:problem:${error.code}`,
    title: error.message,
    status: statusOf(error),
    code: error.code,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    ...(error.details === undefined ? {} : { details: error.details }),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    traceId: error.traceId ?? requestId,
    ...members,
  };
}

/** Answers with the problem document of an error, and the headers its status asks for. */
export function sendProblem(
  reply: FastifyReply,
  error: AppError,
  requestId: string,
  members?: Readonly<Record<string, unknown>>,
): FastifyReply {
  const status = statusOf(error);
  if (status === 401) {
    const known = error.code === 'auth.no_session' ? '' : ', error="invalid_token"';
    void reply.header('www-authenticate', `Bearer realm="claimdeck"${known}`);
  }
  if (error.retryAfterMs !== undefined) {
    void reply.header('retry-after', String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))));
  }
  return (
    reply
      .code(status)
      .type('application/problem+json')
      .header('cache-control', 'no-store')
      // As text, so that no response schema of the route is applied to it.
      .send(JSON.stringify(toProblem(error, requestId, members)))
  );
}
