import type { EventName, EventPayload } from '../../../shared/contract/table.ts';

const heartbeatMs = 15_000;
/** A page that reads so slowly that this much waits for it is cut off; it opens the stream again. */
const bufferedBytes = 1024 * 1024;

export interface EventStream {
  emit<E extends EventName>(event: E, payload: EventPayload<E>): void;
  /** A new reader's stream of lines, one JSON object each; blank lines keep the connection alive. */
  open(): ReadableStream<Uint8Array>;
  close(): void;
}

/** Sends each event to every page that listens. */
export function createEventStream(everyMs = heartbeatMs): EventStream {
  const encoder = new TextEncoder();
  const readers = new Set<ReadableStreamDefaultController<Uint8Array>>();

  const send = (line: string): void => {
    const bytes = encoder.encode(line);
    for (const reader of readers) {
      if ((reader.desiredSize ?? 0) < bytes.length - bufferedBytes) {
        readers.delete(reader);
        reader.error(new Error('too slow'));
      } else reader.enqueue(bytes);
    }
  };
  const heartbeat = setInterval(() => send('\n'), everyMs);
  heartbeat.unref();

  return {
    emit: (event, payload) => send(`${JSON.stringify({ event, payload })}\n`),
    open() {
      let own: ReadableStreamDefaultController<Uint8Array>;
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            own = controller;
            readers.add(controller);
            // Something at once, so that the page knows that it is connected.
            controller.enqueue(encoder.encode('\n'));
          },
          cancel: () => void readers.delete(own),
        },
        new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
      );
    },
    close() {
      clearInterval(heartbeat);
      for (const reader of readers) reader.close();
      readers.clear();
    },
  };
}
