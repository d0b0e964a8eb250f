import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import { createKyselyStore } from './kyselyStore.ts';
import { migrate, migrations, type Migration } from './migrations.ts';
import { postgresFailure } from './postgresFailure.ts';
import { runLater, type Call, type Ran } from './statement.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database?sslmode=…` */
  readonly url: string;
  /** Connections held at most by this copy of the backend. */
  readonly connections?: number;
  readonly now?: () => number;
  readonly migrations?: readonly Migration[];
}

/** Any number that nothing else in the database locks by. */
const MIGRATION_LOCK = 4_480_447_001;
const TRIES = 4;

/**
 * Opens the store on PostgreSQL, or on an engine that speaks its protocol. Several copies of the backend may share
 * one database and start at once: whoever comes first migrates, the others wait for it. Throws `AppException` with
 * `store.newer_schema` or `store.unavailable`; the address, which holds a password, is never quoted.
 */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const now = options.now ?? Date.now;
  if (!URL.canParse(options.url)) {
    throw new AppException(
      appError('start.bad_configuration', 'The address of the database cannot be read.', {
        remedy: 'Give it as postgres://user:password@host:5432/database.',
      }),
    );
  }
  const pool = new Pool({
    connectionString: options.url,
    max: options.connections ?? 10,
    application_name: 'claimdeck',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // Nothing the store asks takes long; a statement that does is stuck.
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 10_000,
  });
  // A connection that the server ended while idle: the next query opens another.
  pool.on('error', () => undefined);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db, now(), options.migrations ?? migrations, async (trx) => {
      // Held until the transaction ends, however it ends.
      await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx);
    });
    return createKyselyStore(db, now, {
      failure: postgresFailure,
      read: (plan) => runLater(plan(), askOn(db)),
      // Each writer has a connection of its own; the server groups their commits itself.
      write: (plan) =>
        retried(() => db.transaction().execute((trx) => runLater(plan(), askOn(trx)))),
    });
  } catch (cause) {
    await db.destroy();
    throw postgresFailure(cause);
  }
}

const askOn =
  (db: Kysely<Tables>) =>
  async ({ query, parameters }: Call): Promise<Ran> => {
    const { rows, numAffectedRows } = await db.executeQuery({ ...query, parameters });
    return { rows, changed: Number(numAffectedRows ?? 0) };
  };

/** Serialization failures and deadlocks (SQLSTATE class 40) are answered by doing the transaction again. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : null;
      if (tried >= TRIES || (code !== '40001' && code !== '40P01')) throw cause;
    }
  }
}
