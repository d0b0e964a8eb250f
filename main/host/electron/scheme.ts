import type { CustomScheme } from 'electron';

/** The page's own scheme and host. Everything the app shows comes from here, answered by the one-origin function. */
export const appScheme = 'app';
const pageHost = 'renderer';
export const pageUrl = `${appScheme}://${pageHost}/index.html`;

/**
 * Standard and secure, so that relative addresses, `fetch` and the clipboard work as on https. Neither
 * `bypassCSP` nor `corsEnabled`: the page's policy holds, and no other origin may read from this one.
 */
export const appSchemes: CustomScheme[] = [
  {
    scheme: appScheme,
    privileges: {
      standard: true,
      secure: true,
      supportFetchAPI: true,
      stream: true,
      codeCache: true,
    },
  },
];

/**
 * Whether an address is the app's own. Protocol and host are compared: `new URL(…).origin` is the string
 * `null` for every custom scheme in Node, so comparing origins would accept any of them.
 */
export function isOwnUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed !== null &&
    parsed.protocol === `${appScheme}:` &&
    parsed.host === pageHost &&
    parsed.username === '' &&
    parsed.password === ''
  );
}
