import { Suspense, useEffect, useRef } from 'react';
import { LoadingSkeleton } from '../ui/views.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { HostBanner } from './HostBanner.tsx';
import { Rail } from './Rail.tsx';
import { navigate, usePath } from './router.ts';
import { routeFor } from './routes.tsx';
import { TopBar } from './TopBar.tsx';
import classes from './frame.module.css';

/** Top bar, rail and the page. */
export function Frame() {
  const path = usePath();
  const route = routeFor(path);
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    document.title = `${route.title} · Claimdeck`;
    // After sign-in the fragment may still be Clerk's.
    if (path !== route.path) navigate(route.path, { replace: true });
  }, [path, route]);

  return (
    <div className={classes['frame']}>
      <button type="button" className={classes['skip']} onClick={() => main.current?.focus()}>
        Skip to the page
      </button>
      <TopBar />
      <Rail current={route.path} />
      <main ref={main} className={classes['main']} tabIndex={-1}>
        <HostBanner />
        <ErrorBoundary key={route.path}>
          <Suspense fallback={<LoadingSkeleton lines={8} />}>
            <route.Page />
          </Suspense>
        </ErrorBoundary>
      </main>
    </div>
  );
}
