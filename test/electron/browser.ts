import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { browserArgs, findTestBrowser } from '../support/browser.ts';
import { CdpConnection, type CdpSession, type Params } from './cdp.ts';

interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
}

/** A denied window that asks for nothing is closed after this. */
const emptyWindowMs = 500;

export interface Page {
  readonly targetId: string;
  readonly session: CdpSession;
}

/** Chromium, driven over a pipe, with every new page held before its first request. */
export class Browser {
  readonly #process: ChildProcess;
  readonly #connection: CdpConnection;
  readonly #profile: string;
  readonly #own = new Set<string>();
  readonly #attached = new Map<string, CdpSession>();
  readonly #expected = new Map<string, (session: CdpSession) => void>();
  #creating: Promise<unknown> = Promise.resolve();
  #spare: string | undefined;

  private constructor(child: ChildProcess, connection: CdpConnection, profile: string) {
    this.#process = child;
    this.#connection = connection;
    this.#profile = profile;
  }

  /** `debugPort`: also lets a test tool attach beside us. */
  static async launch(profile: string, options: { readonly debugPort: boolean }): Promise<Browser> {
    const { executablePath, env } = findTestBrowser();
    const args = [
      ...browserArgs(),
      '--headless',
      '--remote-debugging-pipe',
      ...(options.debugPort ? ['--remote-debugging-port=0'] : []),
      `--user-data-dir=${profile}`,
      '--window-size=1280,800',
      '--password-store=basic',
      '--use-mock-keychain',
      '--disable-popup-blocking',
      '--disable-features=LocalNetworkAccessChecks',
      'about:blank',
    ];
    rmSync(join(profile, 'DevToolsActivePort'), { force: true });
    const child = spawn(executablePath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C ends the app, and the app ends its browser. If the app is killed, the pipe
      // closes and the browser leaves by itself.
      detached: true,
    });
    const browser = new Browser(
      child,
      new CdpConnection(child.stdio[3] as Writable, child.stdio[4] as Readable),
      profile,
    );
    await browser.#begin();
    return browser;
  }

  /** Called once when Chromium is gone for whatever reason. */
  onGone(listener: () => void): void {
    this.#connection.browser.once('closed', listener);
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  get protocol(): CdpSession {
    return this.#connection.browser;
  }

  async #begin(): Promise<void> {
    const { browser } = this.#connection;
    browser.on('Target.attachedToTarget', (params: Params) => void this.#attachedTo(params));
    await browser.send('Target.setDiscoverTargets', { discover: true });
    const { targetInfos } = await browser.send('Target.getTargets');
    this.#spare = (targetInfos as TargetInfo[]).find(({ type }) => type === 'page')?.targetId;
    if (this.#spare !== undefined) this.#own.add(this.#spare);
    await browser.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
    });
  }

  /** Opens a page for a window; the first one is that which the browser started with. */
  async openPage(): Promise<Page> {
    let targetId = this.#spare;
    this.#spare = undefined;
    if (targetId === undefined) {
      const created = this.protocol.send('Target.createTarget', {
        url: 'about:blank',
        newWindow: true,
      });
      this.#creating = created.catch(() => undefined);
      targetId = (await created)['targetId'] as string;
      this.#own.add(targetId);
    }
    const id = targetId;
    const session =
      this.#attached.get(id) ??
      (await new Promise<CdpSession>((resolve) => this.#expected.set(id, resolve)));
    return { targetId: id, session };
  }

  async #attachedTo(params: Params): Promise<void> {
    const { targetId, type } = params['targetInfo'] as TargetInfo;
    const session = this.#connection.session(params['sessionId'] as string);
    await this.#creating;
    if (this.#own.has(targetId)) {
      this.#attached.set(targetId, session);
      this.#expected.get(targetId)?.(session);
      return;
    }
    if (type !== 'page') {
      await session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
      return;
    }
    await this.#refuse(targetId, session).catch(() => undefined);
  }

  /**
   * Closes a window that the page tried to open. Its renderer is its opener's and waits for us: unless it is
   * resumed before it is closed, the opener hangs. And a request that is still held when its window closes is let
   * go, so the denied address is failed first.
   */
  async #refuse(targetId: string, session: CdpSession): Promise<void> {
    const failed = new Promise<void>((resolve) => {
      session.on('Fetch.requestPaused', ({ requestId }: Params) => {
        session
          .send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
          .catch(() => undefined)
          .finally(resolve);
      });
    });
    await Promise.all([
      session.send('Fetch.enable'),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
    // An empty window asks for nothing.
    await Promise.race([failed, wait(emptyWindowMs, undefined, { ref: false })]);
    await this.protocol.send('Target.closeTarget', { targetId });
  }

  /** Where a test tool attaches: `ws://127.0.0.1:…`. */
  async debugEndpoint(): Promise<string> {
    const file = join(this.#profile, 'DevToolsActivePort');
    const until = Date.now() + 15_000;
    while (Date.now() < until) {
      const [port, path] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
      if (port !== undefined && path !== undefined) return `ws://127.0.0.1:${port}${path.trim()}`;
      await wait(10);
    }
    throw new Error('The browser opened no debugging port.');
  }

  /** Ends Chromium and waits until its process is gone, so that its profile can be deleted. */
  async close(): Promise<void> {
    const child = this.#process;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
    await this.protocol.send('Browser.close').catch(() => undefined);
    const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(late);
  }
}
