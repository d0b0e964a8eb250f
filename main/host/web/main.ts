import { AppException } from '../../../shared/errors/appError.ts';
import { parseFlags, type Flags } from '../../services/flags.ts';
import { version } from '../../services/version.ts';
import { hasDisplay, openInBrowser } from './openLink.ts';
import { runWebHost, type WebHost, type WebHostOptions } from './run.ts';

/** How long the printed line waits for children that are slow to answer. */
const patienceMs = 10_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const remark = (text: string): void => void process.stderr.write(`${text}\n`);

/** The web host as a program: reads the command line, says in one line what runs, ends on Ctrl-C. */
export async function serveConsole(
  files: Pick<WebHostOptions, 'childFile' | 'rendererDir'>,
): Promise<void> {
  try {
    const flags = parseFlags(process.argv.slice(2));
    const launchToken = flags.dev ? await launchTokenOfParent() : undefined;
    const host = await runWebHost({ flags, env: process.env, ...files, launchToken });
    endWith(host);
    await introduce(host, flags);
  } catch (cause) {
    remark(`Claimdeck did not start. ${sentence(cause)}`);
    process.exitCode = 1;
    // A channel to the parent would keep a failed start alive.
    if (process.connected) process.disconnect();
  }
}

async function introduce(host: WebHost, flags: Flags): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ line: string; notes: readonly string[] }>((resolve) => {
    timer = setTimeout(() => resolve({ line: 'still starting', notes: [] }), patienceMs);
  });
  const { line, notes } = await Promise.race([host.ready, late]);
  clearTimeout(timer);
  for (const note of notes) remark(note);
  say(`Claimdeck ${version}: ${line}. Open ${host.url}`);
  if (flags.open && hasDisplay(process.env)) {
    await openInBrowser(host.makeOneTimeUrl(), process.env).catch(() => undefined);
  }
}

/** A Ctrl-C reaches a program twice: from the terminal, and passed on by npm. */
const echoMs = 1_500;

/** Ctrl-C and its kin end every child before the host. Asked again later, it leaves at once. */
function endWith(host: WebHost): void {
  let askedAtMs: number | undefined;
  const end = async (): Promise<void> => {
    if (askedAtMs !== undefined) {
      if (performance.now() - askedAtMs > echoMs) process.exit(1);
      return;
    }
    askedAtMs = performance.now();
    await host.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void end());
  }
  if (process.connected) process.on('disconnect', () => void end());
  process.on('uncaughtException', (cause) => {
    remark(`Claimdeck met an error nobody expected, and ends: ${cause.message}`);
    process.exitCode = 1;
    void host.close().finally(() => process.exit(1));
  });
}

/** In development the starting program hands the launch token over, so that it survives a restart. */
function launchTokenOfParent(): Promise<string | undefined> {
  if (!process.connected) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    process.once('message', (message) => {
      const token =
        typeof message === 'object' && message !== null && 'launchToken' in message
          ? message.launchToken
          : undefined;
      resolve(typeof token === 'string' ? token : undefined);
    });
  });
}

function sentence(cause: unknown): string {
  if (!(cause instanceof AppException)) {
    return cause instanceof Error ? cause.message : 'Something unexpected happened.';
  }
  const { message, remedy } = cause.error;
  return remedy === undefined ? message : `${message} ${remedy}`;
}
