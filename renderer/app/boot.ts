import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bootstrap } from '../../shared/contract/app.ts';
import { AppException, appError, type AppError } from '../../shared/errors/appError.ts';
import { createApi } from './api.ts';
import { callHost } from './bridge.ts';
import { loadClerk, probeFrontendApi, type ClerkClient } from './clerk.ts';
import { connectSession, type SessionLink } from './connectSession.ts';
import { asAppError } from './errors.ts';
import { withChild } from './host.logic.ts';
import type { HostStore } from './hostStore.ts';
import type { Services } from './services.tsx';
import { createSessionStore } from './sessionStore.ts';
import type { HostBridge } from './webBridge.ts';

export type BootState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'failed'; readonly error: AppError }
  | { readonly kind: 'ready'; readonly services: Services };

/** How long a token may take before the page says that nobody answers; clerk-js itself retries for minutes. */
const tokenPatienceMs = 10_000;

/**
 * From an empty page to a working console: one call to the host, then Clerk's code, then a session. Every
 * step that fails leaves a state with an error in it and a way to try again.
 */
export function createBoot(bridge: HostBridge) {
  const boot = createStore<BootState>(() => ({ kind: 'starting' }));

  const start = async (): Promise<void> => {
    boot.setState({ kind: 'starting' }, true);
    try {
      const bootstrap = await callHost(bridge, 'app.bootstrap', {});
      boot.setState({ kind: 'ready', services: createServices(bridge, bootstrap, boot) }, true);
    } catch (cause) {
      boot.setState({ kind: 'failed', error: asAppError(cause) }, true);
    }
  };
  void start();
  return { boot, start };
}

function createServices(
  bridge: HostBridge,
  bootstrap: Bootstrap,
  boot: StoreApi<BootState>,
): Services {
  const session = createSessionStore();
  const host: HostStore = createStore(() => ({
    children: bootstrap.children,
    link: 'open',
    settings: bootstrap.settings,
  }));
  let clerk: ClerkClient | undefined;
  let sessionLink: SessionLink | undefined;
  let connecting = false;

  const connect = async (): Promise<void> => {
    if (connecting) return;
    connecting = true;
    try {
      session.setState({ phase: 'starting', error: null });
      const failure = await probeFrontendApi(bridge.headers(), bootstrap.instance);
      if (failure !== undefined) throw new AppException(failure);
      clerk ??= await loadClerk(bootstrap, bridge.headers);
      boot.setState({ kind: 'ready', services: { ...services, clerk } }, true);
      sessionLink ??= connectSession(clerk, session);
    } catch (cause) {
      session.setState({ phase: 'unreachable', error: asAppError(cause) });
    } finally {
      connecting = false;
    }
  };

  const needClerk = (): ClerkClient => {
    if (clerk === undefined) throw new AppException(appError('auth.no_session', 'Not signed in.'));
    return clerk;
  };

  const services: Services = {
    bridge,
    bootstrap,
    session,
    host,
    clerk: undefined,
    api: createApi({
      fetch: (input, init) => fetch(input, init),
      getToken: () => withPatience(clerk?.session?.getToken() ?? Promise.resolve(null)),
      headers: bridge.headers,
    }),
    retry: () => void connect(),
    refreshToken: async () => {
      await withPatience(needClerk().session?.getToken({ skipCache: true }));
    },
    switchOrganization: (orgId) => needClerk().setActive({ organization: orgId }),
    signOut: async () => {
      sessionLink?.expectEnd();
      await needClerk().signOut();
    },
  };

  bridge.on('child.changed', (status) => {
    host.setState(({ children }) => ({ children: withChild(children, status) }));
    const waiting = session.getState().phase === 'unreachable';
    if (status.child === 'sandbox' && status.state === 'ready' && waiting) void connect();
  });
  bridge.onLink((link) => host.setState({ link }));
  void connect();
  return services;
}

async function withPatience<T>(answer: Promise<T> | undefined): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new AppException(appError('clerk.unreachable', 'No token came: Clerk does not answer.')),
        ),
      tokenPatienceMs,
    );
  });
  try {
    return await Promise.race([answer ?? Promise.resolve(null), late]);
  } catch (cause) {
    throw new AppException(asAppError(cause), { cause });
  } finally {
    clearTimeout(timer);
  }
}
