import { AppException, appError } from '../../../shared/errors/appError.ts';
import { composeHost } from '../../compose.ts';
import { forkNode } from '../../children/forkNode.ts';
import { resolveDataDir } from '../../services/dataFolder.ts';
import type { Flags } from '../../services/flags.ts';
import { defaultPorts, portNote } from '../../services/freePort.ts';
import { logTo, openLogFile } from '../../services/logFile.ts';
import { noSecrets } from '../../services/memorySecrets.ts';
import type { ChildEntry, HostPorts } from '../../services/ports.ts';
import { version } from '../../services/version.ts';
import { createEventStream } from './eventStream.ts';
import { openInBrowser } from './openLink.ts';
import { createWebRoutes } from './routes.ts';
import { serveLoopback } from './server.ts';
import { createSessions } from './sessions.ts';

export interface WebHostOptions {
  readonly flags: Flags;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The program of a child: `out/main/<entry>.js`, or a source in tests. */
  readonly childFile: (entry: ChildEntry) => string;
  readonly rendererDir: string;
  /** Given in development, so that pages outlive a restart of the host. */
  readonly launchToken?: string | undefined;
}

export interface WebHost {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** The link that opens the console; holds the launch token. */
  readonly url: string;
  /** A link for another program's command line: good once, for a minute. */
  makeOneTimeUrl(): string;
  /** One line for people, and lines that each tell one more thing. Settles when the children have answered. */
  readonly ready: Promise<{ readonly line: string; readonly notes: readonly string[] }>;
  close(): Promise<void>;
}

/**
 * Runs the services behind a loopback server. Throws `AppException`: `start.data_locked`,
 * `start.bad_configuration`, `store.newer_schema`, `store.unavailable`.
 */
export async function runWebHost(options: WebHostOptions): Promise<WebHost> {
  const { flags, env } = options;
  const dataDir = resolveDataDir(env);
  const logFile = openLogFile(dataDir, 'host');
  const childLogs = {
    sandbox: openLogFile(dataDir, 'sandbox'),
    backend: openLogFile(dataDir, 'backend'),
  };
  const events = createEventStream();
  const ports: HostPorts = {
    host: 'web',
    version,
    dataDir,
    forkChild: (entry) =>
      forkNode(options.childFile(entry), {
        env,
        onOutput: (chunk) => childLogs[entry].write(chunk),
      }),
    openLink: (url) => openInBrowser(url, env),
    saveFile: () => Promise.reject(browserSaves()),
    secrets: noSecrets,
    emit: (event, payload) => events.emit(event, payload),
    log: logTo(logFile),
  };
  const host = await composeHost(ports, {
    env,
    envFile: flags.envFile,
    sandboxPort: flags.sandboxPort,
    backendPort: flags.backendPort,
    reset: flags.reset,
    rendererDir: options.rendererDir,
    devServer: flags.devServer,
  });
  const sessions = createSessions(options.launchToken);
  const wanted = flags.port ?? defaultPorts.web;
  const server = await serveLoopback(
    wanted,
    (origin) => createWebRoutes({ host, sessions, events, origin }),
    ports.log,
  ).catch(async (cause: unknown) => {
    await host.close();
    throw cause;
  });
  const link = (token: string): string => `${server.origin}/#launch=${token}`;
  const note = portNote('the console', wanted, server.port);

  const close = async (): Promise<void> => {
    events.close();
    await server.close();
    await host.close();
    for (const file of [logFile, ...Object.values(childLogs)]) file.close();
  };
  let closed: Promise<void> | undefined;
  return {
    origin: server.origin,
    url: link(sessions.launchToken),
    makeOneTimeUrl: () => link(sessions.makeOneTimeToken()),
    ready: host.ready.then((summary) => ({
      line: summary.line,
      notes: note === undefined ? summary.notes : [note, ...summary.notes],
    })),
    close: () => (closed ??= close()),
  };
}

/** No dialog of ours could appear on the person's screen: the browser's own download is the way. */
const browserSaves = (): AppException =>
  new AppException(
    appError('boundary.unsupported', 'In a browser, pages save files themselves.', {
      remedy: 'Load this page again: it may be of another version.',
    }),
  );
