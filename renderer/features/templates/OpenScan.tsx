import { useMemo } from 'react';
import { analyse } from './analysis.logic.ts';
import type { TemplateEntry } from './entries.logic.ts';
import { useLiveDecoded } from './preview/useLiveDecoded.ts';
import type { ScanRun } from './scan/scanRun.ts';
import { ScanView } from './scan/ScanView.tsx';
import { subjectOf } from './subject.logic.ts';

/** The scan of the entry that is open, which may be edited meanwhile. */
export function OpenScan(props: { entry: TemplateEntry; run: ScanRun; onClose: () => void }) {
  const { entry } = props;
  const live = useLiveDecoded();
  const { claims } = useMemo(() => analyse(entry.text, entry.kind, null), [entry.text, entry.kind]);
  return (
    <ScanView run={props.run} subject={subjectOf(entry, claims, live)} onClose={props.onClose} />
  );
}
