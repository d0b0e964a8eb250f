import { AppException, appError } from '../../../shared/errors/appError.ts';

/** SQLite's primary result codes that mean the file itself is bad (sqlite.org/rescode.html). */
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

const sqliteCode = (cause: unknown): number | null =>
  cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number'
    ? cause.errcode & 0xff
    : null;

const isSystemError = (cause: unknown): boolean =>
  cause instanceof Error &&
  'code' in cause &&
  typeof cause.code === 'string' &&
  /^E[A-Z]+$/.test(cause.code);

/** A database failure as the one error shape. The driver's text stays in `cause`, which only the log sees. */
export function storeFailure(cause: unknown): AppException {
  if (cause instanceof AppException) return cause;
  const code = sqliteCode(cause);
  if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB) {
    return new AppException(
      appError('store.corrupt', 'The settings database is damaged and was left as it is.', {
        remedy: 'Stop Claimdeck and put back a copy of the database, or start with an empty one.',
      }),
      { cause },
    );
  }
  if (code !== null || isSystemError(cause)) {
    return new AppException(
      appError('store.unavailable', 'The settings database cannot be used just now.', {
        remedy: 'Check that the data folder can be written and that its disk is not full.',
        ...(code === null ? {} : { details: { sqlite: code } }),
      }),
      { cause },
    );
  }
  return new AppException(
    appError('internal.unexpected', 'The settings database failed unexpectedly.'),
    { cause },
  );
}
