import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Engine } from './kyselyStore.ts';
import { runNow, type Call, type Plan, type Ran } from './statement.ts';
import { isBusy, whenFree } from './whenFree.ts';

/** Most writes that share one commit; a batch stays well below a frame of waiting. */
const MOST_IN_ONE = 64;

interface Waiting {
  /** Does the work; returns how to tell its caller once the outcome is on disk. */
  work(): () => void;
  fail(cause: unknown): void;
}

/**
 * SQLite answers at once, so a whole transaction runs without giving way: nothing else of this process can see it
 * half done. Writes that wait for the same disk share one commit: it costs one flush, whatever it holds, so 32
 * writers pay it once instead of 32 times. Each write has a savepoint of its own: one that fails takes nothing of
 * the others with it, and none is told that it is done before all of it is on disk.
 */
export function createGroupCommit(database: DatabaseSync): Pick<Engine, 'read' | 'write'> {
  const run = createRunner(database);
  const exec = createCommands(database);
  const waiting: Waiting[] = [];
  let running = false;

  const failAll = (batch: readonly Waiting[], cause: unknown): void => {
    for (const write of batch) write.fail(cause);
  };

  const settle = (batch: readonly Waiting[]): void => {
    let told: readonly (() => void)[];
    try {
      told = commit(batch);
    } catch (cause) {
      failAll(batch, cause);
      return;
    }
    for (const tell of told) tell();
  };

  const commit = (batch: readonly Waiting[]): readonly (() => void)[] => {
    try {
      // One that is alone takes the whole transaction back when it fails.
      const told = batch.map((write) => (batch.length === 1 ? write.work() : fenced(write)));
      exec('commit');
      return told;
    } catch (cause) {
      // After some failures SQLite has taken the transaction back itself.
      if (database.isTransaction) exec('rollback');
      throw cause;
    }
  };

  /** One write among others: what it did is taken back when it fails, and nothing else. */
  const fenced = (write: Waiting): (() => void) => {
    exec('savepoint a_write');
    try {
      const tell = write.work();
      exec('release a_write');
      return tell;
    } catch (cause) {
      exec('rollback to a_write');
      exec('release a_write');
      return () => write.fail(cause);
    }
  };

  /**
   * Takes the write lock at once: a plain BEGIN takes it at the first write and may then find that another process
   * moved on. What is refused as busy has changed nothing.
   */
  const begin = (): void => exec('begin immediate');

  const drain = (): void => {
    const batch = waiting.splice(0, MOST_IN_ONE);
    try {
      begin();
    } catch (cause) {
      if (isBusy(cause)) void drainLater(batch);
      else {
        failAll(batch, cause);
        goOn();
      }
      return;
    }
    settle(batch);
    goOn();
  };

  /** Another process has the file: only then does this one wait, and promises cost what they cost. */
  const drainLater = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      await whenFree(begin);
      settle(batch);
    } catch (cause) {
      failAll(batch, cause);
    }
    goOn();
  };

  /** After what came in meanwhile was read: it joins the next commit, and nobody starves. */
  const goOn = (): void => {
    running = waiting.length > 0;
    if (running) setImmediate(drain);
  };

  return {
    read: async (plan) => runNow(plan(), run),
    write: <T>(plan: () => Plan<T>) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({
          work() {
            const value = runNow(plan(), run);
            return () => resolve(value);
          },
          fail: (cause) => reject(asError(cause)),
        });
        if (running) return;
        running = true;
        // Once everything that has arrived by now was read, so that it shares the first commit already.
        setImmediate(drain);
      }),
  };
}

/** Runs calls, each text prepared once. The store has a few dozen. */
function createRunner(database: DatabaseSync): (call: Call) => Ran {
  const prepared = new Map<string, { statement: StatementSync; isReader: boolean }>();
  return ({ query, parameters }) => {
    let known = prepared.get(query.sql);
    if (known === undefined) {
      const statement = database.prepare(query.sql);
      known = { statement, isReader: statement.columns().length > 0 };
      prepared.set(query.sql, known);
    }
    const values = parameters as readonly SQLInputValue[];
    if (known.isReader) return { rows: known.statement.all(...values), changed: 0 };
    return { rows: [], changed: Number(known.statement.run(...values).changes) };
  };
}

function createCommands(database: DatabaseSync): (text: string) => void {
  const prepared = new Map<string, StatementSync>();
  return (text) => {
    let statement = prepared.get(text);
    if (statement === undefined) {
      statement = database.prepare(text);
      prepared.set(text, statement);
    }
    statement.run();
  };
}

const asError = (cause: unknown): Error =>
  cause instanceof Error ? cause : new Error('the write failed', { cause });
