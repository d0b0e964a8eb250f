import type { DatabaseSync } from 'node:sqlite';
import { fixedId } from '../ids.ts';

/** Version of the layout and of the record shapes. Raise it with a migration beside it. */
export const schemaVersion = 2;

interface StoredRecord extends Record<string, unknown> {
  readonly id: string;
}

/** What brings a state of the version before to each version. An empty state has nothing to change. */
const migrations: Readonly<Record<number, (db: DatabaseSync) => void>> = { 2: addRoleSets };

/** Brings the records of an older state up to date: all of it or nothing. */
export function migrate(db: DatabaseSync, from: number): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    for (let version = from + 1; version <= schemaVersion; version += 1) migrations[version]?.(db);
    db.exec(`PRAGMA user_version = ${schemaVersion}`);
    db.exec('COMMIT');
  } catch (cause) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw cause;
  }
}

function recordsOf(db: DatabaseSync, kind: string): StoredRecord[] {
  return db
    .prepare('SELECT body FROM record WHERE kind = ? ORDER BY rowid')
    .all(kind)
    .map((row) => JSON.parse(String(row['body'])) as StoredRecord);
}

function put(db: DatabaseSync, kind: string, record: StoredRecord): void {
  db.prepare(
    'INSERT INTO record (kind, id, body) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body',
  ).run(kind, record.id, JSON.stringify(record));
}

/** Version 2: roles stand in role sets. So far every organization could give every role, and it still can. */
function addRoleSets(db: DatabaseSync): void {
  const [instance] = recordsOf(db, 'instance');
  if (instance === undefined) return;
  const settings = instance['organization_settings'] as Readonly<Record<string, unknown>>;
  const roles = recordsOf(db, 'role');
  const idOf = (key: unknown): string =>
    (roles.find((role) => role['key'] === key) ?? roles[0])?.id ?? '';
  const id = fixedId('rset', 'default');
  put(db, 'role_set', {
    id,
    key: 'role_set:default',
    name: 'Default',
    description: 'The roles of every organization unless it is given another set',
    type: 'initial',
    role_ids: roles.map((role) => role.id),
    default_role_id: idOf(settings['domains_default_role']),
    creator_role_id: idOf(settings['creator_role']),
    created_at: instance['created_at'],
    updated_at: instance['updated_at'],
  });
  for (const organization of recordsOf(db, 'organization')) {
    put(db, 'organization', { ...organization, role_set_id: id });
  }
}
