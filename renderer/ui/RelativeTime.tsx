import { Tooltip } from '@mantine/core';
import { formatExact, formatRelative } from './format.logic.ts';
import { useNow } from './useNow.ts';
import classes from './ui.module.css';

/** A moment as people say it, exactly on hover: local time and UTC. */
export function RelativeTime(props: { atMs: number }) {
  const nowMs = useNow();
  const exact = formatExact(props.atMs);
  return (
    <Tooltip
      label={
        <>
          {exact.local} local
          <br />
          {exact.utc}
        </>
      }
    >
      <time className={classes['time']} dateTime={new Date(props.atMs).toISOString()}>
        {formatRelative(props.atMs, nowMs)}
      </time>
    </Tooltip>
  );
}
