import { maxKeyChars, type GivenKey } from '../../../shared/contract/token.ts';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';

export interface KeyProblem {
  readonly message: string;
  /** True for what must not stay in a field: a private or a secret key. */
  readonly isSecret: boolean;
}

/**
 * Reads what somebody gives as a key: a public key in PEM, a key set, or a single key of one, which is taken to
 * be the one the token names. Null for an empty field: the keys of the instance.
 */
export function readKey(text: string, tokenKid: unknown): Result<GivenKey | null, KeyProblem> {
  const trimmed = text.trim();
  if (trimmed === '') return ok(null);
  if (/sk_(test|live)_|whsec_/.test(trimmed))
    return secret(
      'That is a secret key: it was not read and is not kept. Verifying needs a public key.',
    );
  if (/PRIVATE KEY/.test(trimmed))
    return secret('That is a private key: it was not read and is not kept. Give the public one.');
  if (trimmed.length > maxKeyChars) return problem('This is too long to be a key or a key set.');
  if (trimmed.startsWith('-----BEGIN')) return ok({ pem: trimmed });
  if (!trimmed.startsWith('{'))
    return problem(
      'Give a public key in PEM (-----BEGIN PUBLIC KEY-----) or the JSON of a key set.',
    );
  return readKeySet(trimmed, tokenKid);
}

function readKeySet(text: string, tokenKid: unknown): Result<GivenKey | null, KeyProblem> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return problem('This key set is not valid JSON.');
  }
  if (/"d"\s*:/.test(text))
    return secret(
      'That holds a private key: it was not read and is not kept. Give the public one.',
    );
  const { keys, kty, kid } = value as { keys?: unknown; kty?: unknown; kid?: unknown };
  if (Array.isArray(keys)) return ok({ jwks: text });
  if (kty === undefined) return problem('A key set is an object with a list named keys.');
  const single = { ...(value as object), kid: kid ?? tokenKid };
  return ok({ jwks: JSON.stringify({ keys: [single] }) });
}

const problem = (message: string): Result<never, KeyProblem> => err({ message, isSecret: false });
const secret = (message: string): Result<never, KeyProblem> => err({ message, isSecret: true });

/** A list typed by a person: separated by commas, spaces or lines. */
export const readNames = (text: string): string[] =>
  text.split(/[\s,]+/).filter((name) => name !== '');
