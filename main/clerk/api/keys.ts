import type { ClerkApi, SigningKey } from '../port.ts';
import { recordOr, unreadable } from '../readers.ts';
import type { Calls } from './calls.ts';

export function keyCalls({ call }: Calls): Pick<ClerkApi, 'listSigningKeys'> {
  return {
    async listSigningKeys() {
      const answer: unknown = await call((c) => c.jwks.getJwks());
      const keys = recordOr(answer)['keys'];
      if (!Array.isArray(keys)) throw unreadable('jwks.getJwks');
      return keys.flatMap(toSigningKey);
    },
  };
}

/** 2048 bits in base64url: shorter moduli are refused. */
const SHORTEST_MODULUS = 342;

function toSigningKey(value: unknown): SigningKey[] {
  const { kid, kty, alg, use, n, e } = recordOr(value);
  const usable =
    typeof kid === 'string' &&
    kty === 'RSA' &&
    (alg === undefined || alg === 'RS256') &&
    (use === undefined || use === 'sig') &&
    typeof n === 'string' &&
    n.length >= SHORTEST_MODULUS &&
    typeof e === 'string';
  return usable ? [{ kid, kty: 'RSA', alg: 'RS256', n, e }] : [];
}
