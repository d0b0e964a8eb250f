import { ClerkAPIResponseError } from '@clerk/backend/errors';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { unreadable } from './readers.ts';

export interface AskOptions {
  readonly secretKey: string;
  /** Base URL of the Backend API, without `/v1`. */
  readonly apiUrl: string;
  readonly timeoutMs: number;
}

/** One call of the Backend API that the SDK has no method for. Refusals are thrown as the SDK throws them. */
export type Ask = (method: 'GET' | 'PUT', path: string, body?: object) => Promise<unknown>;

export function createAsk({ secretKey, apiUrl, timeoutMs }: AskOptions): Ask {
  return async (method, path, body) => {
    let response: Response;
    let text: string;
    try {
      response = await fetch(new URL(`/v1${path}`, apiUrl), {
        method,
        headers: {
          authorization: `Bearer ${secretKey}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // The secret key goes to this address and to no other.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      text = await response.text();
    } catch (cause) {
      throw new AppException(appError('clerk.unreachable', 'Clerk’s Backend API did not answer.'), {
        cause,
      });
    }
    const answer = parse(text);
    if (response.ok && answer !== undefined) return answer;
    if (response.ok) throw unreadable(`${method} ${path}`);
    throw refusal(response, answer);
  };
}

function refusal(response: Response, answer: unknown): ClerkAPIResponseError {
  const { errors, clerk_trace_id: traceId } = (answer ?? {}) as Refusal;
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ClerkAPIResponseError(`Clerk answered ${response.status}`, {
    data: (Array.isArray(errors) ? errors : []).filter(isError),
    status: response.status,
    ...(typeof traceId === 'string' ? { clerkTraceId: traceId } : {}),
    ...(Number.isFinite(retryAfter) ? { retryAfter } : {}),
  });
}

type ErrorData = ConstructorParameters<typeof ClerkAPIResponseError>[1]['data'][number];

/** The SDK's own reading takes the rest as it comes, and stumbles over nothing else. */
const isError = (value: unknown): value is ErrorData =>
  typeof value === 'object' && value !== null && 'code' in value;

interface Refusal {
  readonly errors?: unknown;
  readonly clerk_trace_id?: unknown;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
