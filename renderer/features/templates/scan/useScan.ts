import { useEffect, useRef } from 'react';
import { useServices } from '../../../app/services.tsx';
import { asAppError } from '../../../app/errors.ts';
import { UserPage } from '../../../../shared/contract/http.ts';
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

/** The scan of this page, made when it is first asked for; its worker ends with the page. */
export function useScan(): () => ScanRun {
  const { api } = useServices();
  const run = useRef<ScanRun | null>(null);
  useEffect(
    () => () => {
      run.current?.dispose();
      run.current = null;
    },
    [],
  );
  return () => {
    run.current ??= createScanRun({
      fetchPage: (path, signal) => api(path, { schema: UserPage, signal }),
      evaluator: createWorkerEvaluator(),
      toError: asAppError,
      now: () => performance.now(),
      sleep,
    });
    return run.current;
  };
}
