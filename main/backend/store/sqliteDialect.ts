import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';

/** Statements kept prepared. The store has a few dozen; the bound is for safety. */
const KEPT_STATEMENTS = 200;

class Statement implements SqliteStatement {
  readonly reader: boolean;
  readonly #statement: StatementSync;
  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.reader = statement.columns().length > 0;
  }
  all(parameters: readonly unknown[]): unknown[] {
    return this.#statement.all(...(parameters as SQLInputValue[]));
  }
  run(parameters: readonly unknown[]): {
    changes: number | bigint;
    lastInsertRowid: number | bigint;
  } {
    return this.#statement.run(...(parameters as SQLInputValue[]));
  }
  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return this.#statement.iterate(...(parameters as SQLInputValue[]));
  }
}

/** `node:sqlite` under Kysely's own SQLite dialect, which asks only for `prepare` and `close`. */
class NodeSqlite implements SqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, Statement>();
  constructor(database: DatabaseSync) {
    this.#database = database;
  }
  prepare(text: string): SqliteStatement {
    // A plain BEGIN takes the write lock only at the first write and may then find that another process moved
    // on; IMMEDIATE takes it at once. All transactions of the store write.
    if (text === 'begin') return new Statement(this.#database.prepare('begin immediate'));
    const known = this.#prepared.get(text);
    if (known !== undefined) return known;
    const statement = new Statement(this.#database.prepare(text));
    // Schema statements run once; keeping them would only fill the map.
    if (/^\s*(create|alter|drop)/i.test(text)) return statement;
    if (this.#prepared.size >= KEPT_STATEMENTS) this.#prepared.clear();
    this.#prepared.set(text, statement);
    return statement;
  }
  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }
}

export const sqliteDialect = (database: DatabaseSync): SqliteDialect =>
  new SqliteDialect({ database: new NodeSqlite(database) });
