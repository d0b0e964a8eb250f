/** Writes until it is killed, and tells its parent of each write once the store says that it is on disk. */
import { openPostgresStore } from '../../../../main/backend/store/openPostgres.ts';
import { openSqliteStore } from '../../../../main/backend/store/openSqlite.ts';
import { OrgSettings } from '../../../../shared/contract/http.ts';

/** A write that is on disk: the version of a tenant's settings, or an item's id. */
export type Acknowledged =
  { readonly tenant: `org:${string}`; readonly version: number } | { readonly item: string };

const tell = (write: Acknowledged): void => {
  process.send?.(write);
};

const [database = '', life = '', writers = '1'] = process.argv.slice(2);
const store = database.startsWith('postgres')
  ? await openPostgresStore({ url: database })
  : await openSqliteStore({ file: database });
const writer = { userId: 'u', sessionId: 's', impersonatorId: null, requestId: `life-${life}` };
const settings = OrgSettings.parse({ displayName: 'x'.repeat(100) });

async function writeOn(at: number): Promise<void> {
  // Half of the tenants are new in each life, the others go on where the last one was killed.
  const tenant = at % 2 === 0 ? (`org:kept_${at}` as const) : (`org:${life}_${at}` as const);
  for (;;) {
    const version = (await store.readSettings(tenant))?.version ?? 0;
    const condition = version === 0 ? 'absent' : [version];
    const written = await store.saveSettings(tenant, settings, condition, writer);
    if (written.outcome === 'saved') tell({ tenant, version: written.record.version });
    const item = await store.createItem('org:items', `Item of ${at}`, writer);
    tell({ item: item.id });
  }
}

await Promise.all(Array.from({ length: Number(writers) }, (_, at) => writeOn(at)));
