import { readReport, type ReadOptions, type Report } from './report.logic.ts';

/** What the page asks: a text, or a file that is read here and never in the page. */
export interface ReadRequest {
  readonly input: string | File;
  readonly options: ReadOptions;
}

export type ReadAnswer = { readonly report: Report } | { readonly failed: true };

self.addEventListener('message', (event: MessageEvent<ReadRequest>) => {
  void answer(event.data);
});

async function answer({ input, options }: ReadRequest): Promise<void> {
  const send = (message: ReadAnswer): void => self.postMessage(message);
  try {
    const text = typeof input === 'string' ? input : await input.text();
    send({ report: readReport(text, options) });
  } catch {
    // A file that is gone, or a text too large for this machine.
    send({ failed: true });
  }
}
