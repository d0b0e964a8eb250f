import { useEffect } from 'react';
import { useServices, useSession } from '../../../app/services.tsx';
import { asAppError } from '../../../app/errors.ts';
import { createScanRun, type ScanRun } from './scanRun.ts';
import { createWorkerEvaluator } from './workerEvaluator.ts';

/** Rejects when the wait is called off. */
const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((done, called) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      called(new Error('called off'));
    });
  });

/**
 * The scan of this window and the person it belongs to. It outlives the page: who looks something up meanwhile, or has
 * to sign in again, finds it where it was. Nobody else does.
 */
let open: { readonly personId: string; readonly run: ScanRun } | null = null;

/** What was read for one person is gone as soon as another one looks. */
function forgetUnlessOf(personId: string): void {
  // Nobody is no other person: a session that ended may be followed by one of the same person.
  if (personId === '' || open === null || open.personId === personId) return;
  open.run.dispose();
  open = null;
}

/** The scan of the person signed in, made when it is first asked for. */
export function useScan(): () => ScanRun {
  const { api } = useServices();
  const personId = useSession((state) => state.person?.id ?? '');
  useEffect(() => forgetUnlessOf(personId), [personId]);
  return () => {
    forgetUnlessOf(personId);
    open ??= {
      personId,
      run: createScanRun({
        fetchPage: (path, signal) => api.bytes(path, signal),
        evaluator: createWorkerEvaluator(),
        toError: asAppError,
        now: () => Date.now(),
        sleep,
      }),
    };
    return open.run;
  };
}
