import { isJsonObject, type JsonObject } from '../../shared/domain/json.ts';
import { rejected } from './rejection.ts';

/** A token taken apart. Nothing of it is verified. */
export interface CompactToken {
  /** What the signature covers: header and claims as they were sent. */
  readonly signed: string;
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly signature: Buffer;
}

/** No session token is longer: it would not fit a request's headers. */
const LONGEST_TOKEN = 16_000;
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const COMPACT_JWS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

/** Splits and decodes tokens; the headers of an instance are all alike, so the last one read is remembered. */
export function createTokenReader(): (token: string) => CompactToken {
  let lastText = '';
  let lastHeader: JsonObject = {};
  return (token) => {
    const parts = token.length > LONGEST_TOKEN ? null : COMPACT_JWS.exec(token);
    if (parts === null) throw rejected('token-invalid');
    const [, first = '', second = '', third = ''] = parts;
    if (first !== lastText) {
      const header = parseSegment(first);
      if (!isJsonObject(header)) throw rejected('token-invalid');
      lastHeader = header;
      // A copy: a part of a text keeps the whole text, here a token, in memory.
      lastText = Buffer.from(first, 'latin1').toString('latin1');
    }
    const claims = parseSegment(second);
    if (!isJsonObject(claims)) throw rejected('token-invalid');
    const signed = token.slice(0, first.length + 1 + second.length);
    return { signed, header: lastHeader, claims, signature: decodeSegment(third) };
  };
}

/**
 * One spelling for the same bytes: bits that are left over have to be zero, as in the SDK's own decoder. One character
 * more than full groups of four holds no byte.
 */
function decodeSegment(segment: string): Buffer {
  const over = segment.length % 4;
  const last = BASE64URL.indexOf(segment[segment.length - 1] ?? '');
  const isOneSpelling = over === 0 || (over === 2 ? last % 16 === 0 : over === 3 && last % 4 === 0);
  if (!isOneSpelling) throw rejected('token-invalid');
  return Buffer.from(segment, 'base64url');
}

function parseSegment(segment: string): unknown {
  const text = decodeSegment(segment).toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw rejected('token-invalid', cause);
  }
}
