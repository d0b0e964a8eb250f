import type { BackendConfig } from '../../shared/contract/children.ts';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { createClerkApi } from '../clerk/client.ts';
import { accessTable, permissionNames } from './access.ts';
import { createBackend } from './app.ts';
import { listen } from './listen.ts';
import { createLog, type LogOptions } from './log.ts';
import { openPostgresStore } from './store/openPostgres.ts';
import { openSqliteStore } from './store/openSqlite.ts';
import type { Store } from './store/store.ts';

export interface RunningBackend {
  readonly port: number;
  /** Finishes the requests in flight, then closes the store. */
  close(): Promise<void>;
}

/** How it is served; on a desktop the defaults. */
export interface ServeOptions {
  /** Address to listen on; loopback unless given. */
  readonly host?: string;
  /** Refuses to start on another port than the one asked for. */
  readonly exactPort?: boolean;
  readonly allowedOrigins?: readonly string[];
  readonly allowedHosts?: readonly string[];
  /** Proxies in front whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: number;
  readonly requestsPerMinute?: number | undefined;
  readonly requestsPerSession?: number | undefined;
  readonly metricsToken?: string | undefined;
  /** How long `/ready` answers 503 before the port closes, so that a load balancer looks elsewhere. */
  readonly drainMs?: number;
}

/** Opens the store, wires the parts and listens on loopback. Throws `AppException` and leaves nothing open. */
export async function startBackend(
  config: BackendConfig,
  log: LogOptions = { level: 'warn' },
  serve: ServeOptions = {},
): Promise<RunningBackend> {
  assertUsable(config);
  const access = accessTable(permissionNames(config.permissions));
  const store = await openStore(config.database);
  try {
    const backend = await createBackend({
      store,
      clerk: createClerkApi(config),
      issuer: config.issuer,
      operators: config.operators,
      authorizedParties: config.authorizedParties,
      access,
      allowedOrigins: serve.allowedOrigins ?? [],
      allowedHosts: serve.allowedHosts ?? [],
      trustedProxies: serve.trustedProxies ?? 0,
      drainMs: serve.drainMs ?? 0,
      ...(serve.requestsPerMinute === undefined
        ? {}
        : { requestsPerMinute: serve.requestsPerMinute }),
      ...(serve.requestsPerSession === undefined
        ? {}
        : { requestsPerSession: serve.requestsPerSession }),
      ...(serve.metricsToken === undefined ? {} : { metricsToken: serve.metricsToken }),
      ...(config.clockSkewMs === undefined ? {} : { clockSkewMs: config.clockSkewMs }),
      log: createLog(log),
    });
    try {
      const port = await listen(backend.app, config.port, serve);
      return { port, close: () => backend.close() };
    } catch (cause) {
      await backend.app.close();
      throw cause;
    }
  } catch (cause) {
    await store.close();
    throw cause;
  }
}

/** The one place that turns the database setting into a store. */
async function openStore(database: string): Promise<Store> {
  return /^postgres(ql)?:/i.test(database)
    ? openPostgresStore({ url: database })
    : openSqliteStore({ file: database });
}

function assertUsable(config: BackendConfig): void {
  if (config.secretKey === '') {
    throw badConfiguration('The backend has no secret key.', 'Give it the instance’s secret key.');
  }
  for (const [name, address] of [
    ['apiUrl', config.apiUrl],
    ['issuer', config.issuer],
  ] as const) {
    if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
      throw badConfiguration(`The ${name} is not an http(s) address.`, 'Correct it.');
    }
  }
}

const badConfiguration = (message: string, remedy: string): AppException =>
  new AppException(appError('start.bad_configuration', message, { remedy }));
