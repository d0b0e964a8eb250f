import type { ScanUser } from '../../../../shared/contract/http.ts';
import { Evaluation, type ScanResult, type ScanSubject } from './scan.logic.ts';

export type ToScanWorker =
  /** Begins with a text. Users of earlier pages are kept and evaluated anew. */
  | { readonly type: 'subject'; readonly subject: ScanSubject }
  | { readonly type: 'page'; readonly users: readonly ScanUser[] }
  | { readonly type: 'forget' }
  | { readonly type: 'csv' };

export type FromScanWorker =
  | { readonly type: 'result'; readonly result: ScanResult }
  | { readonly type: 'csv'; readonly text: string }
  | { readonly type: 'failed' };

let evaluation: Evaluation | null = null;
let kept: ScanUser[] = [];

const send = (message: FromScanWorker): void => self.postMessage(message);

function receive(message: ToScanWorker): void {
  if (message.type === 'forget') {
    kept = [];
    evaluation = null;
    return;
  }
  if (message.type === 'subject') {
    evaluation = new Evaluation(message.subject);
    for (const user of kept) evaluation.add(user);
  }
  if (evaluation === null) return;
  if (message.type === 'csv') return send({ type: 'csv', text: evaluation.csv() });
  if (message.type === 'page') {
    for (const user of message.users) {
      if (evaluation.add(user)) kept.push(user);
    }
  }
  send({ type: 'result', result: evaluation.result() });
}

self.addEventListener('message', ({ data }: MessageEvent<ToScanWorker>) => {
  try {
    receive(data);
  } catch {
    // Out of memory, or a record that is none: the page says so and keeps what it has.
    send({ type: 'failed' });
  }
});
