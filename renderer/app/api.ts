import type { z } from 'zod';
import { Problem } from '../../shared/contract/http.ts';
import { AppException, appError, type AppError } from '../../shared/errors/appError.ts';
import { errorCodes, type ErrorCode } from '../../shared/errors/codes.ts';

export interface ApiRequest<S extends z.ZodType> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Shape of the answer, from `shared/contract/http.ts`. */
  readonly schema: S;
  readonly body?: unknown;
  /** Version last read, as the server gave it in its document: becomes `If-Match: "7"`; 0 = create. */
  readonly version?: number;
  /** Entity tag last read, where the document has one instead of a version: becomes `If-Match` as it is. */
  readonly etag?: string;
  readonly signal?: AbortSignal;
}

/** Calls the protected backend, `path` beginning with `/v1/`. Throws `AppException`, nothing else. */
export type Api = <S extends z.ZodType>(
  path: `/v1/${string}`,
  request: ApiRequest<S>,
) => Promise<z.output<S>>;

export interface ApiPorts {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  /** A session token with life left in it; null when nobody is signed in. */
  readonly getToken: () => Promise<string | null>;
  readonly headers: () => Readonly<Record<string, string>>;
}

export function createApi(ports: ApiPorts): Api {
  return async (path, request) => {
    const token = await ports.getToken();
    if (token === null) throw new AppException(appError('auth.no_session', 'Nobody is signed in.'));
    const response = await send(ports, token, path, request);
    const text = await response.text();
    const body = text === '' ? undefined : parseJson(text);
    if (!response.ok) throw new AppException(problemToError(response.status, body));
    const parsed = request.schema.safeParse(body);
    if (!parsed.success) {
      throw new AppException(
        appError('internal.unexpected', 'The backend’s answer could not be read.', {
          details: { path, at: parsed.error.issues[0]?.path.join('.') ?? '' },
        }),
      );
    }
    return parsed.data;
  };
}

async function send(
  ports: ApiPorts,
  token: string,
  path: string,
  request: ApiRequest<z.ZodType>,
): Promise<Response> {
  const { version, etag } = request;
  const headers: Record<string, string> = {
    ...ports.headers(),
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(version === undefined ? {} : condition(version)),
    ...(etag === undefined ? {} : { 'if-match': etag }),
  };
  try {
    return await ports.fetch(`/api${path}`, {
      method: request.method ?? 'GET',
      headers,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
  } catch (cause) {
    if (request.signal?.aborted === true) throw cause;
    throw new AppException(appError('host.unreachable', 'The request did not get through.'), {
      cause,
    });
  }
}

const condition = (version: number): Record<string, string> =>
  version === 0 ? { 'if-none-match': '*' } : { 'if-match': `"${version}"` };

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const isCode = (code: string): code is ErrorCode =>
  (errorCodes as readonly string[]).includes(code);

/** A problem document as the one error shape; anything else is a gateway that could not reach the backend. */
export function problemToError(status: number, body: unknown): AppError {
  const problem = Problem.safeParse(body);
  if (!problem.success) {
    const code = status >= 500 ? 'backend.unreachable' : 'internal.unexpected';
    return appError(code, `The backend answered with status ${status} and no explanation.`);
  }
  const { code, title, detail, remedy, traceId } = problem.data;
  return appError(isCode(code) ? code : 'internal.unexpected', detail ?? title, {
    ...(remedy === undefined ? {} : { remedy }),
    ...(traceId === undefined ? {} : { traceId }),
    details: { status },
  });
}
