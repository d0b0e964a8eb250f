import { Button } from '@mantine/core';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { JwtTemplateList, type JwtTemplate } from '../../../shared/contract/http.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { PreviewContext } from '../../../shared/domain/template/types.ts';
import { wallsOf } from '../../../shared/domain/template/walls.ts';
import type { DecodedToken } from '../../../shared/domain/token/decode.ts';
import type { AppError } from '../../../shared/errors/appError.ts';
import { asAppError } from '../../app/errors.ts';
import { FailureView } from '../../app/QueryView.tsx';
import { isDenied, useApi, useServices, useSession } from '../../app/services.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { EmptyState, LoadingSkeleton } from '../../ui/views.tsx';
import { analyse, formatClaims, pointerAt, type Analysis } from './analysis.logic.ts';
import { draftsOf, type DraftStore } from './draftStore.ts';
import { EditorPanel } from './EditorPanel.tsx';
import type { EditorHandle } from './editor/JsonEditor.tsx';
import { entriesOf, type TemplateEntry } from './entries.logic.ts';
import { NewDraftMenu } from './NewDraftMenu.tsx';
import { previewSentence } from './preview/preview.logic.ts';
import { PreviewPanel } from './preview/PreviewPanel.tsx';
import { ProblemsPanel } from './ProblemsPanel.tsx';
import { TemplateList } from './TemplateList.tsx';
import { useLiveDecoded } from './preview/useLiveDecoded.ts';
import type { ScanSubject } from './scan/scan.logic.ts';
import type { ScanRun } from './scan/scanRun.ts';
import { ScanView } from './scan/ScanView.tsx';
import { useScan } from './scan/useScan.ts';
import classes from './templates.module.css';
import { useWho, type WhoChoice } from './who/useWho.ts';

/** Templates of the instance and drafts of one's own, with what they make for the person signed in. */
export function TemplatesPage() {
  const { bootstrap } = useServices();
  const personId = useSession((state) => state.person?.id ?? '');
  const store = draftsOf(personId);
  const { edits, drafts, selected } = useStore(store);
  const enabled = bootstrap.backendConnected;
  const templates = useApi('/v1/templates', JwtTemplateList, { enabled });
  // Other people and their organizations belong to the instance: for operators, like its templates.
  const who = useWho(templates.isSuccess);
  const scan = useScan();
  const [scanned, setScanned] = useState<{ run: ScanRun; key: string } | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const entries = entriesOf(templates.data?.data ?? noTemplates, edits, drafts);
  const entry = entries.find(({ key }) => key === selected) ?? entries[0];
  const listError = templates.isError ? asAppError(templates.error) : null;

  if (enabled && templates.isPending && entries.length === 0) return <LoadingSkeleton lines={10} />;
  const list = (
    <TemplateList
      entries={entries}
      selected={entry?.key ?? null}
      error={listError}
      connected={enabled}
      onSelect={store.select}
      onRetry={() => void templates.refetch()}
      menu={<NewDraftMenu onPick={store.begin} />}
    />
  );
  if (entry === undefined) {
    return (
      <>
        <PageHeader
          sentence={noneSentence(listError)}
          note={`A draft can be written${enabled ? ' and previewed' : ''} all the same: it stays in this window and changes nothing on the instance.`}
          action={<NewDraftMenu onPick={store.begin} />}
        />
        {listError === null ? (
          <EmptyState title={enabled ? 'No JWT templates yet.' : 'No backend connected'}>
            {enabled
              ? 'Templates made in Clerk’s dashboard appear here.'
              : 'The templates of the instance are read through the protected backend, which needs a secret key: set CLERK_SECRET_KEY and start Claimdeck again.'}
          </EmptyState>
        ) : (
          <FailureView error={listError} onRetry={() => void templates.refetch()} />
        )}
      </>
    );
  }
  const beginScan = (subject: ScanSubject): void => {
    const run = scan();
    run.start(subject);
    setScanned({ run, key: entry.key });
  };
  if (scanned?.key === entry.key) {
    return <OpenScan entry={entry} run={scanned.run} onClose={() => setScanned(null)} />;
  }
  return (
    <Workbench
      key={entry.key}
      entry={entry}
      store={store}
      list={list}
      who={who}
      canSave={templates.isSuccess}
      wasSaved={saved === entry.key}
      onSaved={setSaved}
      onScan={beginScan}
    />
  );
}

