import { statusOf, type AppError } from '../../shared/errors/appError.ts';

/** An `AppError` as the RFC 9457 document the backend itself would send. */
export function problemResponse(error: AppError): Response {
  const status = statusOf(error);
  const body = {
    type: `urn:claimdeck:problem:${error.code}`,
    title: error.message,
    status,
    code: error.code,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    ...(error.traceId === undefined ? {} : { traceId: error.traceId }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
