import type { ReactNode } from 'react';
import classes from './ui.module.css';

/** A word about a thing: *draft*, *this window*, *operator*. The word says it, the tone only repeats it. */
export function Tag(props: {
  tone?: 'quiet' | 'good' | 'warn' | 'bad' | 'accent';
  children: ReactNode;
}) {
  return (
    <span className={classes['tag']} data-tone={props.tone ?? 'quiet'}>
      {props.children}
    </span>
  );
}
