import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BackendConfig } from '../../shared/contract/children.ts';
import { decodePublishableKey } from '../../shared/domain/token/publishableKey.ts';
import { AppException, appError } from '../../shared/errors/appError.ts';
import type { ServeOptions } from './start.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Standalone {
  readonly config: BackendConfig;
  readonly serve: ServeOptions;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/**
 * Configuration of a backend that runs by itself, from the environment alone. Each value may stand in a file named
 * by `<NAME>_FILE` instead, as container platforms mount secrets. Throws `start.bad_configuration` and names the
 * variable, never its value.
 */
export function readEnvironment(environment: Environment): Standalone {
  const read = (name: string): string | undefined => valueOf(environment, name);
  const list = (name: string): string[] =>
    (read(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  const number = (name: string, low: number, high: number): number | undefined => {
    const text = read(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    throw bad(`${name} is not a whole number from ${low} to ${high}.`, 'Correct it.');
  };
  const needed = (name: string): string => {
    const text = read(name);
    if (text !== undefined) return text;
    throw bad(
      `${name} is not set.`,
      `Set it, or ${name}_FILE to the path of a file that holds it.`,
    );
  };

  const publishableKey = needed('CLERK_PUBLISHABLE_KEY');
  const decoded = decodePublishableKey(publishableKey);
  if (!decoded.ok) throw bad('CLERK_PUBLISHABLE_KEY is no publishable key.', decoded.error);
  const level = read('LOG_LEVEL') ?? 'info';
  const logLevel = LEVELS.find((known) => known === level);
  if (logLevel === undefined)
    throw bad(`LOG_LEVEL is none of ${LEVELS.join(', ')}.`, 'Correct it.');
  const skew = number('CLAIMDECK_CLOCK_SKEW_MS', 0, 60_000);
  const permissions = {
    dataRead: read('CLAIMDECK_PERMISSION_DATA_READ'),
    dataWrite: read('CLAIMDECK_PERMISSION_DATA_WRITE'),
    dataDelete: read('CLAIMDECK_PERMISSION_DATA_DELETE'),
    settingsManage: read('CLAIMDECK_PERMISSION_SETTINGS_MANAGE'),
  };
  return {
    config: {
      port: number('PORT', 0, 65_535) ?? 4480,
      database: read('DATABASE_URL') ?? resolve('claimdeck-backend.sqlite'),
      publishableKey,
      secretKey: needed('CLERK_SECRET_KEY'),
      apiUrl: read('CLERK_API_URL') ?? 'https://api.clerk.com',
      issuer: read('CLERK_ISSUER') ?? decoded.value.issuer,
      operators: list('CLAIMDECK_OPERATORS'),
      authorizedParties: list('CLAIMDECK_AUTHORIZED_PARTIES'),
      ...(skew === undefined ? {} : { clockSkewMs: skew }),
      permissions,
    },
    serve: {
      host: read('HOST') ?? '127.0.0.1',
      exactPort: true,
      allowedOrigins: list('CLAIMDECK_ALLOWED_ORIGINS'),
      allowedHosts: list('CLAIMDECK_ALLOWED_HOSTS'),
      trustedProxies: number('CLAIMDECK_TRUSTED_PROXIES', 0, 10) ?? 0,
      requestsPerMinute: number('CLAIMDECK_REQUESTS_PER_ADDRESS', 1, 10_000_000),
      requestsPerSession: number('CLAIMDECK_REQUESTS_PER_SESSION', 1, 10_000_000),
      metricsToken: read('CLAIMDECK_METRICS_TOKEN'),
      drainMs: number('CLAIMDECK_DRAIN_MS', 0, 120_000) ?? 0,
    },
    logLevel,
  };
}

function valueOf(environment: Environment, name: string): string | undefined {
  const direct = environment[name]?.trim();
  const file = environment[`${name}_FILE`]?.trim();
  if (direct !== undefined && direct !== '' && file !== undefined && file !== '') {
    throw bad(`${name} and ${name}_FILE are both set.`, 'Unset one of them.');
  }
  if (direct !== undefined && direct !== '') return direct;
  if (file === undefined || file === '') return undefined;
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text === '' ? undefined : text;
  } catch (cause) {
    throw new AppException(
      appError('start.bad_configuration', `The file of ${name}_FILE cannot be read.`, {
        remedy: 'Check its path and who may read it.',
      }),
      { cause },
    );
  }
}

const bad = (message: string, remedy: string): AppException =>
  new AppException(appError('start.bad_configuration', message, { remedy }));
