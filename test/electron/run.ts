// Stands for the `electron` program: `node run.ts <app folder> [arguments]`. Needs Node 22.18 or newer, for
// `registerHooks` and for running TypeScript as it is.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { listenForTests, tellTest } from './remote.ts';

const standIn = pathToFileURL(join(import.meta.dirname, 'electron.ts')).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier.startsWith('electron/')
      ? { url: standIn, shortCircuit: true }
      : next(specifier, context),
});

const [, , folder = '.', ...args] = process.argv;
const appPath = resolve(folder);
const manifest = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')) as {
  main: string;
};
process.argv = [process.execPath, appPath, ...args];
Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '45.4.1' } });
Object.assign(process, { type: 'browser' });

const { options, browserStarted } = await import('./runtime.ts');
const { standInApp } = await import('./app.ts');
const { Browser } = await import('./browser.ts');
const { watchDownloads } = await import('./session.ts');

// Electron quits on these, so that `will-quit` runs.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => standInApp.quit());
}
listenForTests(() => import('./electron.ts'));

// The app first: a second instance quits here, before it would open a browser on the first one's profile.
await import(pathToFileURL(join(appPath, manifest.main)).href);
if (!standInApp.hasExited) {
  const browser = await Browser.launch(options.profile, { debugPort: options.debugPort });
  browser.onGone(() => standInApp.exit(0));
  browserStarted(browser);
  await watchDownloads();
  tellTest({
    type: 'started',
    browserPid: browser.pid,
    ...(options.debugPort ? { endpoint: await browser.debugEndpoint() } : {}),
  });
  standInApp.becomeReady();
}
