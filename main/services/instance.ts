import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { InstanceKind } from '../../shared/contract/app.ts';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { clerkHost, keyMode } from './keys.ts';

/** A real Clerk instance, chosen by its keys. The secret key goes to the backend child and nowhere else. */
interface RealInstance {
  readonly kind: Exclude<InstanceKind, 'sandbox'>;
  /** Frontend API host, as in the publishable key. */
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly publishableKey: string;
  /** Null: no backend is started. */
  readonly secretKey: string | null;
  /** Base URL of the Frontend API, without `/v1` and without a slash at its end. */
  readonly frontendUrl: string;
  /** Base URL of the Backend API, likewise. */
  readonly apiUrl: string;
  readonly operators: readonly string[];
}

export type InstanceChoice = { readonly kind: 'sandbox' } | RealInstance;

export interface ConfigurationSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A dotenv file; what `env` holds wins. A missing file is none. */
  readonly envFile?: string | undefined;
  readonly readFile?: (path: string) => string;
}

const names = [
  'CLERK_PUBLISHABLE_KEY',
  'CLERK_SECRET_KEY',
  'CLERK_API_URL',
  'CLERK_FAPI',
  'CLAIMDECK_OPERATORS',
] as const;
type Name = (typeof names)[number];

/** The variables whose value is a secret: never in the environment of a program we start. */
export const secretVariables: readonly string[] = ['CLERK_SECRET_KEY'];

/**
 * The sandbox, unless Clerk's keys are given: `CLERK_PUBLISHABLE_KEY` and `CLERK_SECRET_KEY`, each also as
 * `<name>_FILE`. `CLERK_API_URL` and `CLERK_FAPI` replace the addresses. Throws `start.bad_configuration`.
 */
export function chooseInstance(source: ConfigurationSource): InstanceChoice {
  const value = readValues(source);
  const publishableKey = value('CLERK_PUBLISHABLE_KEY');
  const secretKey = value('CLERK_SECRET_KEY');
  if (publishableKey === undefined) {
    if (secretKey === undefined) return { kind: 'sandbox' };
    throw bad(
      'CLERK_SECRET_KEY is set, but CLERK_PUBLISHABLE_KEY is not.',
      'Set both, or neither.',
    );
  }
  const id = clerkHost(publishableKey);
  if (id === undefined) {
    throw bad(
      'CLERK_PUBLISHABLE_KEY is no publishable key.',
      "Copy it from Clerk's dashboard: it begins with pk_test_ or pk_live_.",
    );
  }
  const mode = publishableKey.startsWith('pk_live_') ? 'live' : 'test';
  if (secretKey !== undefined) checkSecretKey(secretKey, mode);
  return {
    kind: mode === 'live' ? 'production' : 'development',
    id,
    name: id.replace(/\.clerk\.accounts\.dev$/, '').replace(/^clerk\./, ''),
    issuer: `https://${id}`,
    publishableKey,
    secretKey: secretKey ?? null,
    frontendUrl: address('CLERK_FAPI', value('CLERK_FAPI') ?? `https://${id}`),
    apiUrl: address('CLERK_API_URL', value('CLERK_API_URL') ?? 'https://api.clerk.com'),
    operators: operators(value('CLAIMDECK_OPERATORS')),
  };
}

function checkSecretKey(secretKey: string, mode: 'live' | 'test'): void {
  const own = keyMode(secretKey);
  if (own === undefined) {
    throw bad(
      'CLERK_SECRET_KEY is no secret key.',
      "Copy it from Clerk's dashboard: it begins with sk_test_ or sk_live_.",
    );
  }
  if (own !== mode) {
    throw bad(
      `CLERK_PUBLISHABLE_KEY belongs to a ${mode} instance and CLERK_SECRET_KEY to a ${own} one.`,
      'Copy both keys from the same instance.',
    );
  }
}

/** Environment first, then the file a `_FILE` variable names, then the dotenv file. Empty means unset. */
function readValues({
  env,
  envFile,
  readFile = (path) => readFileSync(path, 'utf8'),
}: ConfigurationSource): (name: Name) => string | undefined {
  const given = (text: string | undefined): string | undefined => text?.trim() || undefined;
  const fromFile = (name: Name, vars: ConfigurationSource['env']): string | undefined => {
    const path = given(vars[`${name}_FILE`]);
    if (path === undefined) return undefined;
    try {
      return given(readFile(path));
    } catch {
      throw bad(`${name}_FILE names a file that cannot be read: ${path}.`);
    }
  };
  const dotenv = envFile === undefined ? {} : readDotenv(envFile, readFile);
  const piped = readPiped(env);
  return (name) =>
    given(env[name]) ??
    (name === 'CLERK_SECRET_KEY' ? given(piped) : undefined) ??
    fromFile(name, env) ??
    given(dotenv[name]) ??
    fromFile(name, dotenv);
}

/** `CLERK_SECRET_KEY_FD`: an open pipe that a start wrote the key to, as an environment is read by children. */
function readPiped(env: ConfigurationSource['env']): string | undefined {
  const fd = Number(env['CLERK_SECRET_KEY_FD'] ?? Number.NaN);
  if (!Number.isInteger(fd) || fd < 3) return undefined;
  try {
    return readFileSync(fd, 'utf8');
  } catch {
    throw bad(
      'The secret key could not be handed to this program.',
      'Put it in a file and name that file in CLERK_SECRET_KEY_FILE.',
    );
  }
}

function readDotenv(
  path: string,
  readFile: (path: string) => string,
): Record<string, string | undefined> {
  try {
    return parseEnv(readFile(path));
  } catch {
    return {};
  }
}

/** An absolute base URL. Plain http only reaches this machine: a client token goes along with each request. */
function address(name: Name, text: string): string {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  const local = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  const usable =
    url !== null &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && local)) &&
    url.username === '' &&
    url.search === '' &&
    url.hash === '';
  if (!usable) {
    throw bad(`${name} is no usable address.`, 'Give an https URL; http only for this machine.');
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function operators(text: string | undefined): readonly string[] {
  const ids = (text ?? '').split(/[\s,]+/).filter((id) => id !== '');
  const wrong = ids.find((id) => !/^user_[A-Za-z0-9_]+$/.test(id));
  if (wrong !== undefined) {
    throw bad(
      'CLAIMDECK_OPERATORS holds something that is no user id.',
      'List user ids (user_…), separated by commas.',
    );
  }
  return ids;
}

const bad = (message: string, remedy?: string): AppException =>
  new AppException(
    appError('start.bad_configuration', message, remedy === undefined ? {} : { remedy }),
  );
