import { useId, type ReactNode } from 'react';
import classes from './ui.module.css';

/** A bordered part of a page, with a quiet heading. */
export function Panel(props: {
  title?: ReactNode;
  aside?: ReactNode;
  /** Removes the inner padding, for tables that reach the border. */
  flush?: boolean;
  children: ReactNode;
}) {
  const headingId = useId();
  return (
    <section
      className={classes['panel']}
      aria-labelledby={props.title === undefined ? undefined : headingId}
    >
      {props.title !== undefined && (
        <header className={classes['panelHead']}>
          <h2 id={headingId}>{props.title}</h2>
          {props.aside}
        </header>
      )}
      <div className={props.flush === true ? undefined : classes['panelBody']}>
        {props.children}
      </div>
    </section>
  );
}
