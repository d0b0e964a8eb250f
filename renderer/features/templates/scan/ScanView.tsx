import { Button } from '@mantine/core';
import { Fragment, memo, useDeferredValue, useMemo } from 'react';
import { useStore } from 'zustand';
import { PageHeader } from '../../../ui/PageHeader.tsx';
import { LoadingSkeleton } from '../../../ui/views.tsx';
import { Distribution } from './Distribution.tsx';
import type { ScanSubject } from './evaluation.logic.ts';
import { Exports } from './Exports.tsx';
import { codeParts, otherLimits, scanSentence } from './scan.logic.ts';
import type { ScanRun } from './scanRun.ts';
import { ScanStatus } from './ScanStatus.tsx';
import { ClaimsTable, TypesTable } from './ClaimTables.tsx';
import { FixesTable, LimitsTable } from './LimitTables.tsx';
import type { ScanSummary } from './summary.logic.ts';
import { useCalm } from './useCalm.ts';
import { WorstTable } from './WorstTable.tsx';
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
  const { subject, phase } = state;
  // Drawn when there is time for it: pages come faster than tables can be read.
  const result = useDeferredValue(state.result);
  const isOld = useIsOther(props.subject, subject);
  if (subject === null) return <LoadingSkeleton lines={8} label="Starting the scan" />;
  const isPartial = phase !== 'done';
  const shown = result !== null && result.users > 0 ? result : null;
  const others = shown === null ? null : otherLimits(shown);
  return (
    <>
      <PageHeader
        sentence={
          shown === null ? (
            `Who breaks with ${subject.name}?`
          ) : (
            <Coded text={scanSentence(shown, isPartial)} />
          )
        }
        note={
          <>
            {others !== null && `${others} `}Each user in each of their organizations, whoever has
            none in the personal account, with the text of <b>{subject.name}</b>.
          </>
        }
        action={
          <Button variant="default" onClick={props.onClose}>
            Back to the editor
          </Button>
        }
      />
      <div className={classes['page']}>
        <ScanStatus state={state} run={run} />
        {isOld && props.subject !== null && (
          <Changed subject={props.subject} onEvaluate={run.start} />
        )}
        {shown === null ? (
          phase !== 'stopped' && <LoadingSkeleton lines={9} label="Waiting for the first users" />
        ) : (
          <>
            <Results subject={subject} result={shown} />
            <Exports run={run} name={subject.name} isPartial={isPartial} />
          </>
        )}
      </div>
    </>
  );
}

/** A sentence with names of claims in it. */
function Coded(props: { text: string }) {
  return codeParts(props.text).map((part, at) => (
    <Fragment key={at}>{at % 2 === 1 ? <code>{part}</code> : part}</Fragment>
  ));
}

/** Whether the text was changed since; compared when one of the two is another object. */
function useIsOther(now: ScanSubject | null, scanned: ScanSubject | null): boolean {
  const [one, other] = [now?.claims, scanned?.claims];
  return useMemo(
    () =>
      one !== undefined && other !== undefined && one !== other
        ? JSON.stringify(one) !== JSON.stringify(other)
        : false,
    [one, other],
  );
}

function Changed(props: { subject: ScanSubject; onEvaluate: (subject: ScanSubject) => void }) {
  return (
    <p className={classes['changed']}>
      The text has changed since.{' '}
      <button type="button" onClick={() => props.onEvaluate(props.subject)}>
        Evaluate it for the same users
      </button>
    </p>
  );
}

/** How often the tables below the fold may change: faster is work that nobody can read. */
const calmMs = 1_000;

/** In parts, each drawn by itself: together they would take longer than a frame. */
function Results(props: { subject: ScanSubject; result: ScanSummary }) {
  const { subject, result } = props;
  const worst = useCalm<ScanSummary | null>(null, result, calmMs);
  const claims = useCalm<ScanSummary | null>(null, worst, calmMs);
  return (
    <>
      <Overview subject={subject} result={result} />
      {worst !== null && <Worst result={worst} />}
      {claims !== null && <Claims subject={subject} result={claims} />}
    </>
  );
}

const Overview = memo(function Overview(props: { subject: ScanSubject; result: ScanSummary }) {
  const { subject, result } = props;
  return (
    <div className={classes['columns']}>
      <Distribution result={result} walls={subject.walls} />
      <div className={classes['side']}>
        <LimitsTable result={result} />
        <FixesTable result={result} />
      </div>
    </div>
  );
});

const Worst = memo(function Worst(props: { result: ScanSummary }) {
  return (
    <div className={classes['later']}>
      <WorstTable result={props.result} />
    </div>
  );
});

const Claims = memo(function Claims(props: { subject: ScanSubject; result: ScanSummary }) {
  const { subject, result } = props;
  return (
    <div className={classes['pair']}>
      <ClaimsTable result={result} />
      <TypesTable result={result} subject={subject} />
    </div>
  );
});
