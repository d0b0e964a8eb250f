import { AppException, appError } from '../../shared/errors/appError.ts';
import type { ApiRecord } from './port.ts';

/**
 * Ids go into addresses that are called with the secret key, so nothing else may get through: no slash, no dot.
 * Clerk's ids are opaque; letters, digits, `_` and `-` cover every kind seen.
 */
const ID = /^[A-Za-z0-9_-]{1,128}$/;

export function assertId(
  id: string,
  kind:
    | 'user'
    | 'organization'
    | 'session'
    | 'template'
    | 'invitation'
    | 'role'
    | 'permission'
    | 'domain',
): void {
  if (ID.test(id)) return;
  throw new AppException(
    appError('resource.not_found', `There is no ${kind} with this id.`, {
      remedy: 'Copy the id again; it has letters, digits, _ and - only.',
    }),
  );
}

/** For an answer that is not what the Backend API documents, such as another server's page. */
export function unreadable(call: string): AppException {
  return new AppException(
    appError('clerk.refused', 'Clerk’s answer could not be read.', {
      details: { call },
      remedy: 'Check the address of the Backend API; it must answer in plain JSON.',
    }),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Copies a resource without its `private_metadata`, and that of the resources embedded in it. */
export function withoutPrivate(value: unknown, call: string): ApiRecord {
  if (!isRecord(value)) throw unreadable(call);
  return strip(value) as ApiRecord;
}

/** Metadata is the customer's own: a key of that name inside it is left alone. */
const isMetadata = (key: string): boolean => key === 'public_metadata' || key === 'unsafe_metadata';

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'private_metadata')
      .map(([key, member]) => [key, isMetadata(key) ? member : strip(member)]),
  );
}

export const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' ? value : otherwise;
export const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
export const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
export const recordOr = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
