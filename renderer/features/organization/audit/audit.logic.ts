import type { AuditEntry } from '../../../../shared/contract/http.ts';

/** What each action of the log did, in words. The log may hold newer ones: they are shown by their code. */
export const actionNames: Readonly<Record<string, string>> = {
  'settings.save': 'Saved the settings',
  'settings.restore': 'Restored settings',
  'member.role.change': 'Changed a role',
  'member.remove': 'Removed a member',
  'invitation.create': 'Invited',
  'invitation.resend': 'Invited anew',
  'invitation.revoke': 'Revoked an invitation',
  'domain.create': 'Added a domain',
  'domain.change': 'Changed a domain',
  'domain.delete': 'Deleted a domain',
  'organization.change': 'Changed name or slug',
  'organization.metadata.merge': 'Merged metadata',
  'organization.metadata.replace': 'Replaced metadata',
  'organization.role_set.change': 'Gave another role set',
  'item.create': 'Added an item',
  'item.delete': 'Deleted an item',
  'session.revoke': 'Ended a session',
  'role.create': 'Created a role',
  'role.change': 'Changed a role of the instance',
  'role.delete': 'Deleted a role',
  'permission.create': 'Created a permission',
  'permission.change': 'Changed a permission',
  'permission.delete': 'Deleted a permission',
  'role_set.create': 'Created a role set',
  'role_set.change': 'Changed a role set',
  'role_set.roles.add': 'Added roles to a role set',
  'role_set.role.replace': 'Took a role out of a role set',
  'role_set.replace': 'Deleted a role set',
  'template.create': 'Created a template',
  'template.change': 'Changed a template',
  'template.delete': 'Deleted a template',
  'session_claims.update': 'Changed the session token',
};

/** Actions of the instance's log; all others belong to an organization. */
const instanceActions = /^(?:session|role|permission|role_set|template|session_claims)\./;

export type AuditScope = 'organization' | 'instance';

export const actionsOf = (scope: AuditScope): readonly string[] =>
  Object.keys(actionNames).filter(
    (action) => instanceActions.test(action) === (scope === 'instance'),
  );

/** Where a scope's log is read. Only operators read the instance's. */
export const auditPaths = {
  organization: '/v1/org/audit',
  instance: '/v1/audit',
} as const satisfies Record<AuditScope, string>;

/** How people call what was changed, where the entry itself tells it; null when only its id is known. */
export function targetName(entry: AuditEntry): string | null {
  for (const side of [entry.after, entry.before]) {
    if (typeof side !== 'object' || side === null) continue;
    const found = ['emailAddress', 'title', 'name', 'key']
      .map((name) => (side as Record<string, unknown>)[name])
      .find((value) => typeof value === 'string' && value !== '');
    if (typeof found === 'string') return found;
  }
  return null;
}

/** Entries of one person, by actor or by who was behind an impersonated session; all for an empty id. */
export const entriesOf = (entries: readonly AuditEntry[], userId: string): readonly AuditEntry[] =>
  userId === ''
    ? entries
    : entries.filter((each) => each.actorId === userId || each.impersonatorId === userId);

export const actorsOf = (entries: readonly AuditEntry[]): readonly string[] => [
  ...new Set(
    entries.flatMap(({ actorId, impersonatorId }) => [actorId, impersonatorId ?? actorId]),
  ),
];

const columns = [
  'at_utc',
  'action',
  'target',
  'target_name',
  'actor_id',
  'impersonator_id',
  'session_id',
  'request_id',
  'before',
  'after',
] as const;

/** The log as a table for a spreadsheet: RFC 4180, times in UTC, values as compact JSON. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  const lines = entries.map((entry) => [
    new Date(entry.atMs).toISOString(),
    entry.action,
    entry.target,
    targetName(entry) ?? '',
    entry.actorId,
    entry.impersonatorId ?? '',
    entry.sessionId,
    entry.requestId,
    cell(entry.before),
    cell(entry.after),
  ]);
  return [[...columns], ...lines].map((line) => line.map(quote).join(',')).join('\r\n') + '\r\n';
}

const cell = (value: unknown): string =>
  value === null || value === undefined ? '' : JSON.stringify(value);

/** Spreadsheets run a cell that begins like a formula, and names in the log are written by people. */
const quote = (text: string): string => {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** The log as JSON, with what was asked for and each time readable beside its number. */
export const auditJson = (entries: readonly AuditEntry[], about: Record<string, unknown>): string =>
  `${JSON.stringify(
    {
      ...about,
      entries: entries.map((entry) => ({ at: new Date(entry.atMs).toISOString(), ...entry })),
    },
    null,
    2,
  )}\n`;
