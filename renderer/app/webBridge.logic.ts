/** One line of the event stream, before its payload is checked against the contract. */
export interface EventLine {
  readonly event: string;
  readonly payload: unknown;
}

/** Lines of a newline-delimited JSON stream. A line that is no event is skipped: later ones still count. */
export async function* eventLines(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<EventLine, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const parsed = parseLine(line);
        if (parsed !== undefined) yield parsed;
      }
    }
  } finally {
    reader.releaseLock();
  }
}

function parseLine(line: string): EventLine | undefined {
  if (line.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return undefined;
    const { event: name, payload } = value as { event?: unknown; payload?: unknown };
    return typeof name === 'string' ? { event: name, payload } : undefined;
  } catch {
    return undefined;
  }
}

/** Back-off between attempts to open the stream again: 250 ms, doubled up to 5 s. */
export const reconnectDelayMs = (attempt: number): number =>
  Math.min(5_000, 250 * 2 ** Math.min(attempt, 10));
