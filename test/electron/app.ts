import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { CoveredEmitter, covered, preventable } from './covered.ts';
import { closeSchemes } from './protocol.ts';
import { browser, options } from './runtime.ts';
import { SingleInstance } from './singleInstance.ts';

const events = [
  'ready',
  'activate',
  'before-quit',
  'will-quit',
  'quit',
  'window-all-closed',
  'second-instance',
  'web-contents-created',
  'browser-window-created',
  'stand-in:window-all-closed',
  'stand-in:close-windows',
];

type Covered = Pick<
  App,
  | 'whenReady'
  | 'isReady'
  | 'quit'
  | 'exit'
  | 'getPath'
  | 'setPath'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getAppPath'
  | 'enableSandbox'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'isPackaged'
>;

class StandInApp extends CoveredEmitter implements Covered {
  readonly isPackaged = options.packaged ?? false;
  readonly commandLine = covered<Electron.CommandLine>('app.commandLine', {
    hasSwitch: (name: string) =>
      process.argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`)),
  });
  sandboxed = false;
  readonly #manifest = JSON.parse(readFileSync(join(options.appPath, 'package.json'), 'utf8')) as {
    readonly productName: string;
    readonly version: string;
  };
  name = this.#manifest.productName;
  readonly #paths = new Map<string, string>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #instance = new SingleInstance();
  #isReady = false;
  #leaving = false;
  /** Set when the app quit before a browser was needed. */
  #exited = false;

  constructor() {
    super('app', events);
    const appData = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    this.#paths.set('home', homedir()).set('temp', tmpdir()).set('appData', appData);
    this.#paths.set('downloads', join(homedir(), 'Downloads'));
    this.on('stand-in:window-all-closed', () => {
      if (this.#leaving) return;
      if (this.listenerCount('window-all-closed') === 0) this.quit();
      else this.emit('window-all-closed');
    });
  }

  get hasExited(): boolean {
    return this.#exited;
  }

  /** Called by the runner: the app's main module is evaluated and Chromium runs. */
  becomeReady(): void {
    closeSchemes();
    this.#isReady = true;
    this.emit('ready', {}, {});
    this.#ready.resolve();
  }

  isReady(): boolean {
    return this.#isReady;
  }
  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  getName(): string {
    return this.name;
  }
  setName(name: string): void {
    this.name = name;
  }
  getVersion(): string {
    return this.#manifest.version;
  }
  getAppPath(): string {
    return options.appPath;
  }
  setAppUserModelId(): void {}
  enableSandbox(): void {
    if (this.#isReady)
      throw new Error('app.enableSandbox() can only be called before app is ready');
    this.sandboxed = true;
  }

  getPath(name: Parameters<App['getPath']>[0]): string {
    const path = this.#paths.get(name);
    if (path !== undefined) return path;
    if (name === 'userData') return join(this.getPath('appData'), this.name);
    throw new Error(`app.getPath('${name}') is not covered by the stand-in for Electron.`);
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  requestSingleInstanceLock(): boolean {
    return this.#instance.request(this.getPath('userData'), (argv, cwd) =>
      this.emit('second-instance', {}, argv, cwd, null),
    );
  }

  /** As Electron: before-quit, the windows, will-quit; each may say no. */
  quit(): void {
    const asks = (event: string): boolean => {
      const detail = preventable({});
      this.emit(event, detail);
      return !detail.defaultPrevented;
    };
    if (!asks('before-quit')) return;
    this.#leaving = true;
    this.emit('stand-in:close-windows');
    if (asks('will-quit')) this.exit(0);
    else this.#leaving = false;
  }

  exit(code = 0): void {
    if (this.#exited) return;
    this.#exited = true;
    this.#leaving = true;
    this.emit('quit', {}, code);
    this.#instance.release();
    if (!this.#isReady) process.exit(code);
    void browser.then((started) => started.close()).finally(() => process.exit(code));
  }
}

export const standInApp: StandInApp = new StandInApp();
export const app = covered<App>('app', standInApp);
