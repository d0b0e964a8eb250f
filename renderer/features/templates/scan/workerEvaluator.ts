import type { ScanResult } from './scan.logic.ts';
import type { Evaluator } from './scanRun.ts';
import type { FromScanWorker, ToScanWorker } from './scan.worker.ts';

/** Evaluates in a worker, so that the page stays free. One question at a time, answered in order. */
export function createWorkerEvaluator(): Evaluator {
  const worker = new Worker(new URL('./scan.worker.ts', import.meta.url), { type: 'module' });
  let last: Promise<unknown> = Promise.resolve();

  const ask = (message: ToScanWorker): Promise<FromScanWorker> => {
    const answer = last.then(
      () =>
        new Promise<FromScanWorker>((resolve, reject) => {
          const settle = (): void => {
            worker.removeEventListener('message', onMessage);
            worker.removeEventListener('error', onError);
          };
          const onMessage = ({ data }: MessageEvent<FromScanWorker>): void => {
            settle();
            resolve(data);
          };
          const onError = (): void => {
            settle();
            reject(new Error('the scan worker failed'));
          };
          worker.addEventListener('message', onMessage);
          worker.addEventListener('error', onError);
          worker.postMessage(message);
        }),
    );
    last = answer.catch(() => undefined);
    return answer;
  };
  const resultOf = async (message: ToScanWorker): Promise<ScanResult> => {
    const answer = await ask(message);
    if (answer.type !== 'result') throw new Error('the scan worker could not evaluate this');
    return answer.result;
  };

  return {
    subject: (subject) => resultOf({ type: 'subject', subject }),
    page: (users) => resultOf({ type: 'page', users }),
    forget: () => worker.postMessage({ type: 'forget' } satisfies ToScanWorker),
    csv: async () => {
      const answer = await ask({ type: 'csv' });
      return answer.type === 'csv' ? answer.text : '';
    },
    dispose: () => worker.terminate(),
  };
}
