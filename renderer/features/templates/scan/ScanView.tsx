import { Button, Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { formatCount, formatDuration } from '../../../ui/format.logic.ts';
import { PageHeader } from '../../../ui/PageHeader.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { LoadingSkeleton } from '../../../ui/views.tsx';
import { useExport } from '../save/useExport.ts';
import { downloadText } from '../save/saveFile.ts';
import { useServices } from '../../../app/services.tsx';
import { Distribution } from './Distribution.tsx';
import { ClaimsTable, FixesTable, WallsTable, WorstTable } from './ScanTables.tsx';
import { paceOf, scanSentence, type ScanSubject } from './scan.logic.ts';
import type { ScanRun, ScanState } from './scanRun.ts';
import classes from './scan.module.css';

/** Who breaks with this text: everybody of the instance, measured, with what would help. */
export function ScanView(props: {
  run: ScanRun;
  /** The text as it is now; null while it is broken. */
  subject: ScanSubject | null;
  onClose: () => void;
}) {
  const { run } = props;
  const state = useStore(run);
  const { subject, result, phase } = state;
  if (subject === null) return <LoadingSkeleton lines={8} label="Starting the scan" />;
  const isPartial = phase !== 'done';
  const isOld =
    props.subject !== null &&
    JSON.stringify(props.subject.claims) !== JSON.stringify(subject.claims);
  return (
    <>
      <PageHeader
        sentence={
          result === null
            ? `Reading the users of the instance for ${subject.name}.`
            : scanSentence(subject, result, isPartial)
        }
        note="Each user in each of their organizations, whoever has none in the personal account, in an ordinary session."
        action={
          <Button variant="default" onClick={props.onClose}>
            Back to the editor
          </Button>
        }
      />
      <div className={classes['page']}>
        <Status state={state} run={run}>
          {isOld && props.subject !== null && <Reuse subject={props.subject} onReuse={run.reuse} />}
        </Status>
        {result !== null && result.report.count > 0 && (
          <>
            <div className={classes['columns']}>
              <Distribution report={result.report} walls={subject.walls} />
              <div className={classes['side']}>
                <WallsTable subject={subject} result={result} />
                <FixesTable result={result} />
              </div>
            </div>
            <WorstTable subject={subject} result={result} />
            <ClaimsTable result={result} />
            <Exports run={run} state={state} />
          </>
        )}
      </div>
    </>
  );
}

function Reuse(props: { subject: ScanSubject; onReuse: (subject: ScanSubject) => void }) {
  return (
    <p className={classes['changed']}>
      The text has changed since.{' '}
      <button type="button" onClick={() => props.onReuse(props.subject)}>
        Evaluate it for the same users
      </button>
    </p>
  );
}

const words = {
  idle: 'Not started',
  running: 'Reading',
  waiting: 'Waiting',
  paused: 'Paused',
  done: 'Done',
} as const;

/** How far it is, how fast, how long it still takes, and the buttons that fit. */
function Status(props: { state: ScanState; run: ScanRun; children: ReactNode }) {
  const { state, run } = props;
  const { phase, done, total, error } = state;
  const { perSec, leftSec } = paceOf(done, total, state.workedMs);
  const isBusy = phase === 'running' || phase === 'waiting';
  return (
    <section className={classes['status']} aria-label="Progress of the scan">
      <div className={classes['statusLine']}>
        <output>
          <b>{words[phase]}</b>: {formatCount(done)}
          {total !== null && ` of ${formatCount(total)}`} users
          {perSec > 0 && ` · ${formatCount(Math.round(perSec))} per second`}
          {isBusy && leftSec !== null && ` · ${formatDuration(leftSec)} left`}
        </output>
        <span className={classes['buttons']}>
          {isBusy && (
            <Button variant="default" size="compact-xs" onClick={run.pause}>
              Stop
            </Button>
          )}
          {phase === 'paused' && (
            <Button size="compact-xs" onClick={run.resume}>
              Go on
            </Button>
          )}
          {!isBusy && state.subject !== null && (
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => state.subject !== null && run.start(state.subject)}
            >
              Read everybody again
            </Button>
          )}
        </span>
      </div>
      <Progress
        size="sm"
        aria-label="Users read"
        value={total === null || total === 0 ? 0 : (done / total) * 100}
      />
      {error !== null && (
        <p role="alert" className={classes['problem']}>
          {error.message}{' '}
          {phase === 'waiting'
            ? 'What was read so far stays; it goes on by itself in a few seconds.'
            : 'What was read so far is below; Go on continues from here.'}{' '}
          <code>{error.code}</code>
        </p>
      )}
      {!state.complete && (
        <p role="alert" className={classes['problem']}>
          The instance has more memberships than the backend reads for one scan: some places are
          missing here.
        </p>
      )}
      {props.children}
    </section>
  );
}

function Exports(props: { run: ScanRun; state: ScanState }) {
  const { run, state } = props;
  const { host } = useServices().bootstrap;
  const name = state.subject?.name ?? 'scan';
  const json = useExport({
    what: 'Result',
    name: `${name}-scan.json`,
    type: 'application/json',
    text: () =>
      JSON.stringify(
        { template: state.subject, complete: state.phase === 'done', ...state.result },
        null,
        2,
      ),
  });
  const csv = async (): Promise<void> => {
    const text = await run.csv();
    if (host === 'web') downloadText(`${name}-scan.csv`, text, 'text/csv');
    else await navigator.clipboard.writeText(text);
  };
  return (
    <Panel title="Take it along">
      <span className={classes['buttons']}>
        <Button variant="default" onClick={() => void csv()}>
          {host === 'web' ? 'Every place as CSV' : 'Copy every place as CSV'}
        </Button>
        <Button variant="default" onClick={json.run}>
          {host === 'web' ? 'Result as JSON' : json.label}
        </Button>
      </span>
    </Panel>
  );
}
