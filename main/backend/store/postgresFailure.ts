import { AppException, appError } from '../../../shared/errors/appError.ts';

/** What people set up wrongly, by SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html). */
const setUp: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  '28P01': ['PostgreSQL refused the user or the password.', 'Correct them in DATABASE_URL.'],
  '28000': ['PostgreSQL refused the user or the password.', 'Correct them in DATABASE_URL.'],
  '3D000': ['PostgreSQL has no database of that name.', 'Create it, or correct DATABASE_URL.'],
  '42501': [
    'The user of the database may not do this.',
    'Give the user of DATABASE_URL the right to create and change tables in its schema.',
  ],
};

/** A failure of PostgreSQL as the one error shape. Its own text stays in `cause`, which only the log sees. */
export function postgresFailure(cause: unknown): AppException {
  if (cause instanceof AppException) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  // Text that cannot be stored: a NUL, or bytes that are no UTF-8.
  if (code === '22021' || code === '22P05') {
    return new AppException(
      appError('boundary.bad_input', 'The text holds a character that cannot be stored.', {
        remedy: 'Take out the NUL character.',
      }),
      { cause },
    );
  }
  const known = setUp[code];
  const details = /^[0-9A-Z]{5}$/.test(code) ? { details: { sqlstate: code } } : {};
  return new AppException(
    appError('store.unavailable', known?.[0] ?? 'The settings database cannot be used just now.', {
      remedy: known?.[1] ?? 'Check that PostgreSQL runs and can be reached, then try again.',
      ...details,
    }),
    { cause },
  );
}
