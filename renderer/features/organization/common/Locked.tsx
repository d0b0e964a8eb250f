import IconLock from '@tabler/icons-react/icons/IconLock';
import type { ReactNode } from 'react';
import classes from './common.module.css';

/** Why something on screen can be read but not changed. */
export function Locked(props: { id?: string; children: ReactNode }) {
  return (
    <p className={classes['locked']} id={props.id}>
      <IconLock size={15} stroke={1.7} aria-hidden />
      <span>{props.children}</span>
    </p>
  );
}
