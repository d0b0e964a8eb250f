import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';

/** A write to the instance, with what it does to the page: busy, failed, and what has to be read again. */
export interface Write {
  readonly busy: boolean;
  readonly error: AppError | null;
  readonly run: <T>(send: () => Promise<T>, done: (answer: T) => void) => Promise<void>;
}

/**
 * `prefix` is the beginning of the backend paths that show what was written, history included. After a lost race
 * they are read again too, so that the differences on screen are against what is there now.
 */
export function useWrite(prefix: `/v1/${string}`): Write {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const readAgain = (): Promise<void> =>
    queries.invalidateQueries({
      predicate: ({ queryKey: [kind, , , path] }) =>
        kind === 'api' && typeof path === 'string' && path.startsWith(prefix),
    });
  return {
    busy,
    error,
    run: async (send, done) => {
      setBusy(true);
      setError(null);
      try {
        const answer = await send();
        await readAgain();
        done(answer);
      } catch (cause) {
        const failure = asAppError(cause);
        if (failure.code === 'resource.conflict') await readAgain();
        setError(failure);
      } finally {
        setBusy(false);
      }
    },
  };
}
