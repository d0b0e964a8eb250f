import type { PermissionRecord, RoleRecord, RoleSetRecord } from '../state/records.ts';
import { ordered } from '../wire/paging.ts';
import type { BapiCall } from './call.ts';

/** The rows a list asks for with `query`, in the order it asks for. */
export function filtered<R extends RoleRecord | PermissionRecord | RoleSetRecord>(
  call: BapiCall,
  rows: readonly R[],
): R[] {
  const text = call.query.get('query')?.toLowerCase();
  const matching = rows.filter(
    (row) =>
      text === undefined ||
      row.id.toLowerCase() === text ||
      row.key.includes(text) ||
      row.name.toLowerCase().includes(text),
  );
  return ordered(matching, call.query, {
    created_at: (row) => row.created_at,
    name: (row) => row.name.toLowerCase(),
    key: (row) => row.key,
  });
}
