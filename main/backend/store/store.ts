import type { OrgSettings } from '../../../shared/contract/http.ts';

/**
 * Whose data a row is: an organization's, or a user's own (the personal account). Every query of the store is
 * scoped by one, and `tenantOf` in `main/backend/principal.ts` is the only place that makes one from a token.
 */
export type Tenant = `org:${string}` | `user:${string}` | typeof INSTANCE;

/** What belongs to the whole Clerk instance, such as JWT templates: operators only. */
export const INSTANCE = 'instance';

/** Who wrote, as kept in the audit log: ids only. */
export interface Writer {
  readonly userId: string;
  readonly sessionId: string;
  /** The real person behind an impersonated session (`act.sub`). */
  readonly impersonatorId: string | null;
  readonly requestId: string;
}

export interface SettingsRecord {
  /** Counts up from 1 with every save. */
  readonly version: number;
  readonly settings: OrgSettings;
  readonly updatedAtMs: number;
  readonly updatedBy: string;
}

/** `absent`: create only. A list of versions: replace one of these only (the meaning of `If-Match`). */
export type SettingsCondition = 'absent' | readonly number[];

export type SettingsWrite =
  | { readonly outcome: 'saved'; readonly record: SettingsRecord }
  /** Somebody else was faster; `version` is what is stored now, 0 = nothing. */
  | { readonly outcome: 'conflict'; readonly version: number };

export interface ItemRecord {
  readonly id: string;
  readonly title: string;
  readonly ownerId: string;
  readonly createdAtMs: number;
}

/** Where the next page begins: after this row, newest first. */
export interface ItemCursor {
  readonly createdAtMs: number;
  readonly id: string;
}

interface ItemPage {
  readonly data: readonly ItemRecord[];
  readonly next: ItemCursor | null;
}

/** Where the next page of the log begins: after this row, newest first. */
export interface AuditCursor {
  readonly createdAtMs: number;
  readonly id: string;
}

export interface AuditPage {
  readonly data: readonly AuditRecord[];
  readonly next: AuditCursor | null;
}

export interface KeyClaim {
  readonly tenant: Tenant;
  readonly userId: string;
  readonly key: string;
  /** Hash of what is asked: the same key with something else is a mistake of the caller. */
  readonly fingerprint: string;
}

export interface KnownKey {
  readonly fingerprint: string;
  /** Null while its request runs, or when the backend ended before it was answered. */
  readonly answer: string | null;
}

export interface AuditRecord {
  readonly id: string;
  readonly atMs: number;
  readonly action: AuditAction;
  readonly target: string;
  readonly actorId: string;
  readonly impersonatorId: string | null;
  readonly sessionId: string;
  readonly requestId: string;
  readonly before: unknown;
  readonly after: unknown;
}

export type AuditAction =
  | 'settings.save'
  | 'settings.restore'
  | 'item.create'
  | 'item.delete'
  | 'member.role.change'
  | 'member.remove'
  | 'invitation.create'
  | 'invitation.resend'
  | 'invitation.revoke'
  | 'organization.change'
  | 'organization.role_set.change'
  | 'organization.metadata.merge'
  | 'organization.metadata.replace'
  | 'session.revoke'
  | 'role.create'
  | 'role.change'
  | 'role.delete'
  | 'permission.create'
  | 'permission.change'
  | 'permission.delete'
  | 'role_set.create'
  | 'role_set.change'
  | 'role_set.roles.add'
  | 'role_set.role.replace'
  | 'role_set.replace'
  | 'domain.create'
  | 'domain.change'
  | 'domain.delete'
  | 'template.create'
  | 'template.change'
  | 'template.delete'
  | 'session_claims.update';

/** What a write that happened elsewhere (in Clerk) leaves in the log. */
export interface ForeignWrite {
  readonly action: AuditAction;
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The settings store. Each write is one transaction holding the change, its history and its audit row; when the
 * promise resolves it is on disk. Failures are `AppException` with `store.unavailable` or `store.corrupt`.
 */
export interface Store {
  readSettings(tenant: Tenant): Promise<SettingsRecord | null>;
  saveSettings(
    tenant: Tenant,
    settings: OrgSettings,
    condition: SettingsCondition,
    writer: Writer,
    /** How the log names it; a plain save unless told. */
    action?: 'settings.save' | 'settings.restore',
  ): Promise<SettingsWrite>;
  /** Newest first; `before` = only versions below it. */
  settingsHistory(
    tenant: Tenant,
    limit: number,
    before?: number | null,
  ): Promise<readonly SettingsRecord[]>;
  /** A version as it was saved, or null. */
  readVersion(tenant: Tenant, version: number): Promise<SettingsRecord | null>;
  listItems(tenant: Tenant, limit: number, after: ItemCursor | null): Promise<ItemPage>;
  createItem(tenant: Tenant, title: string, writer: Writer): Promise<ItemRecord>;
  /** False when this tenant has no such item. */
  deleteItem(tenant: Tenant, id: string, writer: Writer): Promise<boolean>;
  recordAudit(tenant: Tenant, write: ForeignWrite, writer: Writer): Promise<void>;
  /** Newest first. `action`, one or several, and `target` leave the others out. */
  listAudit(
    tenant: Tenant,
    limit: number,
    after?: AuditCursor | null,
    action?: string | readonly string[],
    target?: string,
  ): Promise<AuditPage>;
  /**
   * Claims an idempotency key for one request. Null = it was free and is claimed now; otherwise what is known of
   * the request that has it. Claims older than a day are dropped.
   */
  claimKey(claim: KeyClaim): Promise<KnownKey | null>;
  /** Keeps the answer of a claimed key. */
  keepAnswer(claim: KeyClaim, answer: string): Promise<void>;
  /** Gives a claimed key back: its request came to nothing. */
  releaseKey(claim: KeyClaim): Promise<void>;
  /** Answers when the store can be read. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
