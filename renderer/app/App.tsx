import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { ErrorView, LoadingSkeleton } from '../ui/views.tsx';
import { createBoot } from './boot.ts';
import { openBridge } from './bridge.ts';
import { colorSchemeManager, FollowColorScheme } from './colorScheme.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { pageNonce } from './nonce.ts';
import { ServicesProvider, useServices, useSession } from './services.tsx';
import { EmptyFrame } from './EmptyFrame.tsx';
import { cssVariables, theme } from './theme.ts';

const SignInPage = lazy(async () => ({
  default: (await import('../features/signIn/SignInPage.tsx')).SignInPage,
}));

// Menus, tooltips and the palette come with it, after the shell is painted.
const Frame = lazy(async () => ({ default: (await import('./Frame.tsx')).Frame }));

const queryClient = new QueryClient({
  defaultOptions: {
    // The host retries what can be retried; a page says at once what happened.
    queries: { retry: false, staleTime: 15_000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

// Outside of React: a window boots once, however often its tree is mounted.
const { boot, start } = createBoot(openBridge());

export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      cssVariablesResolver={cssVariables}
      getStyleNonce={() => pageNonce() ?? ''}
    >
      <QueryClientProvider client={queryClient}>
        <ErrorBoundary>
          <Window />
        </ErrorBoundary>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Window() {
  const state = useStore(boot);
  if (state.kind === 'starting') return <EmptyFrame />;
  if (state.kind === 'failed') {
    return (
      <EmptyFrame>
        <ErrorView error={state.error} onRetry={() => void start()} />
      </EmptyFrame>
    );
  }
  return (
    <ServicesProvider services={state.services}>
      <FollowColorScheme />
      <Gate />
    </ServicesProvider>
  );
}

/** Who is there decides what is shown: nobody yet, the sign-in, or the console. */
function Gate() {
  const phase = useSession((state) => state.phase);
  const error = useSession((state) => state.error);
  const { retry } = useServices();
  if (phase === 'signed-in') {
    return (
      <Suspense fallback={<EmptyFrame />}>
        <Frame />
      </Suspense>
    );
  }
  if (phase === 'unreachable' && error !== null) {
    return (
      <EmptyFrame>
        <ErrorView error={error} onRetry={retry} />
      </EmptyFrame>
    );
  }
  if (phase === 'signed-out') {
    return (
      <Suspense fallback={<EmptyFrame />}>
        <SignInPage />
      </Suspense>
    );
  }
  return (
    <EmptyFrame>
      <LoadingSkeleton lines={6} label="Connecting" />
    </EmptyFrame>
  );
}
