import type { App } from 'electron';
import type { Log } from '../../services/ports.ts';

/** Children that do not end by then are ended with the app: nothing outlives it. */
const patienceMs = 8_000;

/**
 * Ends the children and writes what is unwritten before the app is gone, whichever way it was asked to quit:
 * menu, last window, Ctrl-C, a signal.
 */
export function closeBeforeQuit(
  app: Pick<App, 'exit'> & {
    on(event: 'will-quit', listener: (quitting: Electron.Event) => void): unknown;
  },
  close: () => Promise<void>,
  log: Log,
): void {
  let closing = false;
  app.on('will-quit', (quitting) => {
    quitting.preventDefault();
    if (closing) return;
    closing = true;
    const late = setTimeout(() => app.exit(0), patienceMs);
    close()
      .catch((cause: unknown) => {
        log('error', 'the host did not close', {
          cause: cause instanceof Error ? cause.message : '',
        });
      })
      .finally(() => {
        clearTimeout(late);
        app.exit(0);
      });
  });
}
