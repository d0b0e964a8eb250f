import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { StoredOrgSettings } from '../../../shared/contract/http.ts';
import type {
  AuditAction,
  AuditRecord,
  ForeignWrite,
  ItemRecord,
  SettingsRecord,
  Tenant,
  Writer,
} from './store.ts';
import type { Row, Tables } from './tables.ts';

export const toSettings = (row: Row<'org_settings'>): SettingsRecord => ({
  version: row.version,
  settings: StoredOrgSettings.parse(JSON.parse(row.document)),
  updatedAtMs: Number(row.updated_at_ms),
  updatedBy: row.updated_by,
});

export const toItem = (row: Row<'items'>): ItemRecord => ({
  id: row.id,
  title: row.title,
  ownerId: row.owner_id,
  createdAtMs: Number(row.created_at_ms),
});

const toJson = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
export const fromJson = (text: string | null): unknown =>
  text === null ? null : (JSON.parse(text) as unknown);

export const toAudit = (row: Row<'audit_log'>): AuditRecord => ({
  id: row.id,
  atMs: Number(row.at_ms),
  action: row.action as AuditAction,
  target: row.target,
  actorId: row.actor_id,
  impersonatorId: row.impersonator_id,
  sessionId: row.session_id,
  requestId: row.request_id,
  before: fromJson(row.before),
  after: fromJson(row.after),
});

/** Random, and ordered by the millisecond it was made in (UUID version 7). */
export function timeOrderedId(nowMs: number): string {
  const time = nowMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Adds the audit row of a write, in the transaction of that write. */
export async function insertAudit(
  trx: Transaction<Tables>,
  tenant: Tenant,
  write: ForeignWrite,
  writer: Writer,
  atMs: number,
): Promise<void> {
  await trx
    .insertInto('audit_log')
    .values({
      tenant,
      id: timeOrderedId(atMs),
      at_ms: atMs,
      action: write.action,
      target: write.target,
      actor_id: writer.userId,
      impersonator_id: writer.impersonatorId,
      session_id: writer.sessionId,
      request_id: writer.requestId,
      before: toJson(write.before),
      after: toJson(write.after),
    })
    .execute();
}
