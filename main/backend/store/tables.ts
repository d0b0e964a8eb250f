import type { ColumnType, Selectable } from 'kysely';

/** Milliseconds. PostgreSQL's driver hands 64-bit integers over as text, SQLite's as numbers. */
type Milliseconds = ColumnType<number | string, number, number>;

/**
 * The tables as Kysely sees them. Column types are the few that SQLite and PostgreSQL share: text, and integers
 * that stay below 2^53. Documents are JSON text. `tenant` leads every key, so that a distributed engine can
 * shard by it.
 */
export interface Tables {
  schema_versions: { version: number; name: string; applied_at_ms: Milliseconds };
  org_settings: {
    tenant: string;
    version: number;
    document: string;
    updated_at_ms: Milliseconds;
    updated_by: string;
  };
  org_settings_history: {
    tenant: string;
    version: number;
    document: string;
    updated_at_ms: Milliseconds;
    updated_by: string;
  };
  items: {
    tenant: string;
    id: string;
    title: string;
    owner_id: string;
    created_at_ms: Milliseconds;
  };
  idempotency_keys: {
    tenant: string;
    user_id: string;
    key: string;
    fingerprint: string;
    started_at_ms: Milliseconds;
    answer: string | null;
  };
  audit_log: {
    tenant: string;
    id: string;
    at_ms: Milliseconds;
    action: string;
    target: string;
    actor_id: string;
    impersonator_id: string | null;
    session_id: string;
    request_id: string;
    before: string | null;
    after: string | null;
  };
}

export type Row<T extends keyof Tables> = Selectable<Tables[T]>;
