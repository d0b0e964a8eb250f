import type { OrgSettings } from '../../../shared/contract/http.ts';
import { insertAudit } from './rows.ts';
import { changedRows, firstRow, type Plan } from './statement.ts';
import type { Statements } from './statements.ts';
import type { SettingsCondition, SettingsWrite, Tenant, Writer } from './store.ts';

interface SettingsSave {
  readonly settings: OrgSettings;
  readonly condition: SettingsCondition;
  readonly writer: Writer;
  readonly action: 'settings.save' | 'settings.restore';
  readonly nowMs: number;
}

/** One conditional save with its history and audit row. Runs inside the caller's transaction. */
export function* writeSettings(
  statements: Statements,
  tenant: Tenant,
  { settings, condition, writer, action, nowMs }: SettingsSave,
): Plan<SettingsWrite> {
  const current = yield* firstRow(statements.readSettings({ tenant }));
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
  const changed = yield* changedRows(
    current === undefined
      ? statements.insertSettings(row)
      : statements.replaceSettings({ ...row, found }),
  );
  if (changed === 0) {
    const winner = yield* firstRow(statements.readSettings({ tenant }));
    return { outcome: 'conflict', version: winner?.version ?? 0 };
  }
  yield statements.insertSettingsHistory(row);
  yield insertAudit(
    statements,
    tenant,
    // The texts as they are stored: parsing them only to print them again would be the dearest part of a save.
    { action, target: tenant, before: current?.document ?? null, after: row.document },
    writer,
    nowMs,
  );
  const record = { version: row.version, settings, updatedAtMs: nowMs, updatedBy: writer.userId };
  return { outcome: 'saved', record };
}
