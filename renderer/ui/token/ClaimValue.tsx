import { useState } from 'react';
import type { Json } from '../../../shared/domain/json.ts';
import { formatExact } from '../format.logic.ts';
import { RelativeTime } from '../RelativeTime.tsx';
import classes from './token.module.css';

/** Longer values are folded to their beginning. */
const foldedChars = 160;

/** A claim's value by its type: times as people say them, long ones folded, JSON indented when unfolded. */
export function ClaimValue(props: { value: Json; isTime?: boolean }) {
  const { value } = props;
  if (props.isTime === true && typeof value === 'number') {
    return (
      <span className={classes['value']}>
        <code>{value}</code> <RelativeTime atMs={value * 1000} />{' '}
        <span className="dim">{formatExact(value * 1000).utc.slice(11)}</span>
      </span>
    );
  }
  if (typeof value === 'string') return <Folded whole={value} folded={value} />;
  if (value !== null && typeof value === 'object') {
    return <Folded whole={JSON.stringify(value, null, 2)} folded={JSON.stringify(value)} />;
  }
  return (
    <code className={classes['value']} data-type={value === null ? 'null' : typeof value}>
      {String(value)}
    </code>
  );
}

function Folded(props: { whole: string; folded: string }) {
  const [open, setOpen] = useState(false);
  const short = props.folded.length <= foldedChars;
  if (short) return <code className={classes['value']}>{props.folded}</code>;
  return (
    <>
      <code className={classes['value']} data-open={open}>
        {open ? props.whole : `${props.folded.slice(0, foldedChars)}…`}
      </code>
      <button
        type="button"
        className={classes['fold']}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? 'Fold' : 'Show all'}
      </button>
    </>
  );
}
