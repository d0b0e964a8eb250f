import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** A Node request as the fetch standard's. The signal fires when the page goes away before the answer ends. */
export function toRequest(message: IncomingMessage, origin: string, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const method = message.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(`${origin}${message.url ?? '/'}`, {
    method,
    headers,
    signal,
    ...(hasBody
      ? { body: Readable.toWeb(message) as ReadableStream<Uint8Array>, duplex: 'half' }
      : {}),
  });
}

/** Writes a fetch-style answer, streaming its body. Ends early, and says so to the body, when nobody listens. */
export async function writeResponse(
  answer: Response,
  response: ServerResponse,
  head: boolean,
): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (head || answer.body === null) {
    await answer.body?.cancel();
    response.end();
    return;
  }
  response.flushHeaders();
  const reader = answer.body.getReader();
  response.once('close', () => void reader.cancel().catch(() => undefined));
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || response.destroyed) break;
      if (!response.write(value)) await drained(response);
    }
    response.end();
  } catch {
    // The other side broke off in the middle: so do we, or the page would take half for the whole.
    response.destroy();
  }
}

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
