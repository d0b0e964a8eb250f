import { join } from 'node:path';
import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';

/** `--cd-surface` of `renderer/app/theme.css`, so that nothing flashes before the page's first paint. */
const background = { light: '#fbfbfa', dark: '#131418' } as const;

/**
 * What the page may do in its process: nothing of Node. Every value is written out although most are Electron's
 * defaults, so that a changed default changes nothing here.
 */
export const webPreferences = (outDir: string, packaged: boolean): WebPreferences => ({
  preload: join(outDir, 'preload/index.cjs'),
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  devTools: !packaged,
});

export const windowOptions = (
  outDir: string,
  look: { readonly dark: boolean; readonly packaged: boolean },
): BrowserWindowConstructorOptions => ({
  width: 1280,
  height: 800,
  minWidth: 900,
  minHeight: 600,
  title: 'Claimdeck',
  show: false,
  backgroundColor: look.dark ? background.dark : background.light,
  webPreferences: webPreferences(outDir, look.packaged),
});
