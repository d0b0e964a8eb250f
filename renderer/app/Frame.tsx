import { Suspense, useEffect, useRef, type ReactNode } from 'react';
import { LoadingSkeleton } from '../ui/views.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { HostBanner } from './HostBanner.tsx';
import { Rail } from './Rail.tsx';
import { navigate, usePath } from './router.ts';
import { routeFor } from './routes.tsx';
import { TopBar } from './TopBar.tsx';
import { Wordmark } from './Wordmark.tsx';
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

/** The frame before anybody is known: nothing jumps when the rest arrives. */
export function EmptyFrame(props: { children?: ReactNode }) {
  return (
    <div className={classes['frame']}>
      <header className={classes['top']}>
        <Wordmark />
      </header>
      <div className={classes['rail']} />
      <main className={classes['main']}>{props.children}</main>
    </div>
  );
}
