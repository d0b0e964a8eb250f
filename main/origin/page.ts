import { randomBytes } from 'node:crypto';

export interface PagePolicy {
  readonly nonce: string;
  /** Where the pictures of users and organizations come from: one origin beside our own. */
  readonly pictures: readonly string[];
  /** Present only in development: the address of Vite's websocket. */
  readonly devSocket?: string | undefined;
}

/** A fresh nonce for one response. */
export const makeNonce = (): string => randomBytes(18).toString('base64url');

/**
 * The page's Content-Security-Policy. In development it gains the nonce for the inline script of React
 * refresh, and Vite's websocket; nothing else.
 */
function contentSecurityPolicy({ nonce, pictures, devSocket }: PagePolicy): string {
  const dev = devSocket !== undefined;
  return [
    "default-src 'none'",
    `script-src 'self'${dev ? ` 'nonce-${nonce}'` : ''}`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src ${["'self'", 'data:', ...pictures].join(' ')}`,
    "font-src 'self'",
    `connect-src 'self'${dev ? ` ${devSocket}` : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of everything static. */
export const staticHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=()',
  'x-frame-options': 'DENY',
} as const;

/** The page with its nonce in a meta element, where the code that makes style elements finds it. */
const withNonce = (html: string, nonce: string): string =>
  html.replace(/<head(\s[^>]*)?>/i, (head) => `${head}<meta name="nonce" content="${nonce}" />`);

/** The answer for the page itself. Never kept by a cache: each response has its own nonce. */
export function pageResponse(html: string, policy: PagePolicy): Response {
  return new Response(withNonce(html, policy.nonce), {
    headers: {
      ...staticHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(policy),
      'cache-control': 'no-store',
    },
  });
}

/** A refusal in words, for a person who typed an address. */
export const plainResponse = (status: number, text: string): Response =>
  new Response(`${text}\n`, {
    status,
    headers: {
      ...staticHeaders,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
    },
  });
