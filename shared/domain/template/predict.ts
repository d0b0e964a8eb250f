import { base64urlLength } from '../../kernel/base64url.ts';
import { utf8Length } from '../../kernel/bytes.ts';
import type { JsonObject } from '../json.ts';
import { defaultClaimNames } from '../token/customClaims.ts';
import type { DecodedToken } from '../token/decode.ts';
import { tokenCategories, tokenKind } from '../token/tokenKind.ts';

/** A token that was not minted: everything but its id and its signature, which only the instance can give. */
export interface PredictedToken {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  /** Members of the payload that Clerk writes itself. */
  readonly generated: readonly string[];
  /** Encoded characters of the three segments, and of the whole with its two dots. */
  readonly headerChars: number;
  readonly payloadChars: number;
  readonly signatureChars: number;
  readonly totalChars: number;
}

/** Clerk's token ids have this many characters (observed). */
const idChars = 20;

/** Signature bytes of an algorithm whose signatures are all of one length; null when the key decides. */
const signatureBytes: Readonly<Record<string, number>> = {
  HS256: 32,
  HS384: 48,
  HS512: 64,
  ES256: 64,
  ES384: 96,
};

/** The token a JWT template would give: the documented generated claims, then its own. No `azp`, as for native clients. */
export function predictTemplateToken(
  claims: JsonObject,
  options: {
    readonly userId: string;
    readonly issuer: string;
    readonly keyId: string;
    readonly lifetimeSec: number;
    readonly clockSkewSec: number;
    readonly algorithm: string;
    /** Bytes of an RSA signature of the instance's key; 256 for 2,048 bits. */
    readonly rsaSignatureBytes: number;
    readonly nowSec: number;
  },
): PredictedToken {
  const { nowSec, algorithm } = options;
  const generated = {
    exp: nowSec + options.lifetimeSec,
    iat: nowSec,
    iss: options.issuer,
    jti: '·'.repeat(idChars),
    nbf: nowSec - options.clockSkewSec,
    sub: options.userId,
  };
  return assemble(
    { alg: algorithm, cat: tokenCategories.template, kid: options.keyId, typ: 'JWT' },
    { ...generated, ...claims },
    Object.keys(generated),
    signatureBytes[algorithm] ?? options.rsaSignatureBytes,
  );
}

/** The session token after its custom claims were replaced: the default claims of a live one stay. */
export function predictSessionToken(claims: JsonObject, live: DecodedToken): PredictedToken {
  const names = defaultClaimNames(tokenKind(live.header, live.claims));
  const kept = Object.entries(live.claims).filter(([name]) => names.has(name));
  return assemble(
    live.header,
    { ...Object.fromEntries(kept), ...claims },
    kept.map(([name]) => name),
    live.segments.signature.bytes,
  );
}

function assemble(
  header: JsonObject,
  payload: JsonObject,
  generated: readonly string[],
  macBytes: number,
): PredictedToken {
  const headerChars = base64urlLength(utf8Length(JSON.stringify(header)));
  // The dots that stand for the id are two bytes each, the id's own characters one.
  const hidden = payload['jti'] === '·'.repeat(idChars) ? idChars : 0;
  const payloadChars = base64urlLength(utf8Length(JSON.stringify(payload)) - hidden);
  const signatureChars = base64urlLength(macBytes);
  return {
    header,
    payload,
    generated,
    headerChars,
    payloadChars,
    signatureChars,
    totalChars: headerChars + payloadChars + signatureChars + 2,
  };
}
