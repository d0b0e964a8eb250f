import { useRef, useState } from 'react';
import type { z } from 'zod';
import { AuditList, type AuditEntry } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';
import { saveFile } from '../../../app/saveFile.ts';
import { useServices } from '../../../app/services.tsx';
import { auditCsv, auditJson, auditPaths, entriesOf, type AuditScope } from './audit.logic.ts';

export interface AuditQuestion {
  readonly scope: AuditScope;
  /** Empty for every action. */
  readonly action: string;
  /** Id of a person, or empty for everybody. */
  readonly actor: string;
}

export interface AuditExport {
  /** Entries read so far; null when nothing runs. */
  readonly read: number | null;
  readonly error: AppError | null;
  readonly saved: string | null;
  readonly start: (kind: 'csv' | 'json', fileName: string) => Promise<void>;
  readonly cancel: () => void;
}

/** Reads the whole log page by page, and keeps it as one file. */
export function useAuditExport(question: AuditQuestion): AuditExport {
  const { api } = useServices();
  const [read, setRead] = useState<number | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);

  const readAll = async (signal: AbortSignal): Promise<readonly AuditEntry[]> => {
    const entries: AuditEntry[] = [];
    let cursor: string | null = null;
    do {
      const asked = new URLSearchParams({ limit: '100' });
      if (question.action !== '') asked.set('action', question.action);
      if (cursor !== null) asked.set('cursor', cursor);
      // Each page tells where the next one begins.
      // oxlint-disable-next-line no-await-in-loop
      const page: z.output<typeof AuditList> = await api(
        `${auditPaths[question.scope]}?${asked.toString()}`,
        {
          schema: AuditList,
          signal,
        },
      );
      entries.push(...page.data);
      setRead(entries.length);
      cursor = page.nextCursor;
    } while (cursor !== null && !signal.aborted);
    return entriesOf(entries, question.actor);
  };

  const start = async (kind: 'csv' | 'json', fileName: string): Promise<void> => {
    const stop = new AbortController();
    running.current = stop;
    setRead(0);
    setError(null);
    setSaved(null);
    try {
      const entries = await readAll(stop.signal);
      if (stop.signal.aborted) return;
      const about = { ...question, exportedAt: new Date().toISOString() };
      const text = kind === 'csv' ? auditCsv(entries) : auditJson(entries, about);
      const name = await saveFile({ suggestedName: `${fileName}.${kind}`, text, kind });
      setSaved(name === null ? null : `${entries.length} entries saved as ${name}.`);
    } catch (cause) {
      if (!stop.signal.aborted) setError(asAppError(cause));
    } finally {
      setRead(null);
    }
  };
  return { read, error, saved, start, cancel: () => running.current?.abort() };
}
