import { BrowserWindow, nativeTheme } from 'electron';
import type { Log } from '../../services/ports.ts';
import type { PageEvents } from './events.ts';
import { pageUrl } from './scheme.ts';
import { windowOptions } from './windowOptions.ts';

export interface MainWindow {
  readonly window: BrowserWindow;
  /** Settles when the page has loaded. */
  readonly loaded: Promise<void>;
}

export interface MainWindowOptions {
  readonly outDir: string;
  readonly packaged: boolean;
  readonly events: PageEvents;
  readonly log: Log;
  /** False: the window never appears, as in a smoke check. */
  readonly visible: boolean;
}

/** A page that crashes is loaded again, but not more often than this. */
const crashPauseMs = 10_000;

/** The one window of the app. It appears once its page has painted. */
export function openMainWindow(options: MainWindowOptions): MainWindow {
  const { outDir, packaged, events, log, visible } = options;
  const window = new BrowserWindow(
    windowOptions(outDir, { dark: nativeTheme.shouldUseDarkColors, packaged }),
  );
  const { webContents } = window;
  events.attach(webContents);
  if (visible) window.once('ready-to-show', () => window.show());

  let lastCrashMs = Number.NEGATIVE_INFINITY;
  webContents.on('render-process-gone', (_gone, { reason, exitCode }) => {
    log('error', 'the page is gone', { reason, exitCode });
    const now = performance.now();
    if (reason === 'clean-exit' || now - lastCrashMs < crashPauseMs) return;
    lastCrashMs = now;
    webContents.reload();
  });

  const loaded = window.loadURL(pageUrl);
  loaded.catch((cause: unknown) => {
    // Also when another navigation took this one's place, a reload for example.
    log('warn', 'the page did not load', { cause: cause instanceof Error ? cause.message : '' });
  });
  return { window, loaded };
}

/** Brings the window to the front, from the dock too. False when there is none. */
export function focusMainWindow(): boolean {
  const window = BrowserWindow.getAllWindows()[0];
  if (window === undefined) return false;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
  return true;
}
