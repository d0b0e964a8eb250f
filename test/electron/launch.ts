import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type * as ElectronModule from 'electron';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { FromMain, ToMain } from './remote.ts';
import { optionsVariable, type StandInOptions } from './standInOptions.ts';

const root = resolve(import.meta.dirname, '../..');
const runner = join(import.meta.dirname, 'run.ts');

/** Where pages of `app://renderer` are found in Chromium. */
export const pageOrigin = 'https://renderer.app.localhost';

export interface LaunchOptions {
  /** Folder for everything the app keeps, made when missing; the test deletes it. */
  readonly home: string;
  /** Beside PATH and HOME; nothing else is inherited. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Folder with the package.json of the app; this repository by default. Its bundles must be built. */
  readonly appPath?: string;
  readonly standIn?: Pick<StandInOptions, 'storageKey' | 'storageBackend' | 'packaged'>;
}

type Electron = typeof ElectronModule;

/** The app's main process, run by the stand-in. */
export interface DesktopProcess {
  readonly pid: number;
  /** Chromium's process. */
  readonly browserPid: number;
  /** Everything printed so far, both streams. */
  output(): string;
  /** Runs a function in main; it sees its two arguments and globals only. */
  executeMain<T, A = undefined>(
    body: (electron: Electron, argument: A) => T | Promise<T>,
    argument?: A,
  ): Promise<T>;
  /** Settles with the exit code; null after a signal. */
  readonly exited: Promise<number | null>;
  /** As `kill <pid>`; SIGTERM makes the app quit. */
  kill(signal: NodeJS.Signals): void;
  /** Quits and waits until the process is gone. */
  close(): Promise<void>;
}

export interface Desktop extends DesktopProcess {
  readonly page: Page;
}

/** Starts the app without a second debugger on its page. For what Playwright's own session would hide. */
export async function launchBare(options: LaunchOptions): Promise<DesktopProcess> {
  const { main } = await launchProcess(options, false);
  return main;
}

/** Starts the app and attaches Playwright to its window. */
export async function launchDesktop(options: LaunchOptions): Promise<Desktop> {
  const { main, endpoint } = await launchProcess(options, true);
  let browser: Browser | undefined;
  try {
    browser = await chromium.connectOverCDP(endpoint ?? '');
    const page = await appPage(browser);
    const attached = browser;
    return {
      ...main,
      page,
      close: async () => {
        await attached.close().catch(() => undefined);
        await main.close();
      },
    };
  } catch (cause) {
    await main.close();
    throw new Error(`No window appeared. The app printed:\n${main.output()}`, { cause });
  }
}

async function appPage(browser: Browser): Promise<Page> {
  const context = browser.contexts()[0] ?? (await browser.newContext());
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.waitForURL(`${pageOrigin}/**`, { waitUntil: 'load' });
  return page;
}

/** Starts the app where it is expected to end by itself; answers its exit code and what it printed. */
export async function runToEnd(
  options: LaunchOptions,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const main = createProcess(spawnApp(options, false));
  return { code: await main.exited, output: main.output() };
}

async function launchProcess(
  options: LaunchOptions,
  debugPort: boolean,
): Promise<{ readonly main: DesktopProcess; readonly endpoint: string | undefined }> {
  const child = spawnApp(options, debugPort);
  const main = createProcess(child);
  const started = await new Promise<Extract<FromMain, { type: 'started' }>>((resolve, reject) => {
    child.on('message', (message: FromMain) => {
      if (message.type === 'started') resolve(message);
    });
    void main.exited.then((code) =>
      reject(new Error(`The app ended with ${code ?? 'a signal'}:\n${main.output()}`)),
    );
  });
  return { main: { ...main, browserPid: started.browserPid }, endpoint: started.endpoint };
}

function spawnApp(options: LaunchOptions, debugPort: boolean): ChildProcess {
  const { home, env = {}, args = [], appPath = root, standIn = {} } = options;
  mkdirSync(home, { recursive: true });
  const given: StandInOptions = {
    ...standIn,
    appPath,
    profile: join(home, 'stand-in-profile'),
    debugPort,
  };
  const { PATH = '', CHROME_PATH } = process.env;
  return spawn(process.execPath, [runner, appPath, ...args], {
    env: {
      PATH,
      HOME: home,
      CLAIMDECK_HOME: join(home, 'data'),
      ...(CHROME_PATH === undefined ? {} : { CHROME_PATH }),
      ...env,
      [optionsVariable]: JSON.stringify(given),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

function createProcess(child: ChildProcess): Omit<DesktopProcess, 'browserPid'> {
  let printed = '';
  const note = (chunk: Buffer): void => void (printed += chunk.toString('utf8'));
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
  const exited = new Promise<number | null>((resolve) => {
    child.on('close', (code) => resolve(code));
  });
  let lastId = 0;
  return {
    pid: child.pid ?? -1,
    output: () => printed,
    exited,
    kill: (signal) => void child.kill(signal),
    executeMain: <T, A>(body: (electron: Electron, argument: A) => T | Promise<T>, argument?: A) =>
      new Promise<T>((resolve, reject) => {
        const id = (lastId += 1);
        const receive = (message: FromMain): void => {
          if (message.type === 'started' || message.id !== id) return;
          child.off('message', receive);
          if (message.type === 'result') resolve(message.value as T);
          else reject(new Error(message.message));
        };
        child.on('message', receive);
        void exited.then(() => reject(new Error(`The app is gone:\n${printed}`)));
        const request: ToMain = { id, source: body.toString(), argument };
        child.send(request);
      }),
    close: async () => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await exited;
      clearTimeout(late);
    },
  };
}
