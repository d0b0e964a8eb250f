import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations, type Migration } from '../../../../main/backend/store/migrations.ts';
import { openPostgresStore } from '../../../../main/backend/store/openPostgres.ts';
import type { Writer } from '../../../../main/backend/store/store.ts';
import { OrgSettings } from '../../../../shared/contract/http.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { storeSuite } from './suite.ts';

const writer: Writer = {
  userId: 'user_1',
  sessionId: 'sess_1',
  impersonatorId: null,
  requestId: 'request-1',
};

describe('the PostgreSQL store', () => {
  let server: TestPostgres;
  let shared: string;
  beforeAll(async () => {
    server = await startPostgres();
    shared = await server.create();
  });
  afterAll(() => server.end());

  storeSuite(() => openPostgresStore({ url: shared, connections: 4 }));

  it('is migrated once by four copies that start at once, and by none that starts later', async () => {
    const url = await server.create();
    const runs: number[] = [];
    const counted: Migration[] = migrations.map((step) => ({
      ...step,
      up: async (trx) => {
        runs.push(step.version);
        await step.up(trx);
      },
    }));
    const copies = await Promise.all(
      [1, 2, 3, 4].map(() => openPostgresStore({ url, migrations: counted, connections: 2 })),
    );
    expect(runs).toEqual(migrations.map(({ version }) => version));
    await Promise.all(copies.map((copy) => copy.close()));

    // The older copy keeps out of a database that a newer one has taken further.
    const later: Migration = {
      version: 99,
      name: 'later',
      up: async (trx) => {
        await trx.schema.alterTable('items').addColumn('note', 'text').execute();
      },
    };
    const newer = await openPostgresStore({ url, migrations: [...migrations, later] });
    await newer.close();
    await expect(openPostgresStore({ url })).rejects.toMatchObject({
      error: { code: 'store.newer_schema', details: { found: 99 } },
    });
  });

  it('writes nothing at all when a part of a write fails', async () => {
    const url = await server.create();
    const store = await openPostgresStore({ url });
    await server.run(url, 'alter table audit_log add constraint none check (false)');
    await expect(
      store.saveSettings('org:a', OrgSettings.parse({}), 'absent', writer),
    ).rejects.toMatchObject({ error: { code: 'store.unavailable' } });
    expect(await store.readSettings('org:a')).toBeNull();
    expect(await store.settingsHistory('org:a', 10)).toEqual([]);
    await store.close();
  });

  it('says what is wrong, and never quotes the address', async () => {
    const good = new URL(shared);
    const wrong = (change: (url: URL) => void): string => {
      const url = new URL(good);
      change(url);
      return url.href;
    };
    for (const [url, says] of [
      [wrong((u) => (u.password = 'canary')), 'password'],
      [wrong((u) => (u.pathname = '/canary')), 'database of that name'],
      [wrong((u) => (u.port = '1')), 'cannot be used'],
    ] as const) {
      const failure: unknown = await openPostgresStore({ url }).catch((cause: unknown) => cause);
      expect(failure).toMatchObject({
        error: { code: 'store.unavailable', message: expect.stringContaining(says) as string },
      });
      expect(JSON.stringify((failure as { error: unknown }).error)).not.toContain('canary');
    }
  });

  it('comes back by itself after the database was gone', async () => {
    const url = await server.create();
    const store = await openPostgresStore({ url });
    await store.createItem('org:a', 'Before', writer);
    await server.stop();
    await expect(store.createItem('org:a', 'Meanwhile', writer)).rejects.toMatchObject({
      error: { code: 'store.unavailable' },
    });
    await expect(store.ping()).rejects.toMatchObject({ error: { code: 'store.unavailable' } });
    await server.start();
    await store.createItem('org:a', 'After', writer);
    const titles = (await store.listItems('org:a', 10, null)).data.map(({ title }) => title);
    expect(titles).toEqual(['After', 'Before']);
    await store.close();
  });
});
