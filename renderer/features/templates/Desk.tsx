import { memo, startTransition, useDeferredValue, useState } from 'react';
import { useStore } from 'zustand';
import type { JwtTemplate } from '../../../shared/contract/http.ts';
import type { AppError } from '../../../shared/errors/appError.ts';
import type { DraftState, DraftStore } from './draftStore.ts';
import { entriesOf, firstOf, sessionKey } from './entries.logic.ts';
import { isSameLines, linesOf } from './list/lines.logic.ts';
import { Sidebar } from './list/Sidebar.tsx';
import { NoTemplates } from './NoTemplates.tsx';
import { OpenScan } from './OpenScan.tsx';
import type { ScanSubject } from './scan/scan.logic.ts';
import type { ScanRun } from './scan/scanRun.ts';
import { useScan } from './scan/useScan.ts';
import type { SessionChoice } from './session/useSessionClaims.ts';
import { useSame } from './useSame.ts';
import type { WhoChoice } from './who/useWho.ts';
import { Workbench } from './Workbench.tsx';

interface DeskProps {
  readonly store: DraftStore;
  readonly templates: readonly JwtTemplate[];
  readonly session: SessionChoice;
  readonly who: WhoChoice;
  readonly isOperator: boolean;
  readonly connected: boolean;
  readonly error: AppError | null;
  readonly onRetry: () => void;
}

/**
 * What is deployed and what is being written, together. The editor owns the text that is typed in it: all else
 * follows in slices when there is time, so that a keystroke waits for nothing.
 */
export function Desk(props: DeskProps) {
  const written = useDeferredValue(useStore(props.store));
  return <Entries {...props} written={written} />;
}

const Entries = memo(function Entries(props: DeskProps & { written: DraftState }) {
  const { store, session, error, connected } = props;
  const { edits, drafts, selected } = props.written;
  const scan = useScan();
  const [scanned, setScanned] = useState<{ run: ScanRun; key: string } | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const entries = entriesOf(session.state, props.templates, edits, drafts);
  const lines = useSame(linesOf(entries), isSameLines);
  const entry = entries.find(({ key }) => key === selected) ?? firstOf(entries);

  if (entry === undefined) {
    return (
      <NoTemplates
        error={error}
        connected={connected}
        onRetry={props.onRetry}
        onPick={store.begin}
      />
    );
  }
  const beginScan = (subject: ScanSubject): void => {
    const run = scan();
    run.start(subject);
    // The editor goes and the scan comes in slices, as both together take longer than a frame.
    startTransition(() => setScanned({ run, key: entry.key }));
  };
  if (scanned?.key === entry.key) {
    return <OpenScan entry={entry} run={scanned.run} onClose={() => setScanned(null)} />;
  }
  return (
    <Workbench
      key={entry.key}
      entry={entry}
      sessionEntry={entries.find(({ key }) => key === sessionKey) ?? null}
      store={store}
      list={
        <Sidebar
          lines={lines}
          selected={entry.key}
          error={error}
          connected={connected}
          store={store}
          existing={props.isOperator ? props.templates : null}
          onRetry={props.onRetry}
          onSaved={setSaved}
        />
      }
      who={props.who}
      session={session}
      canSave={props.isOperator}
      wasSaved={saved === entry.key}
      onSaved={setSaved}
      onScan={beginScan}
    />
  );
});
