import { AppException, appError } from '../../shared/errors/appError.ts';
import type { Anchor } from './pageAfter.ts';
import type { ItemCursor } from './store/store.ts';

/** A cursor as text for an address. It holds a place in the caller's own list, and nothing secret. */
export const writeCursor = (cursor: ItemCursor): string =>
  Buffer.from(`${cursor.createdAtMs}:${cursor.id}`).toString('base64url');

/** The place of a cursor; 400 for anything that `writeCursor` did not make. */
export function readCursor(text: string): ItemCursor {
  const match = /^(\d{1,15}):([A-Za-z0-9_-]{1,64})$/.exec(
    Buffer.from(text, 'base64url').toString('utf8'),
  );
  const [, time, id] = match ?? [];
  if (time === undefined || id === undefined) {
    throw badCursor();
  }
  return { createdAtMs: Number(time), id };
}

/** The place in a list of Clerk's, which is paged by counting. */
export const writeOffset = (offset: number): string =>
  Buffer.from(`offset:${offset}`).toString('base64url');

/** 400 for anything that `writeOffset` did not make. */
export function readOffset(text: string): number {
  const match = /^offset:(\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString('utf8'));
  if (match === null) throw badCursor();
  return Number(match[1]);
}

/** The place behind a row of a list of Clerk's; null = before the first one. */
export const writePlace = (place: Anchor | null): string =>
  Buffer.from(
    place === null ? 'after:' : `after:${place.end}:${place.createdAtMs}:${place.id}`,
  ).toString('base64url');

/** 400 for anything that `writePlace` did not make. */
export function readPlace(text: string): Anchor | null {
  const match = /^after:(?:(\d{1,9}):(\d{1,15}):([A-Za-z0-9_-]{1,64}))?$/.exec(
    Buffer.from(text, 'base64url').toString('utf8'),
  );
  if (match === null) throw badCursor();
  const [, end, createdAtMs, id] = match;
  return id === undefined ? null : { id, createdAtMs: Number(createdAtMs), end: Number(end) };
}

const badCursor = (): AppException =>
  new AppException(
    appError('boundary.bad_input', 'The cursor is not one that this list gave out.', {
      remedy: 'Start again without a cursor.',
    }),
  );
