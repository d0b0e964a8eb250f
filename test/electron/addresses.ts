import type { CustomScheme } from 'electron';

/**
 * Chromium hands an unknown scheme to the operating system, so `app://renderer/x` is shown as
 * `https://renderer.app.localhost/x` and answered before any name is looked up. Main sees `app://` only.
 */
const schemes = new Set<string>();

export const registerSchemes = (list: readonly CustomScheme[]): void => {
  for (const { scheme } of list) schemes.add(scheme);
};

const shown = /^https:\/\/([^/:]+)\.([^./:]+)\.localhost(?=[/?#]|$)/;
const asked = /^([a-z][a-z\d+.-]*):\/\/([^/?#]*)/;

/** As main knows an address. */
export const toApp = (url: string): string =>
  url.replace(shown, (whole, host: string, scheme: string) =>
    schemes.has(scheme) ? `${scheme}://${host}` : whole,
  );

/** As Chromium is given it. */
export const toBrowser = (url: string): string =>
  url.replace(asked, (whole, scheme: string, host: string) =>
    schemes.has(scheme) ? `https://${host}.${scheme}.localhost` : whole,
  );

/** Requests that the stand-in answers itself. */
export const ownPatterns = (): string[] =>
  [...schemes].map((scheme) => `https://*.${scheme}.localhost/*`);
