import type { Kysely, Transaction } from 'kysely';
import type { AppException } from '../../../shared/errors/appError.ts';
import type { Transact } from './groupCommit.ts';
import { claimKey, keepAnswer, releaseKey } from './idempotencyKeys.ts';
import { insertAudit, timeOrderedId, toAudit, toItem, toSettings } from './rows.ts';
import { writeSettings } from './settingsWrite.ts';
import type { ItemRecord, Store } from './store.ts';
import type { Tables } from './tables.ts';

/** What differs between the databases. */
export interface Engine {
  /** A failure of the driver as the one error shape. */
  readonly failure: (cause: unknown) => AppException;
  /** Runs a write in a transaction; resolves when it is on disk. */
  readonly transact: Transact;
}

/** The store over any database Kysely speaks to, already migrated. Owns `db`: `close` destroys it. */
export function createKyselyStore(db: Kysely<Tables>, now: () => number, engine: Engine): Store {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw engine.failure(cause);
    }
  };
  const inTransaction = <T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> =>
    guarded(() => engine.transact(work));

  return {
    readSettings: (tenant) =>
      guarded(async () => {
        const row = await db
          .selectFrom('org_settings')
          .selectAll()
          .where('tenant', '=', tenant)
          .executeTakeFirst();
        return row === undefined ? null : toSettings(row);
      }),

    saveSettings: (tenant, settings, condition, writer, action = 'settings.save') =>
      inTransaction((trx) =>
        writeSettings(trx, tenant, { settings, condition, writer, action, nowMs: now() }),
      ),

    settingsHistory: (tenant, limit, before = null) =>
      guarded(async () => {
        let query = db.selectFrom('org_settings_history').selectAll().where('tenant', '=', tenant);
        if (before !== null) query = query.where('version', '<', before);
        const rows = await query.orderBy('version', 'desc').limit(limit).execute();
        return rows.map(toSettings);
      }),

    readVersion: (tenant, version) =>
      guarded(async () => {
        const row = await db
          .selectFrom('org_settings_history')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('version', '=', version)
          .executeTakeFirst();
        return row === undefined ? null : toSettings(row);
      }),

    listItems: (tenant, limit, after) =>
      guarded(async () => {
        let query = db.selectFrom('items').selectAll().where('tenant', '=', tenant);
        if (after !== null) {
          query = query.where((eb) =>
            eb.or([
              eb('created_at_ms', '<', after.createdAtMs),
              eb.and([eb('created_at_ms', '=', after.createdAtMs), eb('id', '<', after.id)]),
            ]),
          );
        }
        const rows = await query
          .orderBy('created_at_ms', 'desc')
          .orderBy('id', 'desc')
          .limit(limit + 1)
          .execute();
        const data = rows.slice(0, limit).map(toItem);
        const last = data.at(-1);
        const more = rows.length > limit && last !== undefined;
        return { data, next: more ? { createdAtMs: last.createdAtMs, id: last.id } : null };
      }),

    createItem: (tenant, title, writer) =>
      inTransaction(async (trx) => {
        const createdAtMs = now();
        const item: ItemRecord = {
          id: `item_${timeOrderedId(createdAtMs).replaceAll('-', '')}`,
          title,
          ownerId: writer.userId,
          createdAtMs,
        };
        await trx
          .insertInto('items')
          .values({
            tenant,
            id: item.id,
            title,
            owner_id: item.ownerId,
            created_at_ms: createdAtMs,
          })
          .execute();
        const write = {
          action: 'item.create',
          target: item.id,
          before: null,
          after: item,
        } as const;
        await insertAudit(trx, tenant, write, writer, createdAtMs);
        return item;
      }),

    deleteItem: (tenant, id, writer) =>
      inTransaction(async (trx) => {
        const row = await trx
          .deleteFrom('items')
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) return false;
        const write = {
          action: 'item.delete',
          target: id,
          before: toItem(row),
          after: null,
        } as const;
        await insertAudit(trx, tenant, write, writer, now());
        return true;
      }),

    recordAudit: (tenant, write, writer) =>
      inTransaction((trx) => insertAudit(trx, tenant, write, writer, now())),

    listAudit: (tenant, limit, after = null, action) =>
      guarded(async () => {
        let query = db.selectFrom('audit_log').selectAll().where('tenant', '=', tenant);
        if (action !== undefined) query = query.where('action', '=', action);
        if (after !== null) {
          query = query.where((eb) =>
            eb.or([
              eb('at_ms', '<', after.createdAtMs),
              eb.and([eb('at_ms', '=', after.createdAtMs), eb('id', '<', after.id)]),
            ]),
          );
        }
        const rows = await query
          .orderBy('at_ms', 'desc')
          .orderBy('id', 'desc')
          .limit(limit + 1)
          .execute();
        const data = rows.slice(0, limit).map(toAudit);
        const last = data.at(-1);
        const more = rows.length > limit && last !== undefined;
        return { data, next: more ? { createdAtMs: last.atMs, id: last.id } : null };
      }),

    claimKey: (claim) => inTransaction((trx) => claimKey(trx, claim, now())),
    keepAnswer: (claim, answer) => inTransaction((trx) => keepAnswer(trx, claim, answer)),
    releaseKey: (claim) => inTransaction((trx) => releaseKey(trx, claim)),

    ping: () =>
      guarded(async () => {
        await db.selectFrom('schema_versions').select('version').limit(1).execute();
      }),

    close: () => db.destroy(),
  };
}
