import { formInvalid } from '../errors.ts';
import type { Form } from './form.ts';

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** `limit` 1 to 500, 10 by default; `offset` from 0. @throws ClerkApiError 422 outside of these */
export function pageOf(query: Form): Page {
  const read = (name: string, fallback: number, low: number, high: number): number => {
    const text = query.get(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (!Number.isInteger(value) || value < low || value > high) {
      throw formInvalid(name, `${name} must be a whole number from ${low} to ${high}.`);
    }
    return value;
  };
  return {
    limit: read('limit', 10, 1, 500),
    offset: read('offset', 0, 0, Number.MAX_SAFE_INTEGER),
  };
}

/** `{ data, total_count }`: the shapes are made for the rows of the page only. */
export function pageShape<R>(
  rows: readonly R[],
  { limit, offset }: Page,
  shape: (row: R) => object,
): { data: object[]; total_count: number } {
  return { data: rows.slice(offset, offset + limit).map(shape), total_count: rows.length };
}

type SortKey = string | number | null;

/**
 * Sorts by `order_by=+field` or `-field`; `-created_at` by default. Equal rows keep the order of their ids, so that
 * pages neither skip nor repeat a row.
 */
export function ordered<R extends { readonly id: string }>(
  rows: readonly R[],
  query: Form,
  fields: Readonly<Record<string, (row: R) => SortKey>>,
): R[] {
  // An unescaped plus sign arrives as a space.
  const wanted = (query.get('order_by') ?? '-created_at').trim();
  const descending = wanted.startsWith('-');
  const key = fields[wanted.replace(/^[+-]/, '')];
  if (key === undefined) {
    throw formInvalid('order_by', `order_by takes ${Object.keys(fields).join(', ')} with + or -.`);
  }
  const sign = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: key(row) }))
    .sort((a, b) => sign * compare(a.key, b.key) || (a.row.id < b.row.id ? -1 : 1))
    .map(({ row }) => row);
}

function compare(a: SortKey, b: SortKey): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
