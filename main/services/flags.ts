import { parseArgs } from 'node:util';
import { AppException, appError } from '../../shared/errors/appError.ts';

/** What a start can be asked for on the command line. */
export interface Flags {
  /** The web host, even where Electron could run. */
  readonly web: boolean;
  /** Vite's server behind the gateway, and a restart when a source of main changes. */
  readonly dev: boolean;
  /** False: print the link and open nothing. */
  readonly open: boolean;
  readonly reset: boolean;
  readonly port?: number | undefined;
  readonly sandboxPort?: number | undefined;
  readonly backendPort?: number | undefined;
  /** Set by a start for the program it starts: address of Vite's server, path of a dotenv file. */
  readonly devServer?: string | undefined;
  readonly envFile?: string | undefined;
}

const options = {
  web: { type: 'boolean', default: false },
  dev: { type: 'boolean', default: false },
  'no-open': { type: 'boolean', default: false },
  reset: { type: 'boolean', default: false },
  port: { type: 'string' },
  'sandbox-port': { type: 'string' },
  'backend-port': { type: 'string' },
  'dev-server': { type: 'string' },
  'env-file': { type: 'string' },
} as const;

/**
 * Reads the command line (without program and script). `lenient` skips what it does not know, as Electron's
 * command line also holds Chromium's switches. Throws `start.bad_configuration`.
 */
export function parseFlags(args: readonly string[], { lenient = false } = {}): Flags {
  const known = lenient ? args.filter(isOurs) : [...args];
  let values: ReturnType<typeof read>['values'];
  try {
    values = read(known).values;
  } catch (cause) {
    const text = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : '';
    throw usage(`${text}.`);
  }
  return {
    web: values.web,
    dev: values.dev,
    open: !values['no-open'],
    reset: values.reset,
    port: port('--port', values.port),
    sandboxPort: port('--sandbox-port', values['sandbox-port']),
    backendPort: port('--backend-port', values['backend-port']),
    devServer: devServer(values['dev-server']),
    envFile: values['env-file'],
  };
}

const read = (args: string[]) =>
  parseArgs({ args, options, strict: true, allowPositionals: false });

/** In a lenient command line a value must stand behind `=`, or it could not be told from a switch's. */
const isOurs = (argument: string): boolean =>
  argument.startsWith('--') && Object.hasOwn(options, argument.slice(2).split('=')[0] ?? '');

function port(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value < 65_536) return value;
  throw usage(`${flag} takes a port number, 0 to 65535.`);
}

/** Only this machine: scripts from there run in the console. */
function devServer(text: string | undefined): string | undefined {
  if (text === undefined || /^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(text)) return text;
  throw usage('--dev-server takes http://127.0.0.1:<port>.');
}

/** The flags again, for the program that a start starts. Every value stands behind `=`. */
export function formatFlags(flags: Flags): string[] {
  const valued: readonly (readonly [string, string | number | undefined])[] = [
    ['port', flags.port],
    ['sandbox-port', flags.sandboxPort],
    ['backend-port', flags.backendPort],
    ['dev-server', flags.devServer],
    ['env-file', flags.envFile],
  ];
  return [
    ...(flags.web ? ['--web'] : []),
    ...(flags.dev ? ['--dev'] : []),
    ...(flags.open ? [] : ['--no-open']),
    ...(flags.reset ? ['--reset'] : []),
    ...valued.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`])),
  ];
}

const usage = (message: string): AppException =>
  new AppException(
    appError('start.bad_configuration', message, {
      remedy:
        'Flags: --web, --dev, --no-open, --reset, --port N, --sandbox-port N, --backend-port N.',
    }),
  );
