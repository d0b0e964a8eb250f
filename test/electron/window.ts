import type { BrowserWindowConstructorOptions, WebContents } from 'electron';
import { standInApp as app } from './app.ts';
import type { Params } from './cdp.ts';
import { StandInContents } from './contents.ts';
import { CoveredEmitter, covered, preventable } from './covered.ts';
import { browser } from './runtime.ts';

const events = ['ready-to-show', 'show', 'focus', 'close', 'closed'];
const windows = new Map<StandInWindow, Electron.BrowserWindow>();
let lastId = 0;

/** A window: a page of its own in headless Chromium. Size and visibility are only remembered. */
class StandInWindow extends CoveredEmitter {
  readonly id = (lastId += 1);
  readonly webContents: WebContents;
  readonly self: Electron.BrowserWindow;
  /** What the app asked for, for tests. */
  readonly standInOptions: BrowserWindowConstructorOptions;
  readonly #contents: StandInContents;
  #visible: boolean;
  #minimized = false;
  #targetId: string | undefined;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super('BrowserWindow', events);
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    this.standInOptions = options;
    this.#visible = options.show ?? true;
    const page = browser.then((started) => started.openPage());
    this.#contents = new StandInContents(page, options.webPreferences ?? {});
    this.webContents = this.#contents.self;
    this.#contents.once('stand-in:first-paint', () => this.emit('ready-to-show'));
    this.self = covered<Electron.BrowserWindow>('BrowserWindow', this);
    windows.set(this, this.self);
    void this.#follow(page);
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this.self);
  }

  async #follow(page: Promise<{ readonly targetId: string }>): Promise<void> {
    const { targetId } = await page;
    this.#targetId = targetId;
    const { protocol } = await browser;
    protocol.on('Target.targetDestroyed', (params: Params) => {
      if (params['targetId'] === targetId) this.#gone();
    });
  }

  loadURL(url: string): Promise<void> {
    return this.#contents.loadURL(url);
  }
  show(): void {
    this.#visible = true;
    this.emit('show');
  }
  focus(): void {
    this.emit('focus');
  }
  isVisible(): boolean {
    return this.#visible;
  }
  isMinimized(): boolean {
    return this.#minimized;
  }
  minimize(): void {
    this.#minimized = true;
  }
  restore(): void {
    this.#minimized = false;
  }
  isDestroyed(): boolean {
    return this.#contents.isDestroyed();
  }

  close(): void {
    const closing = preventable({});
    this.emit('close', closing);
    if (!closing.defaultPrevented) this.destroy();
  }

  destroy(): void {
    const targetId = this.#targetId;
    this.#gone();
    void browser
      .then(({ protocol }) => protocol.send('Target.closeTarget', { targetId }))
      .catch(() => undefined);
  }

  #gone(): void {
    if (!windows.delete(this)) return;
    this.#contents.destroy();
    this.emit('closed');
    if (windows.size === 0) app.emit('stand-in:window-all-closed');
  }
}

app.on('stand-in:close-windows', () => {
  for (const window of windows.keys()) window.close();
});

/** `new BrowserWindow()` gives the covered view of the window, so that other calls throw. */
export const BrowserWindow = new Proxy(StandInWindow, {
  construct: (target, [options]: [BrowserWindowConstructorOptions?]) => new target(options).self,
  get: (_target, property) => {
    if (property === 'getAllWindows') return () => [...windows.values()];
    throw new Error(
      `BrowserWindow.${String(property)} is not covered by the stand-in for Electron.`,
    );
  },
}) as unknown as typeof Electron.BrowserWindow;
