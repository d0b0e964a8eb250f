import { ScanDesk, type DeskAnswer, type DeskQuestion } from './desk.logic.ts';

const desk = new ScanDesk();

self.addEventListener('message', ({ data }: MessageEvent<DeskQuestion>) => {
  let answer: DeskAnswer;
  try {
    answer = desk.answer(data);
  } catch {
    // Out of memory, or a text that no stack holds: the page says so and keeps what it has.
    answer = { type: 'unreadable' };
  }
  self.postMessage(answer);
});
