import type { Insertable, Kysely } from 'kysely';
import { prepareFor } from './statement.ts';
import type { Tables } from './tables.ts';

interface Scope {
  readonly tenant: string;
}
interface KeyScope extends Scope {
  readonly userId: string;
  readonly key: string;
}
type SettingsValues = Insertable<Tables['org_settings']>;

export type Statements = ReturnType<typeof createStatements>;

/** What the store asks often, in the common tongue of the databases. */
export function createStatements(database: Kysely<Tables>) {
  const prepare = prepareFor(database);
  return {
    readSettings: prepare((db, { tenant }: Scope) =>
      db.selectFrom('org_settings').selectAll().where('tenant', '=', tenant),
    ),
    insertSettings: prepare((db, row: SettingsValues) =>
      db
        .insertInto('org_settings')
        .values(settingsColumns(row))
        .onConflict((oc) => oc.column('tenant').doNothing()),
    ),
    replaceSettings: prepare((db, row: SettingsValues & { readonly found: number }) =>
      db
        .updateTable('org_settings')
        .set(settingsColumns(row))
        .where('tenant', '=', row.tenant)
        .where('version', '=', row.found),
    ),
    insertSettingsHistory: prepare((db, row: SettingsValues) =>
      db.insertInto('org_settings_history').values(settingsColumns(row)),
    ),
    insertItem: prepare((db, row: Insertable<Tables['items']>) =>
      db.insertInto('items').values({
        tenant: row.tenant,
        id: row.id,
        title: row.title,
        owner_id: row.owner_id,
        created_at_ms: row.created_at_ms,
      }),
    ),
    deleteItem: prepare((db, { tenant, id }: Scope & { readonly id: string }) =>
      db.deleteFrom('items').where('tenant', '=', tenant).where('id', '=', id).returningAll(),
    ),
    insertAudit: prepare((db, row: Required<Insertable<Tables['audit_log']>>) =>
      db.insertInto('audit_log').values({
        tenant: row.tenant,
        id: row.id,
        at_ms: row.at_ms,
        action: row.action,
        target: row.target,
        actor_id: row.actor_id,
        impersonator_id: row.impersonator_id,
        session_id: row.session_id,
        request_id: row.request_id,
        before: row.before,
        after: row.after,
      }),
    ),
    dropOldKeys: prepare((db, { endMs }: { readonly endMs: number }) =>
      db.deleteFrom('idempotency_keys').where('started_at_ms', '<', endMs),
    ),
    insertKey: prepare(
      (db, row: KeyScope & { readonly fingerprint: string; readonly startedAtMs: number }) =>
        db
          .insertInto('idempotency_keys')
          .values({
            tenant: row.tenant,
            user_id: row.userId,
            key: row.key,
            fingerprint: row.fingerprint,
            started_at_ms: row.startedAtMs,
            answer: null,
          })
          .onConflict((oc) => oc.columns(['tenant', 'user_id', 'key']).doNothing()),
    ),
    readKey: prepare((db, { tenant, userId, key }: KeyScope) =>
      db
        .selectFrom('idempotency_keys')
        .select(['fingerprint', 'answer'])
        .where('tenant', '=', tenant)
        .where('user_id', '=', userId)
        .where('key', '=', key),
    ),
    keepAnswer: prepare((db, { tenant, userId, key, answer }: KeyScope & { answer: string }) =>
      db
        .updateTable('idempotency_keys')
        .set({ answer })
        .where('tenant', '=', tenant)
        .where('user_id', '=', userId)
        .where('key', '=', key),
    ),
    releaseKey: prepare((db, { tenant, userId, key }: KeyScope) =>
      db
        .deleteFrom('idempotency_keys')
        .where('tenant', '=', tenant)
        .where('user_id', '=', userId)
        .where('key', '=', key)
        .where('answer', 'is', null),
    ),
  };
}

const settingsColumns = (row: SettingsValues): SettingsValues => ({
  tenant: row.tenant,
  version: row.version,
  document: row.document,
  updated_at_ms: row.updated_at_ms,
  updated_by: row.updated_by,
});
