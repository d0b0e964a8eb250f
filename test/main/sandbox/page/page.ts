import { Clerk } from '@clerk/clerk-js/no-rhc';

export interface PageOptions {
  readonly publishableKey: string;
  readonly proxyUrl: string;
  readonly mode: 'standard' | 'native';
  /** Loads Clerk's components too; a page boots faster without. */
  readonly components?: boolean;
}

declare global {
  interface Window {
    clerk: Clerk;
    start(options: PageOptions): Promise<void>;
    violations: string[];
  }
}

const tokenKey = 'client-token';

/** What a native client does: no cookies, the client token in a header, both ways. */
function goNative(clerk: Clerk): void {
  clerk.__internal_onBeforeRequest((request) => {
    request.credentials = 'omit';
    request.url?.searchParams.append('_is_native', '1');
    const token = sessionStorage.getItem(tokenKey);
    if (token !== null) {
      const headers = new Headers(request.headers);
      headers.set('authorization', `Bearer ${token}`);
      request.headers = headers;
    }
  });
  clerk.__internal_onAfterResponse((_request, response) => {
    const token = response?.headers.get('authorization');
    if (token !== null && token !== undefined) sessionStorage.setItem(tokenKey, token);
  });
}

window.violations = [];
document.addEventListener('securitypolicyviolation', (violation) => {
  window.violations.push(`${violation.violatedDirective} ${violation.blockedURI}`);
});

window.start = async ({ publishableKey, proxyUrl, mode, components }) => {
  const clerk = new Clerk(publishableKey, { proxyUrl });
  if (mode === 'native') goNative(clerk);
  const ui = components === true ? (await import('@clerk/ui/no-rhc')).ui : undefined;
  const stay = (to: string): void => history.replaceState(null, '', to);
  await clerk.load({
    ...(ui === undefined ? {} : { ui }),
    standardBrowser: mode === 'standard',
    telemetry: false,
    routerPush: stay,
    routerReplace: stay,
    signInFallbackRedirectUrl: '/#signed-in',
    afterSignOutUrl: '/#signed-out',
    unsafe_disableDevelopmentModeConsoleWarning: true,
  });
  window.clerk = clerk;
};
