import {
  constants,
  createHmac,
  sign as signWith,
  timingSafeEqual,
  verify as verifyWith,
  type KeyObject,
} from 'node:crypto';

const encode = (value: object): string =>
  Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

/** A key together with the way it signs; `secret` is the shared secret of HS256 and its siblings. */
export type SigningKey =
  | { readonly kind: 'asymmetric'; readonly key: KeyObject }
  | { readonly kind: 'secret'; readonly secret: string };

/** Algorithms the sandbox can sign with. Clerk documents RS256 and HS256; the others follow RFC 7518. */
export const signingAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'HS256',
  'HS384',
  'HS512',
  'ES256',
  'ES384',
] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

export const isSigningAlgorithm = (name: string): name is SigningAlgorithm =>
  signingAlgorithms.some((known) => known === name);

/** Compact JWS of a header and a payload, members in the order given. */
export function signCompact(
  header: { readonly alg: SigningAlgorithm } & Readonly<Record<string, unknown>>,
  payload: object,
  key: SigningKey,
): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signature(header.alg, Buffer.from(input), key).toString('base64url')}`;
}

function signature(alg: SigningAlgorithm, input: Buffer, key: SigningKey): Buffer {
  const hash = `sha${alg.slice(2)}`;
  if (key.kind === 'secret') return createHmac(hash, key.secret).update(input).digest();
  if (alg.startsWith('ES')) {
    return signWith(hash, input, { key: key.key, dsaEncoding: 'ieee-p1363' });
  }
  return signWith(hash, input, { key: key.key, padding: constants.RSA_PKCS1_PADDING });
}

/** Payload of a compact RS256 JWS of our own, or null when it is not one. Times are not looked at. */
export function openCompact(token: string, key: KeyObject): Record<string, unknown> | null {
  const [header, payload, mac, more] = token.split('.');
  if (header === undefined || payload === undefined || mac === undefined || more !== undefined) {
    return null;
  }
  try {
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg?: unknown };
    if (alg !== 'RS256') return null;
    const genuine = verifyWith(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      { key, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(mac, 'base64url'),
    );
    if (!genuine) return null;
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null
      ? (claims as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Compares without telling by its time how much was right. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
