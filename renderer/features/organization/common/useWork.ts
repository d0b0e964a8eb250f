import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';
import { useApiKey } from '../../../app/services.tsx';

export interface Work {
  readonly busy: boolean;
  readonly error: AppError | null;
  /** Runs one write after which everything on the page is read anew. True when it went well. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
  readonly fail: (error: AppError | null) => void;
}

/** One write at a time, with its failure kept where it can be shown. */
export function useWork(): Work {
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      await work();
      await refresh();
      return true;
    } catch (cause) {
      setError(asAppError(cause));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run, fail: setError };
}

/** Reads everything of this person in this organization anew: a write shows in lists, counts and the log alike. */
export function useRefresh(): () => Promise<void> {
  const queries = useQueryClient();
  const scope = JSON.stringify(useApiKey('').slice(0, -1));
  return useCallback(
    () => queries.invalidateQueries({ queryKey: JSON.parse(scope) as unknown[] }),
    [queries, scope],
  );
}
