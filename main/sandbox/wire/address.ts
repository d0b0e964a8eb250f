import type { FastifyRequest } from 'fastify';

const loopback = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;

/** Whether a Host header names this machine, or the host of the publishable key. Anything else is a rebound name. */
export const isOwnHost = (host: string | undefined, frontendHost: string): boolean =>
  host !== undefined && (loopback.test(host) || host === frontendHost);

/**
 * Address that a request reached the sandbox under. A gateway in front may say its own with
 * `x-forwarded-host` and `x-forwarded-proto`; what is no plain address is ignored.
 */
export function baseUrlOf(request: FastifyRequest): string {
  const forwarded = request.headers['x-forwarded-host'];
  const host =
    typeof forwarded === 'string' && /^[\w.:[\]-]{1,255}$/.test(forwarded) ? forwarded : null;
  const proto = request.headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
  return host === null ? `http://${request.headers.host ?? '127.0.0.1'}` : `${proto}://${host}`;
}
