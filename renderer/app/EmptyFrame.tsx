import type { ReactNode } from 'react';
import { Wordmark } from './Wordmark.tsx';
import classes from './frame.module.css';

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
