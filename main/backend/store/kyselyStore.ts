import type { Kysely } from 'kysely';
import type { AppException } from '../../../shared/errors/appError.ts';
import { claimKey } from './idempotencyKeys.ts';
import { insertAudit, timeOrderedId, toAudit, toItem, toJson, toSettings } from './rows.ts';
import { writeSettings } from './settingsWrite.ts';
import { firstRow, type Plan } from './statement.ts';
import { createStatements } from './statements.ts';
import type { ItemRecord, Store } from './store.ts';
import type { Tables } from './tables.ts';

/** What differs between the databases. */
export interface Engine {
  /** A failure of the driver as the one error shape. */
  readonly failure: (cause: unknown) => AppException;
  /** Carries out a read: one statement. */
  readonly read: <T>(plan: () => Plan<T>) => Promise<T>;
  /** Carries out a write in a transaction; resolves when it is on disk. May begin anew when it lost a race. */
  readonly write: <T>(plan: () => Plan<T>) => Promise<T>;
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
  const write = <T>(plan: () => Plan<T>): Promise<T> => guarded(() => engine.write(plan));
  const statements = createStatements(db);

  return {
    readSettings: (tenant) =>
      guarded(async () => {
        const row = await engine.read(() => firstRow(statements.readSettings({ tenant })));
        return row === undefined ? null : toSettings(row);
      }),

    saveSettings: (tenant, settings, condition, writer, action = 'settings.save') =>
      write(() =>
        writeSettings(statements, tenant, { settings, condition, writer, action, nowMs: now() }),
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
        // Ids begin with their time: this is newest first, by the primary key alone.
        if (after !== null) query = query.where('id', '<', after.id);
        const rows = await query
          .orderBy('id', 'desc')
          .limit(limit + 1)
          .execute();
        const data = rows.slice(0, limit).map(toItem);
        const last = data.at(-1);
        const more = rows.length > limit && last !== undefined;
        return { data, next: more ? { createdAtMs: last.createdAtMs, id: last.id } : null };
      }),

    createItem: (tenant, title, writer) =>
      write(function* () {
        const createdAtMs = now();
        const item: ItemRecord = {
          id: `item_${timeOrderedId(createdAtMs).replaceAll('-', '')}`,
          title,
          ownerId: writer.userId,
          createdAtMs,
        };
        yield statements.insertItem({
          tenant,
          id: item.id,
          title,
          owner_id: item.ownerId,
          created_at_ms: createdAtMs,
        });
        const done = {
          action: 'item.create',
          target: item.id,
          before: null,
          after: JSON.stringify(item),
        } as const;
        yield insertAudit(statements, tenant, done, writer, createdAtMs);
        return item;
      }),

    deleteItem: (tenant, id, writer) =>
      write(function* () {
        const row = yield* firstRow(statements.deleteItem({ tenant, id }));
        if (row === undefined) return false;
        const before = JSON.stringify(toItem(row));
        const done = { action: 'item.delete', target: id, before, after: null } as const;
        yield insertAudit(statements, tenant, done, writer, now());
        return true;
      }),

    recordAudit: (tenant, { action, target, before, after }, writer) =>
      write(function* () {
        const done = { action, target, before: toJson(before), after: toJson(after) };
        yield insertAudit(statements, tenant, done, writer, now());
      }),

    listAudit: (tenant, limit, after = null, action, target) =>
      guarded(async () => {
        let query = db.selectFrom('audit_log').selectAll().where('tenant', '=', tenant);
        if (action !== undefined) query = query.where('action', 'in', [action].flat());
        if (target !== undefined) query = query.where('target', '=', target);
        // Ids begin with their time: this is newest first, by the primary key alone.
        if (after !== null) query = query.where('id', '<', after.id);
        const rows = await query
          .orderBy('id', 'desc')
          .limit(limit + 1)
          .execute();
        const data = rows.slice(0, limit).map(toAudit);
        const last = data.at(-1);
        const more = rows.length > limit && last !== undefined;
        return { data, next: more ? { createdAtMs: last.atMs, id: last.id } : null };
      }),

    claimKey: (claim) => write(() => claimKey(statements, claim, now())),

    keepAnswer: (claim, answer) =>
      write(function* () {
        yield statements.keepAnswer({ ...claim, answer });
      }),

    releaseKey: (claim) =>
      write(function* () {
        yield statements.releaseKey(claim);
      }),

    ping: () =>
      guarded(async () => {
        await db.selectFrom('schema_versions').select('version').limit(1).execute();
      }),

    close: () => db.destroy(),
  };
}
