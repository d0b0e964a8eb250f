import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { CompiledTemplate, PreviewContext } from './types.ts';

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
}

/** Counts the types that the templated values of a template take, context by context. */
export class TypeTally {
  readonly #template: CompiledTemplate;
  readonly #leaves: readonly { path: readonly string[]; counts: Record<ValueType, number> }[];

  constructor(template: CompiledTemplate, claims: JsonObject) {
    this.#template = template;
    this.#leaves = template.claimNames
      .flatMap((name) => templatedPaths(claims[name], [name]))
      .map((path) => ({ path, counts: { ...none } }));
  }

  add(context: PreviewContext): void {
    const made = this.#template.render(context);
    for (const { path, counts } of this.#leaves) counts[typeOf(valueAt(made, path))] += 1;
  }

  report(): readonly TypeCount[] {
    return this.#leaves.map(({ path, counts }) => ({ path, counts: { ...counts } }));
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
