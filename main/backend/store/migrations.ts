import { sql, type Kysely, type Transaction } from 'kysely';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import type { Tables } from './tables.ts';

/** One forward step. Steps are never edited after a release: a change is a new step. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  up(db: Transaction<Tables>): Promise<void>;
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'settings, items and the audit log',
    async up(db) {
      await db.schema
        .createTable('org_settings')
        .addColumn('tenant', 'text', (c) => c.primaryKey().notNull())
        .addColumn('version', 'integer', (c) => c.notNull())
        .addColumn('document', 'text', (c) => c.notNull())
        .addColumn('updated_at_ms', 'bigint', (c) => c.notNull())
        .addColumn('updated_by', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('org_settings_history')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('version', 'integer', (c) => c.notNull())
        .addColumn('document', 'text', (c) => c.notNull())
        .addColumn('updated_at_ms', 'bigint', (c) => c.notNull())
        .addColumn('updated_by', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('org_settings_history_key', ['tenant', 'version'])
        .execute();
      await db.schema
        .createTable('items')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('title', 'text', (c) => c.notNull())
        .addColumn('owner_id', 'text', (c) => c.notNull())
        .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('items_key', ['tenant', 'id'])
        .execute();
      await db.schema
        .createIndex('items_newest')
        .on('items')
        .columns(['tenant', 'created_at_ms', 'id'])
        .execute();
      await db.schema
        .createTable('audit_log')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('at_ms', 'bigint', (c) => c.notNull())
        .addColumn('action', 'text', (c) => c.notNull())
        .addColumn('target', 'text', (c) => c.notNull())
        .addColumn('actor_id', 'text', (c) => c.notNull())
        .addColumn('impersonator_id', 'text')
        .addColumn('session_id', 'text', (c) => c.notNull())
        .addColumn('request_id', 'text', (c) => c.notNull())
        .addColumn('before', 'text')
        .addColumn('after', 'text')
        .addPrimaryKeyConstraint('audit_log_key', ['tenant', 'id'])
        .execute();
      await db.schema
        .createIndex('audit_log_newest')
        .on('audit_log')
        .columns(['tenant', 'at_ms', 'id'])
        .execute();
    },
  },
  {
    version: 2,
    name: 'answers kept for idempotency keys',
    async up(db) {
      await db.schema
        .createTable('idempotency_keys')
        .addColumn('tenant', 'text', (c) => c.notNull())
        .addColumn('user_id', 'text', (c) => c.notNull())
        .addColumn('key', 'text', (c) => c.notNull())
        .addColumn('fingerprint', 'text', (c) => c.notNull())
        .addColumn('started_at_ms', 'bigint', (c) => c.notNull())
        .addColumn('answer', 'text')
        .addPrimaryKeyConstraint('idempotency_keys_key', ['tenant', 'user_id', 'key'])
        .execute();
      await db.schema
        .createIndex('idempotency_keys_oldest')
        .on('idempotency_keys')
        .columns(['started_at_ms'])
        .execute();
    },
  },
  {
    version: 3,
    name: 'lists in the order of their keys',
    async up(db) {
      // Ids begin with their time, so the primary key has the order already; each index less is a page less to
      // write and to flush with every save.
      await db.schema.dropIndex('items_newest').ifExists().execute();
      await db.schema.dropIndex('audit_log_newest').ifExists().execute();
    },
  },
];

/** Version the database is at; 0 when it is new. */
async function schemaVersion(db: Kysely<Tables>): Promise<number> {
  const row = await db
    .selectFrom('schema_versions')
    .select((eb) => eb.fn.max('version').as('version'))
    .executeTakeFirst();
  return row?.version ?? 0;
}

const newest = (steps: readonly Migration[]): number => steps.at(-1)?.version ?? 0;

/** Throws `store.newer_schema` for a database that a newer Claimdeck wrote: guessing would lose data. */
export function assertKnown(found: number, steps: readonly Migration[] = migrations): void {
  if (found <= newest(steps)) return;
  throw new AppException(
    appError(
      'store.newer_schema',
      `The settings database has schema ${found}, this version knows up to ${newest(steps)}.`,
      { details: { found, known: newest(steps) } },
    ),
  );
}

export const isOlder = (found: number, steps: readonly Migration[] = migrations): boolean =>
  found < newest(steps);

/**
 * Brings the database to the newest schema: all missing steps in one transaction, or none of them. `lock` keeps
 * other copies of the backend out while it runs; SQLite needs none, since its transactions begin `immediate`.
 */
export async function migrate(
  db: Kysely<Tables>,
  nowMs: number,
  steps: readonly Migration[] = migrations,
  lock: (trx: Transaction<Tables>) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lock(trx);
    await sql`create table if not exists schema_versions (
      version integer primary key not null, name text not null, applied_at_ms bigint not null)`.execute(
      trx,
    );
    const found = await schemaVersion(trx);
    assertKnown(found, steps);
    for (const step of steps) {
      if (step.version <= found) continue;
      await step.up(trx);
      await trx
        .insertInto('schema_versions')
        .values({ version: step.version, name: step.name, applied_at_ms: nowMs })
        .execute();
    }
  });
}
