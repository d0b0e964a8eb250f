import { useDebouncedCallback } from '@mantine/hooks';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useServices } from '../../app/services.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Dialogs } from './actions/Dialogs.tsx';
import { ScanButton } from './actions/ScanButton.tsx';
import { analyse, isSameProblems, pointerAt, type Analysis } from './analysis.logic.ts';
import type { DraftStore } from './draftStore.ts';
import { EditorPanel } from './EditorPanel.tsx';
import type { EditorHandle } from './editor/JsonEditor.tsx';
import type { TemplateEntry } from './entries.logic.ts';
import classes from './page.module.css';
import { PreviewPanel } from './preview/PreviewPanel.tsx';
import { useLiveDecoded } from './preview/useLiveDecoded.ts';
import { ProblemsPanel } from './problems/ProblemsPanel.tsx';
import { findingsOf } from './properties/properties.logic.ts';
import type { ScanSubject } from './scan/scan.logic.ts';
import { noteOf, sentenceOf } from './sentence.logic.ts';
import type { SessionChoice } from './session/useSessionClaims.ts';
import { subjectOf } from './subject.logic.ts';
import { useSame } from './useSame.ts';
import { useStable } from './useStable.ts';
import { useWork } from './useWork.ts';
import type { WhoChoice } from './who/useWho.ts';

/** Milliseconds without a move after which the cursor rests. */
const restMs = 100;

/** One entry open: editor, preview and problems, all from one analysis of the text. */
export function Workbench(props: {
  entry: TemplateEntry;
  sessionEntry: TemplateEntry | null;
  store: DraftStore;
  list: ReactNode;
  who: WhoChoice;
  session: SessionChoice;
  canSave: boolean;
  /** Saved by this page since it was opened. */
  wasSaved: boolean;
  onSaved: (key: string) => void;
  onScan: (subject: ScanSubject) => void;
}) {
  const { entry, who } = props;
  const live = useLiveDecoded();
  const { bootstrap } = useServices();
  const editor = useRef<EditorHandle>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const [cursor, setCursor] = useState(0);
  // Where the cursor is shows beside the editor once it rests.
  const onCursor = useDebouncedCallback(setCursor, restMs);
  const [isPropertiesOpen, setPropertiesOpen] = useState(entry.source.is === 'draft');

  const { kind, text } = entry;
  const person = who.context;
  const analysis = useMemo(() => analyse(text, kind, person), [text, kind, person]);
  const good = useLastGood(analysis);
  const { work, latest, dialog, close } = useWork({ ...props, claims: analysis.claims, editor });
  const problems = useSame(analysis.problems, isSameProblems);
  const findings = kind === 'jwt-template' ? findingsOf(entry.properties, work.hasKey) : [];

  const scan = useStable(() => {
    const subject = subjectOf(entry, analysis.claims, live);
    if (subject !== null) props.onScan(subject);
  });

  const place = hovered === null ? undefined : analysis.map?.places.get(hovered);
  const atCursor = analysis.map === null ? null : pointerAt(analysis.map, cursor);
  const range = useMemo(
    () => (place === undefined ? null : { from: place.at, to: place.end }),
    [place],
  );

  return (
    <>
      <PageHeader
        sentence={sentenceOf(analysis, person, entry)}
        note={noteOf(entry, bootstrap.instance.name, props.wasSaved)}
        action={props.canSave && <ScanButton disabled={analysis.claims === null} onClick={scan} />}
      />
      <div className={classes['page']}>
        {props.list}
        <div className={classes['middle']}>
          <EditorPanel
            editor={editor}
            work={work}
            latest={latest}
            store={props.store}
            findings={findings}
            isPropertiesOpen={isPropertiesOpen}
            onToggleProperties={() => setPropertiesOpen(!isPropertiesOpen)}
            problems={problems}
            context={person}
            live={live}
            place={range}
            onCursor={onCursor}
          />
          <ProblemsPanel
            problems={problems}
            findings={findings}
            onGo={({ from, to }) => editor.current?.goTo(from, to)}
            onProperties={() => setPropertiesOpen(true)}
          />
        </div>
        <PreviewPanel
          entry={entry}
          who={who}
          connected={bootstrap.backendConnected}
          claims={analysis.claims}
          result={good?.result ?? null}
          isOld={analysis.error !== null}
          pointer={atCursor}
          onHover={setHovered}
          onGo={(pointer) => {
            const target = analysis.map?.places.get(pointer);
            if (target !== undefined) editor.current?.goTo(target.at, target.end);
          }}
          onRestore={(version) => work.open({ is: 'restore', version })}
        />
      </div>
      {dialog !== null && <Dialogs work={work} dialog={dialog} onClose={close} />}
    </>
  );
}

/** The last analysis with a result: while the JSON is broken for a moment, the preview stays. */
function useLastGood(analysis: Analysis): Analysis | null {
  const [good, setGood] = useState<Analysis | null>(null);
  if (analysis.result !== null && good !== analysis) setGood(analysis);
  return analysis.result === null ? good : analysis;
}
