import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A signing key of a made-up instance, generated at run time. */
export interface TestKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly jwk: Readonly<Record<string, unknown>>;
}

export function makeKey(kid: string): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { kty, n, e } = publicKey.export({ format: 'jwk' });
  return { kid, privateKey, jwk: { kty, n, e, kid, use: 'sig', alg: 'RS256' } };
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs any header and claims with RS256, whatever the header says. */
export function sign(
  key: TestKey,
  header: Readonly<Record<string, unknown>>,
  claims: Readonly<Record<string, unknown>>,
): string {
  const data = `${encode(header)}.${encode(claims)}`;
  const signature = createSign('RSA-SHA256').update(data).sign(key.privateKey, 'base64url');
  return `${data}.${signature}`;
}
