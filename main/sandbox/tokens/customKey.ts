import { createPrivateKey } from 'node:crypto';
import type { SigningAlgorithm, SigningKey } from './jws.ts';

/** The custom key of a template, ready to sign. @throws when the text is no key for the algorithm. */
export function signingKeyOf(alg: SigningAlgorithm, text: string): SigningKey {
  if (alg.startsWith('HS')) return { kind: 'secret', secret: text };
  const key = createPrivateKey(text);
  const wanted = alg.startsWith('ES') ? 'ec' : 'rsa';
  if (key.asymmetricKeyType !== wanted) throw new TypeError(`not an ${wanted} key`);
  return { kind: 'asymmetric', key };
}
