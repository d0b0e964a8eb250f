import type { Clerk } from '@clerk/clerk-js/no-rhc';
import { appError, type AppError } from '../../shared/errors/appError.ts';
import type { Bootstrap } from '../../shared/contract/app.ts';
import { clerkAppearance } from './clerkAppearance.ts';
import { pageNonce } from './nonce.ts';
import { navigate } from './router.ts';

export type ClerkClient = Clerk;

/**
 * Whether the Frontend API answers. clerk-js alone cannot be asked: under an automated browser its `load()`
 * resolves as `ready` with nobody behind it, and otherwise it retries for seconds before it says so.
 */
export async function probeFrontendApi(
  headers: Readonly<Record<string, string>>,
  instance: Bootstrap['instance'],
): Promise<AppError | undefined> {
  const sandbox = instance.kind === 'sandbox';
  const code = sandbox ? 'sandbox.unreachable' : 'clerk.unreachable';
  const name = sandbox ? 'The sandbox' : instance.id;
  try {
    const response = await fetch('/fapi/v1/environment?_is_native=1', {
      headers,
      signal: AbortSignal.timeout(8_000),
    });
    if (response.ok) return undefined;
    const details = { status: response.status };
    if (response.status >= 500) return appError(code, `${name} does not answer.`, { details });
    return appError('clerk.refused', `${name} refused this app.`, {
      details,
      remedy: sandbox
        ? 'Restart the sandbox.'
        : 'Switch on the Native API for this instance in Clerk’s dashboard.',
    });
  } catch {
    return appError(code, `${name} does not answer.`);
  }
}

/**
 * Clerk in native mode behind our gateway: no cookies, no storage, no request to another origin. The client
 * token is added by the host and never gets here. Its code is a chunk of its own, loaded after the shell.
 */
export async function loadClerk(
  bootstrap: Bootstrap,
  headers: () => Readonly<Record<string, string>>,
): Promise<ClerkClient> {
  const [{ Clerk }, { ui }] = await Promise.all([
    import('@clerk/clerk-js/no-rhc'),
    import('@clerk/ui/no-rhc'),
  ]);
  const clerk = new Clerk(bootstrap.publishableKey, { proxyUrl: '/fapi' });
  clerk.__internal_onBeforeRequest((request) => {
    request.credentials = 'omit';
    request.url?.searchParams.append('_is_native', '1');
    const merged = new Headers(request.headers);
    for (const [name, value] of Object.entries(headers())) merged.set(name, value);
    request.headers = merged;
  });
  const nonce = pageNonce();
  await clerk.load({
    ui,
    ...(nonce === undefined ? {} : { nonce }),
    standardBrowser: false,
    telemetry: false,
    appearance: clerkAppearance,
    routerPush: (to: string) => navigate(to),
    routerReplace: (to: string) => navigate(to, { replace: true }),
    // Every way out of Clerk's components ends on this page, and at the one fragment its sign-in takes for its
    // own start: at any other the form would send the window back and forth. Left unsaid, it is the instance's
    // account portal. The frame goes on to the page from there.
    signInUrl: '#/',
    signUpUrl: '#/',
    signInFallbackRedirectUrl: '#/',
    signUpFallbackRedirectUrl: '#/',
    afterSignOutUrl: '#/',
    allowedRedirectProtocols: [location.protocol],
    unsafe_disableDevelopmentModeConsoleWarning: true,
  });
  return clerk;
}
