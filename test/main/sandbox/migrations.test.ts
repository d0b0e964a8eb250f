import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createClerkClient, type ClerkClient } from '@clerk/backend';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppException } from '../../../shared/errors/appError.ts';
import { scratch, startSandbox, type Running } from './kit.ts';

let dir: string;
let file: string;
beforeEach(() => {
  dir = scratch();
  file = join(dir, 'state.sqlite');
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

type Body = Record<string, unknown>;

const bodiesOf = (path: string, kind: string): Body[] => {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare('SELECT body FROM record WHERE kind = ? ORDER BY rowid').all(kind);
  db.close();
  return rows.map((row) => JSON.parse(String(row['body'])) as Body);
};

const versionOf = (path: string): unknown => {
  const db = new DatabaseSync(path, { readOnly: true });
  const version = db.prepare('PRAGMA user_version').get()?.['user_version'];
  db.close();
  return version;
};

/** A state as layout 1 wrote it: no role sets, no domains, and a role that somebody made. */
async function writeLayoutOne(): Promise<void> {
  await (await startSandbox({ dataDir: dir })).end(true);
  const db = new DatabaseSync(file);
  db.exec(`DELETE FROM record WHERE kind IN ('role_set', 'organization_domain')`);
  db.exec(
    `UPDATE record SET body = json_remove(body, '$.role_set_id') WHERE kind = 'organization'`,
  );
  const role = bodiesOf(file, 'role').at(-1);
  const made = { ...role, id: 'role_made', key: 'org:auditor', name: 'Auditor' };
  db.prepare(`INSERT INTO record (kind, id, body) VALUES ('role', ?, ?)`).run(
    made.id,
    JSON.stringify(made),
  );
  db.exec('PRAGMA user_version = 1; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

async function sdkOf(sandbox: Running): Promise<ClerkClient> {
  return createClerkClient({
    secretKey: sandbox.secretKey,
    apiUrl: await sandbox.listen(),
    telemetry: { disabled: true },
  });
}

const copies = (): string[] => readdirSync(dir).filter((name) => /-layout-1.*\.sqlite$/.test(name));

describe('a state of layout 1', () => {
  test('opens with a role set that has all its roles, and everybody keeps theirs', async () => {
    await writeLayoutOne();
    const members = bodiesOf(file, 'membership').map((one) => [one['id'], one['role']]);
    const secretKey = bodiesOf(file, 'instance')[0]?.['secret_key'];
    const sandbox = await startSandbox({ dataDir: dir });
    const clerk = await sdkOf(sandbox);
    expect(sandbox.secretKey).toBe(secretKey);
    const sets = await clerk.roleSets.getRoleSetList();
    expect(sets.data.map((set) => [set.key, set.type, set.defaultRole?.key])).toEqual([
      ['role_set:default', 'initial', 'org:member'],
    ]);
    expect(sets.data[0]?.roles.map((role) => role.key)).toContain('org:auditor');
    const organizations = await clerk.organizations.getOrganizationList();
    expect(new Set(organizations.data.map((one) => one.raw?.role_set_key))).toEqual(
      new Set(['role_set:default']),
    );
    const changed = await clerk.organizations.updateOrganizationMembership({
      organizationId: organizations.data.find((one) => one.slug === 'acme-robotics')?.id ?? '',
      userId: sandbox.person('grace'),
      role: 'org:auditor',
    });
    expect(changed.role).toBe('org:auditor');
    await sandbox.end(true);
    const after = bodiesOf(file, 'membership').map((one) => [one['id'], one['role']]);
    expect(after.filter(([, role]) => role !== 'org:auditor')).toEqual(
      members.filter(([id]) => id !== changed.id),
    );
  });

  test('is kept beside the new one as it was, and migrated once', async () => {
    await writeLayoutOne();
    const before = bodiesOf(file, 'organization');
    await (await startSandbox({ dataDir: dir })).end(true);
    expect(versionOf(file)).not.toBe(1);
    expect(copies()).toEqual(['state-layout-1.sqlite']);
    const copy = join(dir, 'state-layout-1.sqlite');
    expect([versionOf(copy), bodiesOf(copy, 'organization'), bodiesOf(copy, 'role_set')]).toEqual([
      1,
      before,
      [],
    ]);
    await (await startSandbox({ dataDir: dir })).end(true);
    expect(copies()).toHaveLength(1);
  });

  test('never overwrites an older copy', async () => {
    await writeLayoutOne();
    writeFileSync(join(dir, 'state-layout-1.sqlite'), 'somebody kept this');
    await (await startSandbox({ dataDir: dir })).end(true);
    expect(readFileSync(join(dir, 'state-layout-1.sqlite'), 'utf8')).toBe('somebody kept this');
    expect(copies().sort()).toEqual(['state-layout-1-2.sqlite', 'state-layout-1.sqlite']);
  });

  test('stays as it was when a migration fails', async () => {
    await writeLayoutOne();
    const db = new DatabaseSync(file);
    // The last record that the migration touches is not readable for it.
    db.exec(`INSERT INTO record (kind, id, body) VALUES ('organization', 'org_torn', '{"id":')`);
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
    const failure: unknown = await startSandbox({ dataDir: dir }).then(
      () => null,
      (cause: unknown) => cause,
    );
    expect(failure).toBeInstanceOf(AppException);
    expect((failure as AppException).error).toMatchObject({ code: 'store.corrupt' });
    expect(versionOf(file)).toBe(1);
    expect(bodiesOf(file, 'role_set')).toEqual([]);
    expect(existsSync(file)).toBe(true);
  });
});
