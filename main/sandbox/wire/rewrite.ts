import type { IncomingMessage } from 'node:http';

const overridable = new Set(['PATCH', 'PUT', 'DELETE']);

const bearer = (request: IncomingMessage): string =>
  /^Bearer\s+(.*)$/i.exec(request.headers.authorization ?? '')?.[1]?.trim() ?? '';

/** The Backend API SDK names its version in a header; other callers are told by their secret key. */
const isBackendCall = (request: IncomingMessage): boolean =>
  request.headers['clerk-api-version'] !== undefined || /^sk_(?:test|live)_/.test(bearer(request));

/**
 * Both APIs live under `/v1` on one port, with colliding paths. Each request is sent to `/bapi` or `/fapi` before
 * it is routed, and takes the method that `_method` names: browsers send PATCH, PUT and DELETE of the Frontend
 * API as POST (clerk/javascript `packages/clerk-js/src/core/fapiClient.ts`).
 */
export function rewriteUrl(request: IncomingMessage): string {
  const url = request.url ?? '/';
  if (!/^\/v1(?:[/?]|$)/.test(url)) return /^\/[fb]api(?:[/?]|$)/.test(url) ? '/' : url;
  if (isBackendCall(request)) return `/bapi${url}`;
  if (request.method === 'POST') {
    const at = url.indexOf('?');
    const override =
      at < 0 ? null : new URLSearchParams(url.slice(at + 1)).get('_method')?.toUpperCase();
    if (override !== null && override !== undefined && overridable.has(override)) {
      request.method = override;
    }
  }
  return `/fapi${url}`;
}
