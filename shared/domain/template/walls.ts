import { base64urlBytes } from '../../kernel/base64url.ts';
import { utf8Length } from '../../kernel/bytes.ts';
import type { DecodedToken } from '../token/decode.ts';
import { budget, sessionCookie } from '../token/size.ts';
import { predictSessionToken, predictTemplateToken, type PredictedToken } from './predict.ts';
import type { TemplateKind } from './types.ts';

/** A limit, as the bytes of custom claims at which it is reached. */
export interface Wall {
  readonly name: string;
  readonly bytes: number;
  /** What happens beyond it, and how the number came about. */
  readonly rule: string;
}

/** Bytes of custom claims with which a token has at most `chars` characters beside what it carries anyway. */
function roomIn(empty: PredictedToken, chars: number): number {
  const payload = base64urlBytes(chars - empty.headerChars - empty.signatureChars - 2);
  const own = base64urlBytes(empty.payloadChars);
  // The first custom member brings a comma, and its braces are those of the payload.
  return Math.max(2, payload - own + 1);
}

/**
 * The limits that hold for claims of a kind, nearest first. Those of a whole token are counted with the default
 * claims and the signature of `live`, a session token of the instance: other people's default claims differ by
 * some bytes.
 */
export function wallsOf(kind: TemplateKind, live: DecodedToken | null): readonly Wall[] {
  if (kind === 'session-claims') {
    const advice: readonly Wall[] = [
      {
        name: 'Budget',
        bytes: budget.customBytes,
        rule: 'Clerk’s advice for all custom claims together: 1.2 KB, read as 1,200 bytes.',
      },
      {
        name: 'Budget, read in binary',
        bytes: budget.binaryBytes,
        rule: 'The same advice, read as 1.2 × 1,024 bytes.',
      },
    ];
    if (live === null) return advice;
    const room = roomIn(predictSessionToken({}, live), budget.cookieBytes - sessionCookie.length);
    return [
      ...advice,
      {
        name: 'Cookie',
        bytes: room,
        rule: 'Browsers drop a cookie over 4,096 bytes. Counted with the default claims of your own token; another person’s differ by their permissions, features and ids.',
      },
    ].toSorted((a, b) => a.bytes - b.bytes);
  }
  const empty = predictTemplateToken(
    {},
    {
      userId: typeof live?.claims['sub'] === 'string' ? live.claims['sub'] : 'u'.repeat(32),
      issuer: typeof live?.claims['iss'] === 'string' ? live.claims['iss'] : 'h'.repeat(40),
      keyId: typeof live?.header['kid'] === 'string' ? live.header['kid'] : 'k'.repeat(31),
      lifetimeSec: 60,
      clockSkewSec: 5,
      algorithm: 'RS256',
      rsaSignatureBytes: live?.segments.signature.bytes ?? 256,
      nowSec: 1_800_000_000,
    },
  );
  const scheme = utf8Length('Bearer ');
  return [
    {
      name: 'Advice for session tokens',
      bytes: budget.customBytes,
      rule: 'Clerk’s 1.2 KB is said of session tokens; a template token has no cookie, so this is a comparison and no limit.',
    },
    {
      name: 'Proxy header',
      bytes: roomIn(empty, budget.proxyHeaderBytes - scheme),
      rule: 'Common proxies refuse a header over 8,192 bytes. Counted for “Bearer” and a token with the instance’s own key.',
    },
  ];
}
