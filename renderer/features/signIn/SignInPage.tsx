import { useEffect, useRef } from 'react';
import { yieldToSignIn } from '../../app/router.ts';
import { useServices, useSession } from '../../app/services.tsx';
import { Mark } from '../../app/Wordmark.tsx';
import { DemoPeople } from './DemoPeople.tsx';
import classes from './signIn.module.css';

/** Clerk's own form in the middle, our name above it, the instance below. First start asks for nothing else. */
export function SignInPage() {
  const { instance } = useServices().bootstrap;
  const ended = useSession((state) => state.endedUnasked);
  return (
    <main className={classes['page']}>
      <div className={classes['columns']}>
        <div className={classes['center']}>
          <h1 className={classes['name']}>
            <Mark size={30} /> Claimdeck
          </h1>
          {ended && (
            <output className={classes['ended']}>
              Your session ended: it expired, or somebody revoked it. Sign in to go on.
            </output>
          )}
          <ClerkSignIn />
          <p className={classes['instance']} data-kind={instance.kind}>
            <b>{instance.name}</b> <code>{instance.id}</code>
          </p>
        </div>
        {instance.kind === 'sandbox' && <DemoPeople />}
      </div>
    </main>
  );
}

/** Clerk draws into this element; it is taken down with it. */
function ClerkSignIn() {
  const { clerk } = useServices();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const node = box.current;
    if (node === null || clerk === undefined) return undefined;
    yieldToSignIn();
    clerk.mountSignIn(node, { routing: 'hash', withSignUp: false });
    return () => clerk.unmountSignIn(node);
  }, [clerk]);
  return <div ref={box} className={classes['form']} />;
}
