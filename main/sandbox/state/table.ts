/** Names of the extra ways to find a record, and the values it is found under. */
export type Indexes<R> = Readonly<Record<string, (record: R) => readonly string[]>>;

/** One change, as the database and an undo need it. */
export interface Change {
  readonly kind: string;
  readonly id: string;
  /** Null when the record is gone. */
  readonly record: object | null;
}

/** Records of one kind in memory, in insertion order, with secondary indexes. */
export class Table<R extends { readonly id: string }> {
  readonly #kind: string;
  readonly #indexes: Indexes<R>;
  readonly #rows = new Map<string, R>();
  /** Most values stand for one record: a lone id takes no set, which counts with 50,000 people. */
  readonly #byIndex = new Map<string, Map<string, string | Set<string>>>();
  readonly #changed: (change: Change, undo: () => void) => void;

  constructor(
    kind: string,
    indexes: Indexes<R>,
    changed: (change: Change, undo: () => void) => void,
  ) {
    this.#kind = kind;
    this.#indexes = indexes;
    this.#changed = changed;
    for (const name of Object.keys(indexes)) this.#byIndex.set(name, new Map());
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): R | undefined {
    return this.#rows.get(id);
  }

  all(): R[] {
    return [...this.#rows.values()];
  }

  /** Records standing under a value of an index. */
  find(index: string, value: string): R[] {
    const ids = this.#byIndex.get(index)?.get(value);
    if (ids === undefined) return [];
    const found: R[] = [];
    for (const id of typeof ids === 'string' ? [ids] : ids) {
      const row = this.#rows.get(id);
      if (row !== undefined) found.push(row);
    }
    return found;
  }

  count(index: string, value: string): number {
    const ids = this.#byIndex.get(index)?.get(value);
    if (ids === undefined) return 0;
    return typeof ids === 'string' ? 1 : ids.size;
  }

  put(record: R): R {
    const before = this.#set(record.id, record);
    this.#changed({ kind: this.#kind, id: record.id, record }, () => this.#set(record.id, before));
    return record;
  }

  delete(id: string): void {
    const before = this.#set(id, undefined);
    this.#changed({ kind: this.#kind, id, record: null }, () => this.#set(id, before));
  }

  /** Takes in a record that is already stored. */
  load(record: R): void {
    this.#set(record.id, record);
  }

  #set(id: string, record: R | undefined): R | undefined {
    const before = this.#rows.get(id);
    if (before !== undefined) this.#unindex(before);
    if (record === undefined) this.#rows.delete(id);
    else {
      this.#rows.set(id, record);
      this.#index(record);
    }
    return before;
  }

  #index(record: R): void {
    for (const [name, keys] of Object.entries(this.#indexes)) {
      const index = this.#byIndex.get(name);
      if (index === undefined) continue;
      for (const key of keys(record)) {
        const ids = index.get(key);
        if (ids === undefined) index.set(key, record.id);
        else if (typeof ids === 'string') index.set(key, new Set([ids, record.id]));
        else ids.add(record.id);
      }
    }
  }

  #unindex(record: R): void {
    for (const [name, keys] of Object.entries(this.#indexes)) {
      const index = this.#byIndex.get(name);
      for (const key of keys(record)) {
        const ids = index?.get(key);
        if (ids === undefined) continue;
        if (typeof ids === 'string') {
          if (ids === record.id) index?.delete(key);
          continue;
        }
        ids.delete(record.id);
        if (ids.size === 0) index?.delete(key);
      }
    }
  }
}
