import { isJsonObject, type Json, type JsonObject } from '../json.ts';

export const valueTypes = ['null', 'string', 'number', 'boolean', 'list', 'object'] as const;
export type ValueType = (typeof valueTypes)[number];

const typeOf = (value: Json | undefined): ValueType => {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
};

/** How often a templated value was of each type. */
export interface TypeCount {
  /** Names from the top of the claims to the value. */
  readonly path: readonly string[];
  readonly counts: Readonly<Record<ValueType, number>>;
  /** Against the other text: contexts whose value becomes null, and contexts whose value changes its type otherwise. */
  readonly nulled: number;
  readonly retyped: number;
}

interface Leaf {
  readonly path: readonly string[];
  readonly counts: Record<ValueType, number>;
  nulled: number;
  retyped: number;
}

/** Counts the types that the templated values of a text take, context by context. */
export class TypeTally {
  readonly #leaves: readonly Leaf[];

  /** `names` are the claims that the text makes. */
  constructor(names: readonly string[], claims: JsonObject) {
    this.#leaves = names
      .flatMap((name) => templatedPaths(claims[name], [name]))
      .map((path) => ({ path, counts: { ...none }, nulled: 0, retyped: 0 }));
  }

  /** `made` is what the text gives in a context, `before` what another one gives there, where there is one. */
  add(made: JsonObject, before: JsonObject | null): void {
    for (const leaf of this.#leaves) {
      const type = typeOf(valueAt(made, leaf.path));
      leaf.counts[type] += 1;
      if (before === null) continue;
      const old = typeOf(valueAt(before, leaf.path));
      if (old === 'null' || old === type) continue;
      if (type === 'null') leaf.nulled += 1;
      else leaf.retyped += 1;
    }
  }

  report(): readonly TypeCount[] {
    return this.#leaves.map((leaf) => ({ ...leaf, counts: { ...leaf.counts } }));
  }
}

const none: Readonly<Record<ValueType, number>> = {
  null: 0,
  string: 0,
  number: 0,
  boolean: 0,
  list: 0,
  object: 0,
};

function templatedPaths(value: Json | undefined, path: readonly string[]): (readonly string[])[] {
  if (typeof value === 'string') return value.includes('{{') ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => templatedPaths(inner, [...path, name]));
}

function valueAt(made: JsonObject, path: readonly string[]): Json | undefined {
  let at: Json | undefined = made;
  for (const name of path) {
    if (Array.isArray(at)) at = (at as readonly Json[])[Number(name)];
    else if (isJsonObject(at) && Object.hasOwn(at, name)) at = at[name];
    else return undefined;
  }
  return at;
}
