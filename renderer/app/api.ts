import { z } from 'zod';
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
export interface Api {
  <S extends z.ZodType>(path: `/v1/${string}`, request: ApiRequest<S>): Promise<z.output<S>>;
  /** Reads a document as the bytes it came in: for a worker, which parses what would hold up the page. */
  readonly bytes: (path: `/v1/${string}`, signal: AbortSignal) => Promise<ArrayBuffer>;
}

export interface ApiPorts {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  /** A session token with life left in it; null when nobody is signed in. */
  readonly getToken: () => Promise<string | null>;
  readonly headers: () => Readonly<Record<string, string>>;
}

export function createApi(ports: ApiPorts): Api {
  const ask = async (path: string, request: ApiRequest<z.ZodType>): Promise<Response> => {
    const token = await ports.getToken();
    if (token === null) throw new AppException(appError('auth.no_session', 'Nobody is signed in.'));
    const response = await send(ports, token, path, request);
    if (response.ok) return response;
    throw new AppException(
      problemToError(response.status, parseJson(await through(response.text(), request.signal))),
    );
  };
  const read = async <S extends z.ZodType>(
    path: `/v1/${string}`,
    request: ApiRequest<S>,
  ): Promise<z.output<S>> => {
    const response = await ask(path, request);
    const text = await through(response.text(), request.signal);
    const parsed = request.schema.safeParse(text === '' ? undefined : parseJson(text));
    if (!parsed.success) {
      throw new AppException(
        appError('internal.unexpected', 'The backend’s answer could not be read.', {
          details: { path, at: parsed.error.issues[0]?.path.join('.') ?? '' },
        }),
      );
    }
    return parsed.data;
  };
  return Object.assign(read, {
    bytes: async (path: `/v1/${string}`, signal: AbortSignal) => {
      const response = await ask(path, { schema: unread, signal });
      return through(response.arrayBuffer(), signal);
    },
  });
}

const unread = z.unknown();

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
  return through(
    ports.fetch(`/api${path}`, {
      method: request.method ?? 'GET',
      headers,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    }),
    request.signal,
  );
}

/** A connection that ends before or within the answer, as the one error shape. */
async function through<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
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
  const { code, title, detail, remedy, traceId, ...rest } = problem.data;
  const { retryAfterMs } = rest;
  return appError(isCode(code) ? code : 'internal.unexpected', detail ?? title, {
    ...(remedy === undefined ? {} : { remedy }),
    ...(typeof retryAfterMs === 'number' ? { retryAfterMs } : {}),
    ...(traceId === undefined ? {} : { traceId }),
    details: { status },
  });
}
