import { maxTokenChars } from '../../../shared/domain/token/decode.ts';
import type { ReadAnswer, ReadRequest } from './inspect.worker.ts';
import { readReport, type ReadOptions, type Report } from './report.logic.ts';

/** Up to this many characters reading takes less than a frame; beyond, a worker does it. */
export const readHereChars = 16 * 1024;

export interface Reading {
  readonly report: Promise<Report>;
  cancel(): void;
}

const tooLarge: Report = {
  kind: 'unknown',
  message: 'This is longer than any credential that can be read here.',
  remedy: 'Paste the token alone; 16 MB is the most that is read.',
};

const unreadable: Report = {
  kind: 'unknown',
  message: 'This could not be read.',
  remedy: 'Paste the text instead, or try a smaller one.',
};

/** Reads what was pasted or dropped, without ever keeping the page from answering. */
export function startReading(input: string | File, options: ReadOptions): Reading {
  const length = typeof input === 'string' ? input.length : input.size;
  if (length > maxTokenChars) return settled(tooLarge);
  if (typeof input === 'string' && length <= readHereChars)
    return settled(readReport(input, options));
  const worker = new Worker(new URL('./inspect.worker.ts', import.meta.url), { type: 'module' });
  const request: ReadRequest = { input, options };
  const report = new Promise<Report>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ReadAnswer>) => {
      worker.terminate();
      resolve('report' in data ? data.report : unreadable);
    });
    worker.addEventListener('error', () => {
      worker.terminate();
      resolve(unreadable);
    });
    worker.postMessage(request);
  });
  return { report, cancel: () => worker.terminate() };
}

const settled = (report: Report): Reading => ({
  report: Promise.resolve(report),
  cancel: () => undefined,
});
