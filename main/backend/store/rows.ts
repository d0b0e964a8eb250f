import { randomUUID } from 'node:crypto';
import { StoredOrgSettings } from '../../../shared/contract/http.ts';
import type {
  AuditAction,
  AuditRecord,
  ItemRecord,
  SettingsRecord,
  Tenant,
  Writer,
} from './store.ts';
import type { Call } from './statement.ts';
import type { Statements } from './statements.ts';
import type { Row } from './tables.ts';

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

export const toJson = (value: unknown): string | null =>
  value === null ? null : JSON.stringify(value);
const fromJson = (text: string | null): unknown =>
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

/** Twelve bits of an id count within its millisecond. */
const MOST_IN_A_MS = 0xfff;
let lastMs = 0;
let inThisMs = 0;

/**
 * Random, and ordered by the millisecond it was made in (UUID version 7). This process counts up within a
 * millisecond, and while its clock is behind an earlier id's, so that the order of ids is the order of its writes.
 */
export function timeOrderedId(nowMs: number): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    inThisMs = 0;
  } else if (inThisMs === MOST_IN_A_MS) {
    lastMs += 1;
    inThisMs = 0;
  } else {
    inThisMs += 1;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const count = inThisMs.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}${randomUUID().slice(18)}`;
}

/** What an audit row says; `before` and `after` as JSON text. */
interface AuditWrite {
  readonly action: AuditAction;
  readonly target: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The call that adds the audit row of a write, in the transaction of that write. */
export const insertAudit = (
  statements: Statements,
  tenant: Tenant,
  write: AuditWrite,
  writer: Writer,
  atMs: number,
): Call =>
  statements.insertAudit({
    tenant,
    id: timeOrderedId(atMs),
    at_ms: atMs,
    action: write.action,
    target: write.target,
    actor_id: writer.userId,
    impersonator_id: writer.impersonatorId,
    session_id: writer.sessionId,
    request_id: writer.requestId,
    before: write.before,
    after: write.after,
  });
