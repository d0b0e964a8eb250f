import { Tooltip } from '@mantine/core';
import { CopyButton } from './CopyButton.tsx';
import { shortenId } from './format.logic.ts';
import classes from './ui.module.css';

/** An id, shortened in the middle, whole on hover, with a copy button. */
export function ShortId(props: { id: string; label?: string; keep?: number }) {
  return (
    <span className={classes['shortId']}>
      <Tooltip label={<code>{props.id}</code>} maw={600}>
        <code>{shortenId(props.id, props.keep)}</code>
      </Tooltip>
      <CopyButton value={props.id} label={`Copy ${props.label ?? 'id'}`} size={12} />
    </span>
  );
}
