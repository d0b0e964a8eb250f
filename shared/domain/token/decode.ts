import { base64urlBytes, decodeBase64urlInto, isBase64url } from '../../kernel/base64url.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { auditJson } from './audit.ts';
import { fail, maxDepth, maxValues, type DecodeFailure, type SegmentName } from './failure.ts';
import { headerWarnings } from './header.ts';
import { payloadMembers, type PayloadMember } from './members.ts';
import { scratch, sourceBytes } from './scratch.ts';
import { scanJson } from './scan.ts';
import { warn, type TokenWarning } from './warnings.ts';

export type { DecodeFailure, SegmentName } from './failure.ts';

export interface Segment {
  /** As it stands in the token. */
  readonly text: string;
  /** Encoded characters. */
  readonly chars: number;
  /** Decoded bytes. */
  readonly bytes: number;
}

export interface DecodedToken {
  /** The token without the whitespace around it. */
  readonly raw: string;
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly segments: Readonly<Record<SegmentName, Segment>>;
  /** Top-level members of the payload as they lie in its bytes, in payload order. */
  readonly members: readonly PayloadMember[];
  readonly warnings: readonly TokenWarning[];
}

/** Longest text read: twice the largest token anyone should ever hold, and still quick. */
export const maxTokenChars = 16 * 1024 * 1024;

const strictDecoder = new TextDecoder('utf-8', { fatal: true });
const lenientDecoder = new TextDecoder('utf-8');

/**
 * Takes a compact JWS apart without trusting it: no signature is checked, nothing is looked up.
 * Total and linear: any text gives a token or one sentence. Reads what Clerk's verifier reads
 * (clerk/javascript packages/backend/src/jwt/verifyJwt.ts): `=` at the end of a segment is skipped,
 * bytes that are no UTF-8 become U+FFFD; both are warned about.
 */
export function decodeToken(text: string): Result<DecodedToken, DecodeFailure> {
  const raw = text.trim();
  if (raw === '') return fail('empty', null);
  if (raw.length > maxTokenChars) return fail('too-large', null);
  const firstDot = raw.indexOf('.');
  const secondDot = firstDot === -1 ? -1 : raw.indexOf('.', firstDot + 1);
  const thirdDot = secondDot === -1 ? -1 : raw.indexOf('.', secondDot + 1);
  if (secondDot === -1) return fail('not-three-parts', null);
  if (thirdDot !== -1) {
    const dots = raw.split('.', 6).length - 1;
    return fail(dots === 4 ? 'encrypted' : 'not-three-parts', null);
  }
  const source = sourceBytes(raw);
  // Only ASCII is base64url; anything else would also shift the places of the dots.
  if (source === null) return fail('bad-base64url', foreignSegment(raw));
  const warnings: TokenWarning[] = [];
  const token: Source = { raw, bytes: source, warnings };
  const header = readHeader(token, firstDot);
  if (!header.ok) return header;
  const payload = readObject(token, 'payload', firstDot + 1, secondDot);
  if (!payload.ok) return payload;
  const end = withoutPadding(token, 'signature', secondDot + 1, raw.length);
  if (!isBase64url(source, secondDot + 1, end)) return fail('bad-base64url', 'signature');
  for (const warning of headerWarnings(header.value.object, payload.value.object))
    warnings.push(warning);
  return ok({
    raw,
    header: header.value.object,
    claims: payload.value.object,
    segments: {
      header: header.value.segment,
      payload: payload.value.segment,
      signature: segmentOf(raw, secondDot + 1, raw.length, base64urlBytes(end - secondDot - 1)),
    },
    members: payload.value.members,
    warnings,
  });
}

interface Source {
  readonly raw: string;
  readonly bytes: Uint8Array;
  readonly warnings: TokenWarning[];
}

const segmentOf = (raw: string, start: number, end: number, bytes: number): Segment => ({
  text: raw.slice(start, end),
  chars: end - start,
  bytes,
});

/** The segment of the first character that is not ASCII. */
function foreignSegment(raw: string): SegmentName {
  const at = raw.search(/[^\0-\x7f]/);
  const dots = raw.slice(0, at).split('.').length - 1;
  return dots === 0 ? 'header' : dots === 1 ? 'payload' : 'signature';
}

