import { startTransition, useState } from 'react';
import { useStore } from 'zustand';
import { JwtTemplateList, type JwtTemplate } from '../../../shared/contract/http.ts';
import { asAppError } from '../../app/errors.ts';
import { useApi, useServices, useSession } from '../../app/services.tsx';
import { LoadingSkeleton } from '../../ui/views.tsx';
import { draftsOf } from './draftStore.ts';
import { entriesOf, firstOf, sessionKey } from './entries.logic.ts';
import { DeletedTemplates } from './history/DeletedTemplates.tsx';
import { NewDraftMenu } from './list/NewDraftMenu.tsx';
import { TemplateList } from './list/TemplateList.tsx';
import { NoTemplates } from './NoTemplates.tsx';
import { OpenScan } from './OpenScan.tsx';
import type { ScanSubject } from './scan/scan.logic.ts';
import type { ScanRun } from './scan/scanRun.ts';
import { useScan } from './scan/useScan.ts';
import { useSessionClaims } from './session/useSessionClaims.ts';
import { useWho } from './who/useWho.ts';
import { Workbench } from './Workbench.tsx';

/** Templates of the instance and drafts of one's own, with what they make for the person signed in. */
export function TemplatesPage() {
  const { bootstrap } = useServices();
  const personId = useSession((state) => state.person?.id ?? '');
  const store = draftsOf(personId);
  const { edits, drafts, selected } = useStore(store);
  const enabled = bootstrap.backendConnected;
  const templates = useApi('/v1/templates', JwtTemplateList, { enabled });
  // Other people, their organizations and the session token belong to the instance: for operators, like its templates.
  const isOperator = templates.isSuccess;
  const session = useSessionClaims(enabled);
  const who = useWho(isOperator);
  const scan = useScan();
  const [scanned, setScanned] = useState<{ run: ScanRun; key: string } | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const listed = templates.data?.data ?? noTemplates;
  const entries = entriesOf(session.state, listed, edits, drafts);
  const entry = entries.find(({ key }) => key === selected) ?? firstOf(entries);
  const listError = templates.isError ? asAppError(templates.error) : session.error;
  const retry = (): void => {
    void templates.refetch();
    session.retry();
  };

  // Both at once, so that the list does not move under the pointer.
  const isWaiting = templates.isPending || session.isPending;
  if (enabled && isWaiting && selected === null) return <LoadingSkeleton lines={10} />;
  if (entry === undefined) {
    return (
      <NoTemplates error={listError} connected={enabled} onRetry={retry} onPick={store.begin} />
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
        <TemplateList
          entries={entries}
          selected={entry.key}
          error={listError}
          connected={enabled}
          onSelect={store.select}
          onRetry={retry}
          menu={<NewDraftMenu onPick={store.begin} />}
          foot={
            isOperator && (
              <DeletedTemplates
                existing={listed}
                onRestored={({ id }) => {
                  store.select(id);
                  setSaved(id);
                }}
              />
            )
          }
        />
      }
      who={who}
      session={session}
      canSave={isOperator}
      wasSaved={saved === entry.key}
      onSaved={setSaved}
      onScan={beginScan}
    />
  );
}

const noTemplates: readonly JwtTemplate[] = [];
