import { useSyncExternalStore } from 'react';

/**
 * Where the page is: the first segment of the fragment, `#/templates` → `templates`. Clerk's sign-in uses the
 * fragment too (`#/factor-one`) while nobody is signed in, which is why an unknown path is not an error here.
 */
export const pathOf = (hash: string): string => hash.replace(/^#\/?/, '').split(/[/?]/, 1)[0] ?? '';

/** What follows the page in the fragment, `#/organization/members` → `members`; empty when nothing does. */
export const subPathOf = (hash: string): string =>
  hash.replace(/^#\/?/, '').split('?', 1)[0]?.split('/')[1] ?? '';

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

export const usePath = (): string => useSyncExternalStore(subscribe, () => pathOf(location.hash));

/** The tab of a page that has tabs, so that it can be linked to and gone back from. */
export const useSubPath = (): string =>
  useSyncExternalStore(subscribe, () => subPathOf(location.hash));

/** Goes to a page, given as `session` or `#/session`, or to whatever Clerk's router functions ask for. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  const hash = toHash(to);
  if (options.replace === true) {
    history.replaceState(null, '', hash);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else if (location.hash !== hash) {
    location.hash = hash;
  }
}

/** Clerk hands over absolute URLs, root paths and fragments; only the fragment means something here. */
export function toHash(to: string): string {
  const at = to.indexOf('#');
  if (at >= 0) return to.slice(at);
  if (/^[a-z][a-z-]*$/.test(to)) return `#/${to}`;
  return '#/';
}

/** Steps of Clerk's hash-routed `<SignIn/>` (@clerk/ui 1.36, components/SignIn). */
const signInSteps: ReadonlySet<string> = new Set([
  '',
  'choose',
  'client-trust',
  'factor-one',
  'factor-two',
  'reset-password',
  'reset-password-success',
  'sso-callback',
  'tasks',
  'verify',
]);

/**
 * Gives the fragment to Clerk's sign-in: at a path it does not know, its form stays empty and sends the window
 * to the sign-in address. A step of its own stays, so that a reload goes on where it was.
 */
export function yieldToSignIn(): void {
  if (!signInSteps.has(pathOf(location.hash))) history.replaceState(null, '', '#/');
}
