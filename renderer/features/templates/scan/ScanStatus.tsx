import { Button, CopyButton, Progress } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import IconHourglass from '@tabler/icons-react/icons/IconHourglass';
import IconPlayerPause from '@tabler/icons-react/icons/IconPlayerPause';
import IconUsers from '@tabler/icons-react/icons/IconUsers';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { formatCount, formatDuration } from '../../../ui/format.logic.ts';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { useNow } from '../../../ui/useNow.ts';
import { paceOf } from './scan.logic.ts';
import type { ScanRun, ScanState } from './scanRun.ts';
import classes from './scan.module.css';

const icons = {
  idle: IconUsers,
  preparing: IconUsers,
  reading: IconUsers,
  evaluating: IconUsers,
  waiting: IconHourglass,
  stopped: IconPlayerPause,
  done: IconCircleCheck,
} as const;

/** How far it is, how fast, how long it still takes, and the buttons that fit. */
export function ScanStatus(props: { state: ScanState; run: ScanRun }) {
  const { state } = props;
  const { phase, error } = state;
  const isFailed = phase === 'stopped' && error !== null;
  const Icon = isFailed ? IconAlertTriangle : icons[phase];
  return (
    <section
      className={classes['status']}
      aria-label="Progress of the scan"
      data-state={isFailed ? 'failed' : phase}
    >
      <div className={classes['statusLine']}>
        <Icon size={16} aria-hidden />
        <output>
          <Told state={state} />
        </output>
        <span className={classes['buttons']}>
          <Actions {...props} />
        </span>
      </div>
      <Progress size="sm" aria-label={barName(state)} value={share(state)} />
      {error !== null && <Trouble error={error} state={state} />}
      {!state.complete && (
        <p role="alert" className={classes['problem']}>
          The instance has more memberships than the backend reads for one scan: some tokens are
          missing here.
        </p>
      )}
      {state.result !== null && state.result.failed.users > 0 && (
        <p role="alert" className={classes['problem']}>
          The template could not be evaluated for {formatCount(state.result.failed.users)} of the
          users; they are in no number below. The first: <code>{state.result.failed.ids[0]}</code>.
        </p>
      )}
    </section>
  );
}

function Told({ state }: { state: ScanState }) {
  const { phase, done, total, preparing, readAtMs } = state;
  const users = usersText(done, total);
  const pace = paceOf(state.progress, total);
  switch (phase) {
    case 'preparing':
      return (
        <>
          <b>Reading who is in which organization</b>: {formatCount(preparing?.read ?? 0)} of{' '}
          {formatCount(preparing?.total ?? 0)} memberships
        </>
      );
    case 'evaluating':
      return (
        <>
          <b>Evaluating the changed text</b>: {users}, as they were read before
        </>
      );
    case 'waiting':
      return (
        <>
          <b>Waiting</b> at {users}
          <Countdown atMs={state.resumesAtMs} />
        </>
      );
    case 'stopped':
      return (
        <>
          <b>{state.error === null ? 'Stopped' : 'Interrupted'}</b> at {users}
        </>
      );
    case 'done':
      return (
        <>
          <b>Done</b>: {usersText(done, null)}
          {readAtMs !== null && (
            <>
              , read <RelativeTime atMs={readAtMs} />
            </>
          )}
        </>
      );
    case 'idle':
    case 'reading':
      break;
  }
  return (
    <>
      <b>Reading</b>: {users}
      {pace !== null && ` · ${formatCount(Math.round(pace.perSec))} per second`}
      {pace?.leftSec != null && ` · ${formatDuration(pace.leftSec)} left`}
    </>
  );
}

const usersText = (done: number, total: number | null): string =>
  total === null || total < done
    ? `${formatCount(done)} users`
    : `${formatCount(done)} of ${formatCount(total)} users`;

function Countdown({ atMs }: { atMs: number | null }) {
  const nowMs = useNow();
  if (atMs === null) return null;
  return `; it goes on by itself in ${formatDuration(Math.max(0, atMs - nowMs) / 1000)}`;
}

function Actions({ state, run }: { state: ScanState; run: ScanRun }) {
  const { phase, subject } = state;
  const isBusy = phase !== 'stopped' && phase !== 'done' && phase !== 'idle';
  return (
    <>
      {phase === 'waiting' && (
        <Button size="compact-xs" onClick={run.resume}>
          Try now
        </Button>
      )}
      {isBusy && (
        <Button variant="default" size="compact-xs" onClick={run.stop}>
          Stop
        </Button>
      )}
      {phase === 'stopped' && (
        <Button size="compact-xs" onClick={run.resume}>
          Go on
        </Button>
      )}
      {!isBusy && subject !== null && (
        <Button variant="default" size="compact-xs" onClick={() => run.restart(subject)}>
          Read everybody again
        </Button>
      )}
    </>
  );
}

/** What happened, what to do, and what stays. */
function Trouble({ error, state }: { error: AppError; state: ScanState }) {
  return (
    <div role="alert" className={classes['problem']}>
      <p>
        {error.message} {state.phase === 'stopped' && error.remedy}
      </p>
      <p className={classes['foot']}>
        {state.done > 0 && 'What was read so far stays below. '}
        <code>{error.code}</code>
        <CopyButton value={JSON.stringify(error, null, 2)}>
          {({ copied, copy }) => (
            <button type="button" className={classes['rule']} onClick={copy}>
              {copied ? 'Copied' : 'Copy details'}
            </button>
          )}
        </CopyButton>
      </p>
    </div>
  );
}

const barName = ({ phase }: ScanState): string =>
  phase === 'preparing' ? 'Memberships read' : 'Users evaluated';

function share({ phase, done, total, preparing }: ScanState): number {
  if (phase === 'done') return 100;
  const [part, whole] =
    phase === 'preparing' ? [preparing?.read ?? 0, preparing?.total ?? 0] : [done, total ?? 0];
  return whole === 0 ? 0 : Math.min(100, (part / whole) * 100);
}
