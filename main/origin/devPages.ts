import { forward, pick, relay, type Fetch } from './forward.ts';
import { makeNonce, pageResponse, plainResponse, staticHeaders } from './page.ts';

/** Vite writes this where a nonce belongs (`html.cspNonce`); each response gets a real one instead. */
export const noncePlaceholder = 'claimdeck-nonce-placeholder';

export interface DevPagesPorts {
  readonly fetch: Fetch;
  /** `http://127.0.0.1:<port>` of Vite's server. */
  readonly server: string;
  readonly pictures: () => readonly string[];
}

/** In development the page comes from Vite's server, through the same origin and under the same policy. */
export const createDevPages =
  ({ fetch, server, pictures }: DevPagesPorts) =>
  async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    try {
      const headers = pick(request.headers, ['accept', 'if-none-match']);
      const answer = await forward({ fetch, target: server + pathname + search, headers, request });
      const type = answer.headers.get('content-type') ?? '';
      if (!type.startsWith('text/html')) {
        const relayed = relay(answer, ['content-type', 'cache-control', 'etag']);
        for (const [name, value] of Object.entries(staticHeaders)) relayed.headers.set(name, value);
        return relayed;
      }
      const nonce = makeNonce();
      const html = (await answer.text()).replaceAll(noncePlaceholder, nonce);
      const devSocket = server.replace(/^http/, 'ws');
      return pageResponse(html, { nonce, pictures: pictures(), devSocket });
    } catch (cause) {
      if (request.signal.aborted) throw cause;
      return plainResponse(502, 'The development server does not answer.');
    }
  };
