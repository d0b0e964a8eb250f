import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** A statement built once; only its values differ from call to call. Building one takes longer than SQLite runs it. */
export interface Statement<Values, Row> {
  (values: Values): Call<Row>;
}

/** A statement with its values, as a driver runs it. */
export interface Call<Row = unknown> {
  readonly query: CompiledQuery<Row>;
  readonly parameters: readonly unknown[];
}

/** What running a call gave: rows for a reader, the number of changed rows for a writer. */
export interface Ran {
  readonly rows: readonly unknown[];
  readonly changed: number;
}

/**
 * A piece of work on the database as a generator of calls, so that one text of it serves drivers that answer at once
 * (SQLite) and drivers that answer later (PostgreSQL).
 */
export type Plan<T> = Generator<Call, T, Ran>;

/** Stands for a value while a statement is built. */
class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A slot for whatever value is asked for. */
const slots: object = new Proxy({}, { get: (_target, name) => new Slot(String(name)) });

/** Prepares statements for one database: each is built at its first use. */
export const prepareFor =
  (db: Kysely<Tables>) =>
  <Values extends object, Row>(
    build: (db: Kysely<Tables>, slots: Values) => Compilable<Row>,
  ): Statement<Values, Row> => {
    let query: CompiledQuery<Row> | undefined;
    /** For each parameter what it is, or the name of the value that it stands for. */
    let parameters: readonly unknown[] = [];
    return (values) => {
      if (query === undefined) {
        query = build(db, slots as Values).compile();
        parameters = query.parameters;
      }
      const given = values as Record<string, unknown>;
      return {
        query,
        parameters: parameters.map((value) => (value instanceof Slot ? given[value.name] : value)),
      };
    };
  };

/** The first row of a call, or undefined. */
export function* firstRow<Row>(call: Call<Row>): Plan<Row | undefined> {
  const { rows } = yield call;
  return rows[0] as Row | undefined;
}

/** How many rows a call changed. */
export function* changedRows(call: Call): Plan<number> {
  return (yield call).changed;
}

/** Carries a plan out with a driver that answers at once. */
export function runNow<T>(plan: Plan<T>, run: (call: Call) => Ran): T {
  let step = plan.next();
  while (step.done !== true) step = plan.next(run(step.value));
  return step.value;
}

/** Carries a plan out with a driver that answers later. */
export async function runLater<T>(plan: Plan<T>, run: (call: Call) => Promise<Ran>): Promise<T> {
  let step = plan.next();
  while (step.done !== true) step = plan.next(await run(step.value));
  return step.value;
}
