export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

export interface Forwarding {
  readonly fetch: Fetch;
  /** Absolute address, path and query included. */
  readonly target: string;
  /** Exactly the headers that leave. */
  readonly headers: Headers;
  readonly request: Request;
  /** Until the answer's headers are there. Its body may take longer. */
  readonly answerWithinMs?: number;
}

/**
 * Sends a page's request on: same method, same body as a stream, only the headers given, redirects not
 * followed. Rejects when nobody answers. A GET that lost its kept-alive connection is tried once more.
 */
export async function forward(forwarding: Forwarding): Promise<Response> {
  try {
    return await send(forwarding);
  } catch (cause) {
    const { request } = forwarding;
    if (request.method !== 'GET' || request.signal.aborted || !lostConnection(cause)) throw cause;
    return send(forwarding);
  }
}

async function send(forwarding: Forwarding): Promise<Response> {
  const { request, fetch, target, headers, answerWithinMs = 30_000 } = forwarding;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), answerWithinMs);
  try {
    return await fetch(target, {
      method: request.method,
      headers,
      redirect: 'manual',
      // Nothing of a cookie or of HTTP authentication: a refusal (401) is an answer like any other.
      credentials: 'omit',
      signal: AbortSignal.any([request.signal, late.signal]),
      ...(request.body === null ? {} : { body: request.body, duplex: 'half' }),
    });
  } finally {
    clearTimeout(timer);
  }
}

/** The server closed a connection that the pool still thought alive, as it does when it is restarted. */
function lostConnection(cause: unknown): boolean {
  const inner = cause instanceof Error ? cause.cause : undefined;
  const code = inner instanceof Error && 'code' in inner ? inner.code : undefined;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

/** Copies the named headers, where present. */
export function pick(from: Headers, names: readonly string[]): Headers {
  const picked = new Headers();
  for (const name of names) {
    const value = from.get(name);
    if (value !== null) picked.set(name, value);
  }
  return picked;
}

/** An answer with the named headers only: whatever else the other side sent stays out of the page. */
export function relay(answer: Response, names: readonly string[]): Response {
  const headers = pick(answer.headers, names);
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  headers.set('x-content-type-options', 'nosniff');
  return new Response(answer.body, { status: answer.status, headers });
}

/** Path and query behind a prefix, as they were encoded. */
export function restOf(request: Request, prefix: string): string {
  const { pathname, search } = new URL(request.url);
  return pathname.slice(prefix.length) + search;
}
