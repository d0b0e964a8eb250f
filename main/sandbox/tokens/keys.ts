import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** The instance's RS256 pair and the key set that publishes it. */
export interface InstanceKeys {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwks: { readonly keys: readonly Readonly<Record<string, string>>[] };
}

/** A new 2048-bit RSA key as PKCS#8 PEM. */
export function newPrivateKeyPem(): string {
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

/** `kid` is the instance id, as at Clerk. */
export function keysOf(kid: string, privateKeyPem: string): InstanceKeys {
  const privateKey = createPrivateKey(privateKeyPem);
  const publicKey = createPublicKey(privateKey);
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  return {
    kid,
    privateKey,
    publicKey,
    jwks: { keys: [{ use: 'sig', kty: 'RSA', kid, alg: 'RS256', n, e }] },
  };
}
