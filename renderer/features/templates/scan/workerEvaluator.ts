import type { DeskAnswer, DeskQuestion } from './desk.logic.ts';
import type { Evaluator } from './scanRun.ts';

/** Evaluates in a worker, so that the page stays free. One question at a time, answered in order. */
export function createWorkerEvaluator(): Evaluator {
  const worker = new Worker(new URL('./scan.worker.ts', import.meta.url), { type: 'module' });
  let last: Promise<unknown> = Promise.resolve();

  const post = (question: DeskQuestion): Promise<DeskAnswer> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        worker.removeEventListener('message', onMessage);
        worker.removeEventListener('error', onError);
      };
      const onMessage = ({ data }: MessageEvent<DeskAnswer>): void => {
        settle();
        resolve(data);
      };
      const onError = (): void => {
        settle();
        reject(new Error('the scan worker failed'));
      };
      worker.addEventListener('message', onMessage);
      worker.addEventListener('error', onError);
      // A page is handed over, not copied.
      worker.postMessage(question, question.type === 'page' ? [question.bytes] : []);
    });

  return {
    ask: (question) => {
      const answer = last.then(() => post(question));
      last = answer.catch(() => undefined);
      return answer;
    },
    dispose: () => worker.terminate(),
  };
}
