import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  protocol,
  session,
  shell,
} from 'electron';
import { Bootstrap } from '../../../shared/contract/app.ts';
import { toAppError } from '../../children/child.ts';
import { composeHost } from '../../compose.ts';
import { resolveDataDir } from '../../services/dataFolder.ts';
import { parseFlags } from '../../services/flags.ts';
import { logTo, openLogFile } from '../../services/logFile.ts';
import type { Host, HostOptions, Log } from '../../services/ports.ts';
import { takeEnvironment } from './environment.ts';
import { createPageEvents } from './events.ts';
import { debuggingSwitch } from './flags.ts';
import { guardContents, guardSession } from './guards.ts';
import { registerCalls } from './ipc.ts';
import { closeBeforeQuit } from './lifecycle.ts';
import { focusMainWindow, openMainWindow, type MainWindowOptions } from './mainWindow.ts';
import { menuTemplate } from './menu.ts';
import { answerOwn } from './origin.ts';
import { desktopPorts } from './ports.ts';
import { appScheme, appSchemes } from './scheme.ts';
import { checkPage } from './smoke.ts';
import { applyTheme, followingTheme } from './theme.ts';

/** How long the window waits for the instance: the page's policy names where its pictures come from. */
const instancePatienceMs = 5_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * The Electron host, in its order: what has to happen before `ready`, one process per data folder, the
 * services, the window. `outDir` holds the built bundles.
 */
export function startDesktop(outDir: string): void {
  const env = takeEnvironment(process.env);
  const flag = debuggingSwitch(app.commandLine, app.isPackaged);
  if (flag !== undefined) {
    complain(`Claimdeck does not start with --${flag}: it would open its page to other programs.`);
    app.exit(2);
    return;
  }
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged(appSchemes);
  const smoke = process.argv.includes('--smoke');
  const dataDir = resolveDataDir(env);
  // Chromium's own files beside ours, so that one data folder is one app with one lock.
  app.setPath('userData', join(dataDir, 'electron'));
  if (!app.requestSingleInstanceLock()) {
    complain(`Claimdeck already runs on ${dataDir}: its window was brought to the front.`);
    app.exit(smoke ? 1 : 0);
    return;
  }
  run({ outDir, dataDir, env, smoke }).catch((cause: unknown) => {
    const { code, message, remedy = '' } = toAppError(cause);
    const unexpected = code === 'internal.unexpected';
    if (unexpected) {
      logTo(openLogFile(dataDir, 'desktop'))('error', 'the start failed unexpectedly', {
        cause: cause instanceof Error ? cause.stack : 'unknown',
      });
    }
    const text = unexpected
      ? `${message} What happened is in ${join(dataDir, 'logs/desktop.log')}: please report it.`
      : `${message} ${remedy}`.trimEnd();
    complain(`Claimdeck could not start. ${text}`);
    if (!smoke) dialog.showErrorBox('Claimdeck could not start', text);
    app.exit(1);
  });
}

interface Start {
  readonly outDir: string;
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  /** Only look whether everything starts, then leave. */
  readonly smoke: boolean;
}

async function run({ outDir, dataDir, env, smoke }: Start): Promise<void> {
  const logFile = openLogFile(dataDir, 'desktop');
  const log = logTo(logFile);
  const events = createPageEvents();
  guardEverything(log);
  const flags = parseFlags(process.argv.slice(app.isPackaged ? 1 : 2), { lenient: true });
  await app.whenReady();
  guardSession(session.defaultSession);

  const ports = desktopPorts({
    outDir,
    dataDir,
    logFile,
    log,
    emit: (event, payload) => events.emit(event, payload),
  });
  const options: HostOptions = {
    env,
    envFile: flags.envFile,
    sandboxPort: flags.sandboxPort,
    backendPort: flags.backendPort,
    reset: flags.reset,
    rendererDir: join(outDir, 'renderer'),
    devServer: app.isPackaged ? undefined : flags.devServer,
  };
  const host = await composeHost(ports, options);
  closeBeforeQuit(app, () => host.close(), log);
  protocol.handle(
    appScheme,
    answerOwn((request) => host.handle(request)),
  );
  registerCalls(
    ipcMain,
    followingTheme(nativeTheme, (method, input) => host.call(method, input)),
  );
  await prepareFirstPaint(host);

  const window: MainWindowOptions = {
    outDir,
    packaged: app.isPackaged,
    events,
    log,
    visible: !smoke,
  };
  if (smoke) await runSmoke(host, window);
  else {
    void tellWhatRuns(host);
    showDesktop(window);
  }
}

/** Before any window exists, so that none is without its guards. */
function guardEverything(log: Log): void {
  app.on('web-contents-created', (_created, contents) => {
    guardContents(contents, (url) => {
      shell.openExternal(url).catch(() => log('warn', 'a link could not be opened', { url }));
    });
  });
}

function showDesktop(options: MainWindowOptions): void {
  const mac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({
        mac,
        packaged: options.packaged,
        reload: () => BrowserWindow.getAllWindows()[0]?.webContents.reload(),
      }),
    ),
  );
  const show = (): void => {
    if (!focusMainWindow()) openMainWindow(options);
  };
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (!mac) app.quit();
  });
  openMainWindow(options);
}

async function runSmoke(host: Host, options: MainWindowOptions): Promise<void> {
  const { window, loaded } = openMainWindow(options);
  const { ok, line } = await checkPage(window.webContents, loaded, process.versions);
  (ok ? say : complain)(line);
  await host.close();
  app.exit(ok ? 0 : 1);
}

async function tellWhatRuns(host: Host): Promise<void> {
  const { line, notes } = await host.ready;
  say(`Claimdeck: ${line}`);
  for (const note of notes) say(note);
}

/** What the page will ask first, asked before it: which instance this is, and which theme to paint in. */
async function prepareFirstPaint(host: Host): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), instancePatienceMs);
  });
  const answer = await Promise.race([host.call('app.bootstrap', {}), late]);
  clearTimeout(timer);
  const bootstrap = Bootstrap.safeParse(answer?.ok === true ? answer.value : undefined);
  if (bootstrap.success) applyTheme(nativeTheme, bootstrap.data.settings);
}
