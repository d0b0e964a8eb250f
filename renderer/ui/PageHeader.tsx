import type { ReactNode } from 'react';
import classes from './ui.module.css';

/** Every page begins with its answer in one sentence, and the one action that matters most. */
export function PageHeader(props: { sentence: ReactNode; note?: ReactNode; action?: ReactNode }) {
  return (
    <header className={classes['pageHeader']}>
      <div className={classes['sentence']}>
        <h1>{props.sentence}</h1>
        {props.note !== undefined && <p>{props.note}</p>}
      </div>
      {props.action !== undefined && <div className={classes['action']}>{props.action}</div>}
    </header>
  );
}
