import { pino, type DestinationStream, type Logger } from 'pino';

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Where lines go; standard error unless given. */
  readonly destination?: DestinationStream;
}

/** Members that may hold a secret, wherever they stand. The log calls name ids only; this is the second fence. */
const SECRET_MEMBERS = [
  'authorization',
  'cookie',
  'token',
  'secretKey',
  'publishableKey',
  'headers',
  'claims',
  'database',
];

/** JSON lines with ids, routes and times: never a token, a header, a body or an address with its query. */
export function createLog(options: LogOptions): Logger {
  return pino(
    {
      level: options.level,
      base: { service: 'backend' },
      redact: {
        paths: SECRET_MEMBERS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[redacted]',
      },
      serializers: { err: describeError },
    },
    options.destination ?? pino.destination({ fd: 2, sync: true }),
  );
}

/** An error with its stack and its causes, cut short; own properties, which may quote a request, are left out. */
function describeError(error: unknown): unknown {
  const chain: { name: string; message: string; stack?: string }[] = [];
  let at: unknown = error;
  while (at instanceof Error && chain.length < 4) {
    chain.push({
      name: at.name,
      message: hideKeys(at.message),
      ...(at.stack === undefined ? {} : { stack: hideKeys(at.stack).slice(0, 2_000) }),
    });
    at = at.cause;
  }
  return chain;
}

/** Clerk's secret keys and anything that looks like a compact token, should a library quote one. */
const hideKeys = (text: string): string =>
  text
    .slice(0, 4_000)
    .replace(/\bsk_(test|live)_[A-Za-z0-9]+/g, 'sk_$1_[redacted]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[redacted token]');
