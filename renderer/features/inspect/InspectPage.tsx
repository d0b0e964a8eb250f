import { useHotkeys } from '@mantine/hooks';
import { useDeferredValue, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useServices, useSession } from '../../app/services.tsx';
import { useLiveToken } from '../../app/useLiveToken.ts';
import { EmptyState } from '../../ui/views.tsx';
import { Answer } from './Answer.tsx';
import { CredentialView } from './CredentialView.tsx';
import { HistoryPanel } from './HistoryPanel.tsx';
import { inspectionsOf, type InspectStore } from './inspectStore.ts';
import { PasteField, type PasteHandle, type Take } from './PasteField.tsx';
import { readHereChars, startReading, type Reading } from './reader.ts';
import type { Report } from './report.logic.ts';
import { TokenView } from './TokenView.tsx';
import { useClockTurns } from './useClockTurns.ts';
import { useCookieInstance } from './useCookieInstance.ts';
import { sdkDefaults, useVerification } from './useVerification.ts';
import classes from './inspect.module.css';

/** Paste anything: it is named, taken apart, verified, and compared with the live token. */
export function InspectPage() {
  const personId = useSession((state) => state.person?.id ?? '');
  return <Inspect key={personId} store={inspectionsOf(personId)} />;
}

function Inspect({ store }: { store: InspectStore }) {
  const { bootstrap } = useServices();
  const live = useLiveToken();
  const { history, shown } = useStore(store);
  const paste = useRef<PasteHandle>(null);
  const [verifyWith, setVerifyWith] = useState(sdkDefaults);
  const { readingBytes, take, cancel } = useReading(store);
  useHotkeys(
    [[bootstrap.host === 'electron' ? 'mod+L' : 'alt+L', () => paste.current?.focus()]],
    [],
    true,
  );

  const shownId = shown.kind === 'inspection' ? shown.id : null;
  const report: Report | null =
    shown.kind === 'answer'
      ? shown.report
      : (history.find(({ id }) => id === shownId)?.report ?? null);
  const token = report?.kind === 'token' ? report : null;
  const turns = useClockTurns(token?.decoded.claims ?? null);
  const verification = useVerification(token?.decoded.raw ?? null, verifyWith, turns);
  // The field answers at once; what is below it may be drawn in several frames.
  const drawn = useDeferredValue(report);

  const edit = (raw: string): void => {
    paste.current?.edit(raw);
    take.editing(shownId);
  };

  return (
    <>
      <Answer report={report} asked={verification.asked} onClear={store.clear} />
      <PasteField
        handle={paste}
        isSmall={report !== null}
        readingBytes={readingBytes}
        onTake={take.read}
        onCancel={cancel}
        onLive={live === null ? null : () => void take.read(live.decoded.raw, false)}
      />
      <div className={classes['page']} data-drawn={drawn?.kind ?? 'none'}>
        {drawn === null ? (
          <EmptyState title="Nothing is inspected yet.">
            Session tokens of either version, template, machine and OAuth tokens, API and
            publishable keys, Cookie and Authorization headers, curl commands. Secret keys are
            refused.
          </EmptyState>
        ) : drawn.kind === 'token' ? (
          <TokenView
            report={drawn}
            live={live?.decoded.claims ?? null}
            history={history}
            shownId={shownId}
            verification={verification}
            verifyWith={verifyWith}
            onVerify={setVerifyWith}
            onEdit={drawn.decoded.raw.length <= readHereChars ? edit : null}
          />
        ) : (
          <CredentialView report={drawn} />
        )}
        {history.length > 0 && (
          <HistoryPanel
            history={history}
            shownId={shownId}
            onShow={store.show}
            onForget={store.forget}
            onForgetAll={store.forgetAll}
          />
        )}
      </div>
    </>
  );
}

/** Typed texts shorter than this are not judged yet. */
const tooShort = 12;

/** Reads one input after the other; a newer one ends the reading of an older one. */
function useReading(store: InspectStore) {
  const { bootstrap } = useServices();
  const instance = useCookieInstance(bootstrap);
  const live = useLiveToken();
  const [readingBytes, setReadingBytes] = useState<number | null>(null);
  const current = useRef<Reading>(undefined);
  /** The inspection of the text that stands in the field and goes on changing. */
  const edited = useRef<number>(undefined);

  const cancel = (): void => {
    current.current?.cancel();
    current.current = undefined;
    setReadingBytes(null);
  };

  const read: Take = async (input, isTyped) => {
    cancel();
    if (isTyped && typeof input === 'string' && input.trim() === '') return null;
    const started = startReading(input, {
      instance,
      nowMs: Date.now(),
      live: live?.decoded.claims ?? null,
    });
    current.current = started;
    const length = typeof input === 'string' ? input.length : input.size;
    if (length > readHereChars) setReadingBytes(length);
    const report = await started.report;
    if (current.current !== started) return null;
    current.current = undefined;
    setReadingBytes(null);
    if (isTyped && report.kind === 'unknown' && length < tooShort) return null;
    const id = store.add(report, Date.now(), isTyped ? edited.current : undefined);
    edited.current = isTyped ? (id ?? edited.current) : undefined;
    return report;
  };

  const editing = (id: number | null): void => {
    edited.current = id ?? undefined;
  };
  return { readingBytes, take: { read, editing }, cancel };
}