function withoutPadding(token: Source, name: SegmentName, start: number, end: number): number {
  let last = end;
  while (last > start && token.bytes[last - 1] === 0x3d) last -= 1;
  if (last < end)
    token.warnings.push(
      warn(
        'padded-segment',
        `The ${name} ends in padding, which a compact token has not.`,
        '',
        name,
      ),
    );
  return last;
}

interface SegmentObject {
  readonly segment: Segment;
  readonly object: JsonObject;
  readonly members: readonly PayloadMember[];
}

const none: readonly PayloadMember[] = [];

/**
 * The last header read. An instance signs all its tokens with one key, so their headers are one text;
 * only a flat, faultless one is kept, and everyone gets a copy.
 */
let lastHeader: {
  readonly text: string;
  readonly bytes: number;
  readonly object: JsonObject;
} | null = null;

const longestKept = 512;

function readHeader(token: Source, end: number): Result<SegmentObject, DecodeFailure> {
  if (lastHeader?.text.length === end && token.raw.startsWith(lastHeader.text)) {
    const { text, bytes, object } = lastHeader;
    return ok({ segment: { text, chars: end, bytes }, object: { ...object }, members: none });
  }
  const header = readObject(token, 'header', 0, end);
  if (!header.ok || token.warnings.length > 0 || end > longestKept) return header;
  const { object, segment } = header.value;
  if (Object.values(object).some((value) => typeof value === 'object')) return header;
  // Copies: a mere slice would keep the whole token, signature included, in memory.
  const text = JSON.parse(JSON.stringify(segment.text)) as string;
  lastHeader = { text, bytes: segment.bytes, object: { ...object } };
  return header;
}

function readObject(
  token: Source,
  name: 'header' | 'payload',
  start: number,
  end: number,
): Result<SegmentObject, DecodeFailure> {
  const { warnings } = token;
  const last = withoutPadding(token, name, start, end);
  const buffer = scratch(last - start);
  const length = decodeBase64urlInto(token.bytes, start, last, buffer);
  if (length < 0) return fail('bad-base64url', name);
  const scan = scanJson(buffer, length, maxDepth);
  if (scan.depth > maxDepth) return fail('too-deep', name);
  if (scan.separatorCount > maxValues) return fail('too-many-values', name);
  const bytes = buffer.subarray(0, length);
  const text = readText(name, bytes, warnings);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return fail('bad-json', name);
  }
  if (!isJsonObject(value)) return fail('not-an-object', name);
  if (scan.hasRiskyNumber || countMembers(value) !== scan.memberCount)
    warnings.push(...auditJson(text, name));
  if (mayNamePrototype(text) && hasPrototypeMember(value))
    warnings.push(
      warn(
        'prototype-member',
        'A member named __proto__ is kept as plain data here, but can change objects in careless readers.',
        '',
        name,
      ),
    );
  return ok({
    segment: segmentOf(token.raw, start, end, length),
    object: value,
    members: name === 'payload' ? payloadMembers(bytes, scan, value) : none,
  });
}

function readText(name: SegmentName, bytes: Uint8Array, warnings: TokenWarning[]): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    warnings.push(warn('byte-order-mark', `The ${name} starts with a byte order mark.`, '', name));
  try {
    return strictDecoder.decode(bytes);
  } catch {
    warnings.push(
      warn(
        'invalid-utf8',
        `The ${name} is not valid UTF-8: the bad bytes are shown as U+FFFD.`,
        '',
        name,
      ),
    );
    return lenientDecoder.decode(bytes);
  }
}

/** A name can hide behind escapes; a text without either cannot hold this one. */
const mayNamePrototype = (text: string): boolean =>
  text.includes('__proto__') || text.includes('\\u00');

function hasPrototypeMember(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value) && Object.hasOwn(value, '__proto__')) return true;
  return Object.values(value).some((item) => hasPrototypeMember(item as Json));
}

/** Members of all objects in a value. Recursion is bounded: the scan refused what nests deeper. */
function countMembers(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') count += countMembers(item as Json);
    return count;
  }
  for (const key in value as JsonObject) {
    const item = (value as JsonObject)[key];
    count += 1;
    if (typeof item === 'object' && item !== null) count += countMembers(item);
  }
  return count;
}
