import { readFileSync } from 'node:fs';
import type { IpcMainInvokeEvent, WebContents, WebPreferences } from 'electron';
import { toApp, toBrowser } from './addresses.ts';
import type { Page } from './browser.ts';
import type { CdpSession, Params } from './cdp.ts';
import { createCodec } from './codec.ts';
import { CoveredEmitter, covered, preventable } from './covered.ts';
import { openGate, type Navigation } from './gate.ts';
import { answerInvoke } from './ipcMain.ts';
import { defaultSession, settlePermissions } from './session.ts';
import { worldScripts, type FromPreload, type ToPreload } from './worlds.ts';

const events = [
  'did-finish-load',
  'did-fail-load',
  'did-navigate',
  'did-navigate-in-page',
  'dom-ready',
  'destroyed',
  'render-process-gone',
  'will-attach-webview',
  'will-frame-navigate',
  'will-navigate',
  'will-redirect',
  'stand-in:first-paint',
];

type Open = Parameters<WebContents['setWindowOpenHandler']>[0];

/** The top frame. One object per window, so that `senderFrame === sender.mainFrame` holds as in Electron. */
class MainFrame {
  id: string | undefined;
  url = '';
  readonly parent = null;
  get top(): this {
    return this;
  }
}

let lastId = 0;
const codec = createCodec();

/** A page of Chromium in the shape of Electron's WebContents. Commands wait until the page is attached. */
export class StandInContents extends CoveredEmitter {
  readonly id = (lastId += 1);
  readonly session = defaultSession;
  readonly mainFrame = covered<Electron.WebFrameMain>('webFrameMain', new MainFrame());
  readonly self: WebContents;
  /** Settles with the page once its scripts and guards are in place. */
  readonly attached: Promise<CdpSession>;
  readonly #frame = this.mainFrame as unknown as MainFrame;
  readonly #scripts: ReturnType<typeof worldScripts>;
  /** Ids of the isolated world in the page that is shown; empty without a preload. */
  #preloadContext: string | undefined;
  #expected: string | undefined;
  #destroyed = false;
  #open: Open | undefined;

  constructor(page: Promise<Page>, preferences: WebPreferences) {
    super('webContents', events);
    this.#scripts = worldScripts(
      preferences.preload === undefined ? '' : readFileSync(preferences.preload, 'utf8'),
    );
    this.attached = page.then(({ session }) => this.#attach(session));
    this.attached.catch(() => this.destroy());
    this.self = covered<WebContents>('webContents', this);
  }