const noTemplates: readonly JwtTemplate[] = [];

const noneSentence = (error: AppError | null): string => {
  if (error === null) return 'There is no template to show.';
  return isDenied(error)
    ? 'The templates of this instance are for its operators.'
    : 'The templates of this instance could not be read.';
};

/** One template open: editor, preview and problems, all from one analysis of the text. */
function Workbench(props: {
  entry: TemplateEntry;
  store: DraftStore;
  list: React.ReactNode;
  who: WhoChoice;
  canSave: boolean;
  /** Saved by this page since it was opened. */
  wasSaved: boolean;
  onSaved: (id: string) => void;
  onScan: (subject: ScanSubject) => void;
}) {
  const { entry, store, who } = props;
  const live = useLiveDecoded();
  const { bootstrap } = useServices();
  const editor = useRef<EditorHandle>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const [cursor, setCursor] = useState(0);

  const text = useDeferredValue(entry.text);
  const { kind } = entry;
  const person = who.context;
  const analysis = useMemo(() => analyse(text, kind, person), [text, kind, person]);
  const good = useLastGood(analysis);

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
        note={noteOf(entry, props.wasSaved)}
        action={
          props.canSave && (
            <Button
              variant="default"
              disabled={analysis.claims === null}
              onClick={() => {
                const subject = subjectOf(entry, analysis.claims, live);
                if (subject !== null) props.onScan(subject);
              }}
            >
              Who breaks?
            </Button>
          )
        }
      />
      <div className={classes['page']}>
        {props.list}
        <div className={classes['middle']}>
          <EditorPanel
            editor={editor}
            entry={entry}
            claims={analysis.claims}
            canSave={props.canSave}
            problems={analysis.problems}
            context={person}
            place={range}
            onCursor={setCursor}
            onText={(changed) =>
              entry.deployed === null
                ? store.change(entry.key, { text: changed })
                : store.edit(entry.key, changed, formatClaims(entry.deployed.claims))
            }
            onChange={(change) => store.change(entry.key, change)}
            onDiscard={() => store.discard(entry.key)}
            onBegin={({ name, text: begun }) => store.begin({ name, kind, text: begun })}
            onSaved={({ id }) => {
              store.discard(entry.key);
              store.select(id);
              props.onSaved(id);
            }}
            onDeleted={() => {
              store.discard(entry.key);
              store.begin({ name: entry.name, kind, text: entry.text });
            }}
          />
          <ProblemsPanel
            problems={analysis.problems}
            onGo={({ from, to }) => editor.current?.goTo(from, to)}
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
        />
      </div>
    </>
  );
}

/** The text of an entry as something to scan; null while it is no JSON object. */
const subjectOf = (
  { name, kind }: TemplateEntry,
  claims: JsonObject | null,
  live: DecodedToken | null,
): ScanSubject | null =>
  claims === null ? null : { name, kind, claims, walls: wallsOf(kind, live) };

function OpenScan(props: { entry: TemplateEntry; run: ScanRun; onClose: () => void }) {
  const { entry } = props;
  const live = useLiveDecoded();
  const { claims } = useMemo(() => analyse(entry.text, entry.kind, null), [entry.text, entry.kind]);
  return (
    <ScanView run={props.run} subject={subjectOf(entry, claims, live)} onClose={props.onClose} />
  );
}

/** The last analysis with a result: while the JSON is broken for a moment, the preview stays. */
function useLastGood(analysis: Analysis): Analysis | null {
  const [good, setGood] = useState<Analysis | null>(null);
  if (analysis.result !== null && good !== analysis) setGood(analysis);
  return analysis.result === null ? good : analysis;
}

function sentenceOf(
  analysis: Analysis,
  person: PreviewContext | null,
  entry: TemplateEntry,
): string {
  const { error, result } = analysis;
  if (error !== null) {
    return `${entry.name} is not valid JSON, line ${error.line}, column ${error.column}: ${error.message}`;
  }
  if (person === null || result === null)
    return `${entry.name}, without a person to preview it for.`;
  return previewSentence(person, result);
}

const noteOf = ({ deployed, dirty }: TemplateEntry, wasSaved: boolean): string => {
  if (deployed === null) return 'A draft in this window: nothing of it is on the instance.';
  if (dirty) return 'Changed in this window only: the instance still has the deployed version.';
  return wasSaved ? 'Saved: this is what the instance mints now.' : 'As deployed on the instance.';
};
