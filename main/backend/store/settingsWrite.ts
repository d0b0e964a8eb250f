import type { Transaction } from 'kysely';
import type { OrgSettings } from '../../../shared/contract/http.ts';
import { fromJson, insertAudit, toSettings } from './rows.ts';
import type { SettingsCondition, SettingsWrite, Tenant, Writer } from './store.ts';
import type { Tables } from './tables.ts';

interface SettingsSave {
  readonly settings: OrgSettings;
  readonly condition: SettingsCondition;
  readonly writer: Writer;
  readonly action: 'settings.save' | 'settings.restore';
  readonly nowMs: number;
}

/** One conditional save with its history and audit row. Runs inside the caller's transaction. */
export async function writeSettings(
  trx: Transaction<Tables>,
  tenant: Tenant,
  { settings, condition, writer, action, nowMs }: SettingsSave,
): Promise<SettingsWrite> {
  const current = await trx
    .selectFrom('org_settings')
    .selectAll()
    .where('tenant', '=', tenant)
    .executeTakeFirst();
  const found = current?.version ?? 0;
  const mayWrite = condition === 'absent' ? found === 0 : found > 0 && condition.includes(found);
  if (!mayWrite) return { outcome: 'conflict', version: found };

  const row = {
    tenant,
    version: found + 1,
    document: JSON.stringify(settings),
    updated_at_ms: nowMs,
    updated_by: writer.userId,
  };
  // The version is part of the statement itself, so that two copies of the backend on one database cannot
  // both win, whatever the isolation level: the loser changes no row.
  const written =
    current === undefined
      ? await trx
          .insertInto('org_settings')
          .values(row)
          .onConflict((oc) => oc.column('tenant').doNothing())
          .returning('version')
          .executeTakeFirst()
      : await trx
          .updateTable('org_settings')
          .set(row)
          .where('tenant', '=', tenant)
          .where('version', '=', found)
          .returning('version')
          .executeTakeFirst();
  if (written === undefined) {
    const winner = await trx
      .selectFrom('org_settings')
      .select('version')
      .where('tenant', '=', tenant)
      .executeTakeFirst();
    return { outcome: 'conflict', version: winner?.version ?? 0 };
  }
  await trx.insertInto('org_settings_history').values(row).execute();
  const write = {
    action,
    target: tenant,
    before: current === undefined ? null : fromJson(current.document),
    after: settings,
  } as const;
  await insertAudit(trx, tenant, write, writer, nowMs);
  return { outcome: 'saved', record: toSettings(row) };
}