  async #attach(session: CdpSession): Promise<CdpSession> {
    const on = (event: string, listener: (params: Params) => void): void =>
      void session.on(event, listener);
    on('Page.frameNavigated', ({ frame }) => this.#navigated(frame as Params));
    on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== this.#frame.id) return;
      this.#frame.url = toApp(url as string);
      this.emit('did-navigate-in-page', {}, this.#frame.url, true);
    });
    on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    on('Page.loadEventFired', () => this.emit('did-finish-load'));
    on('Page.lifecycleEvent', ({ name }) => {
      if (name === 'firstPaint') this.emit('stand-in:first-paint');
    });
    on('Page.windowOpen', (params) => this.#windowOpen(params));
    on('Inspector.targetCrashed', () =>
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }),
    );
    on('Runtime.executionContextCreated', ({ context }) => {
      const { name, uniqueId, auxData } = context as {
        name: string;
        uniqueId: string;
        auxData: { frameId: string };
      };
      if (name === this.#scripts.world && auxData.frameId === this.#frame.id) {
        this.#preloadContext = uniqueId;
      }
    });
    on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === this.#scripts.call) void this.#fromPreload(payload as string);
    });
    const { frameTree } = await session.send('Page.getFrameTree');
    this.#frame.id = (frameTree as { frame: { id: string } }).frame.id;
    const { page, preload, world, call } = this.#scripts;
    await Promise.all([
      session.send('Page.enable'),
      session.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      session.send('Inspector.enable'),
      session.send('Runtime.enable'),
      openGate(session, {
        allows: (navigation) => this.#allows(navigation),
        askedByMain: (url) => {
          const asked = this.#expected === url;
          if (asked) this.#expected = undefined;
          return asked;
        },
        mainFrameId: () => this.#frame.id,
      }),
      session.send('Runtime.addBinding', { name: call, executionContextName: world }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: page }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: preload, worldName: world }),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
    return session;
  }

  #navigated(frame: Params): void {
    if (frame['parentId'] !== undefined) return;
    this.#frame.id = frame['id'] as string;
    this.#frame.url = toApp(frame['url'] as string);
    this.emit('did-navigate', {}, this.#frame.url, 200, '');
  }

  #allows({ url, isMainFrame, kind }: Navigation): boolean {
    const frame = isMainFrame ? this.mainFrame : null;
    const ask = (event: string): boolean => {
      const details = preventable({ url, isMainFrame, isSameDocument: false, frame });
      this.emit(event, details);
      return !details.defaultPrevented;
    };
    if (kind === 'redirect') return ask('will-redirect');
    return ask('will-frame-navigate') && (!isMainFrame || ask('will-navigate'));
  }

  /** The window itself is closed where it appears (`Browser`); here the app is asked, as for its side effects. */
  #windowOpen(params: Params): void {
    const answer = this.#open?.({
      url: toApp(params['url'] as string),
      frameName: params['windowName'] as string,
      features: (params['windowFeatures'] as string[]).join(','),
      disposition: 'new-window',
      referrer: { url: this.#frame.url, policy: 'strict-origin-when-cross-origin' },
    });
    if (answer?.action !== 'deny') {
      throw new Error('Opening a window from a page is not covered by the stand-in for Electron.');
    }
  }

  async #fromPreload(payload: string): Promise<void> {
    const { op, id, channel, args } = JSON.parse(payload) as FromPreload;
    if (op !== 'invoke') throw new Error('ipcRenderer.send is not covered by the stand-in.');
    const sent: Partial<IpcMainInvokeEvent> = {
      sender: this.self,
      senderFrame: this.mainFrame,
      frameId: 1,
      processId: 1,
      type: 'frame',
    };
    const context = this.#preloadContext;
    const event = covered<IpcMainInvokeEvent>('event', sent);
    const answer = await answerInvoke(channel, event, args);
    // The answer belongs to the page that asked. If another one is shown by now, it is dropped.
    if (context === this.#preloadContext) await this.#deliver({ op: 'answer', id, ...answer });
  }

  async #deliver(message: ToPreload): Promise<void> {
    const uniqueContextId = this.#preloadContext;
    if (uniqueContextId === undefined || this.#destroyed) return;
    const session = await this.attached;
    const expression = this.#scripts.delivery(message);
    await session.send('Runtime.evaluate', { uniqueContextId, expression }).catch(() => undefined);
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    void this.#deliver({ op: 'event', channel, value: codec.encode(args) });
  }

  /** Resolves when the page has loaded; rejects when it could not be asked for. */
  async loadURL(url: string): Promise<void> {
    const session = await this.attached;
    await settlePermissions(this.self, url);
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', resolve));
    this.#expected = url;
    const { errorText } = await session.send('Page.navigate', { url: toBrowser(url) });
    if (errorText !== undefined) throw new Error(`${errorText as string} loading '${url}'`);
    await loaded;
  }

  reload(): void {
    this.#expected = this.#frame.url;
    void this.attached.then((session) => session.send('Page.reload')).catch(() => undefined);
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const session = await this.attached;
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    });
    if (exceptionDetails !== undefined) {
      const { exception, text } = exceptionDetails as {
        exception?: { description?: string };
        text: string;
      };
      throw new Error(exception?.description ?? text);
    }
    return (result as { value?: unknown }).value;
  }

  setWindowOpenHandler(handler: Open): void {
    this.#open = handler;
  }

  getURL(): string {
    return this.#frame.url;
  }

  getType(): 'window' {
    return 'window';
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.emit('destroyed');
  }
}
