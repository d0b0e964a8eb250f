import { Tooltip } from '@mantine/core';
import { budget } from '../../shared/domain/token/size.ts';
import { formatCount } from '../ui/format.logic.ts';
import { useNow } from '../ui/useNow.ts';
import { tokenClock } from './tokenLife.logic.ts';
import { useLiveToken, type LiveToken } from './useLiveToken.ts';
import classes from './frame.module.css';

/** The live token in a glance: the ring is its time, the number its custom claims against the budget. */
export function TokenMeter() {
  const token = useLiveToken();
  const nowMs = useNow();
  if (token === null) return null;
  const { size, life } = token;
  const clock = life === null ? null : tokenClock(life, nowMs);
  const word = clock === null ? 'no expiry' : clockWord(clock);
  const bytes = `${formatCount(size.customClaimsBytes)} / ${formatCount(budget.customBytes)} B`;
  return (
    <Tooltip label={<Hover token={token} />}>
      <a href="#/session" className={classes['token']} data-state={clock?.state}>
        <span className="sr-only">Token: </span>
        <Ring share={clock?.leftShare ?? 1} />
        <span className={classes['tokenTime']}>{word}</span>
        <span className={classes['tokenBytes']} data-state={size.budget.state}>
          {bytes}
        </span>
        <span className="sr-only"> of custom claims, go to Session</span>
      </a>
    </Tooltip>
  );
}

const clockWord = ({ state, leftSec }: ReturnType<typeof tokenClock>): string => {
  if (state === 'expired') return 'expired';
  return state === 'paused' ? `paused · ${leftSec} s` : `${leftSec} s`;
};

const radius = 6.5;
const around = 2 * Math.PI * radius;

function Ring(props: { share: number }) {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden>
      <circle cx="9" cy="9" r={radius} className={classes['ringTrack']} />
      <circle
        cx="9"
        cy="9"
        r={radius}
        className={classes['ringLeft']}
        strokeDasharray={`${props.share * around} ${around}`}
        transform="rotate(-90 9 9)"
      />
    </svg>
  );
}

function Hover(props: { token: LiveToken }) {
  const { size, life } = props.token;
  const { cookie } = size;
  return (
    <>
      Custom claims: {formatCount(size.customClaimsBytes)} of {formatCount(budget.customBytes)} B
      budget
      {cookie !== null && (
        <>
          <br />
          As a cookie: {formatCount(cookie.suffixed.bytes)} of{' '}
          {formatCount(cookie.suffixed.limitBytes)} B
        </>
      )}
      {life?.refreshAtMs === null && (
        <>
          <br />
          Paused: this window was in the background when the token came, so clerk-js fetches no next
          one until you come back.
        </>
      )}
    </>
  );
}
