import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { ClerkApiError, formInvalid } from '../errors.ts';

/** Low on purpose: it guards made-up people, and a test machine signs in hundreds of times. */
const cost = 4096;

export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  const hash = scryptSync(password.normalize('NFKC'), salt, 32, { N: cost });
  return `scrypt$${cost}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

export function passwordMatches(password: string, digest: string): boolean {
  const [, n, salt, hash] = digest.split('$');
  if (n === undefined || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64url');
  const found = scryptSync(
    password.normalize('NFKC'),
    Buffer.from(salt, 'base64url'),
    expected.length,
    { N: Number(n) },
  );
  return timingSafeEqual(found, expected);
}

/** @throws ClerkApiError 422 when the password is too short to be taken */
export function checkNewPassword(password: string, param: string): void {
  if (Array.from(password).length < 8) {
    throw new ClerkApiError(
      422,
      'form_password_length_too_short',
      'Passwords must be 8 characters or more.',
      { param },
    );
  }
  if (password.length > 72) {
    throw formInvalid(param, 'Passwords must be 72 characters or fewer.');
  }
}
