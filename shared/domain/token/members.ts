import type { JsonObject } from '../json.ts';
import type { JsonScan } from './scan.ts';

/** A top-level member as it lies in the payload; those of one name are counted together. */
export interface PayloadMember {
  readonly name: string;
  /** Bytes from the comma or brace before it to the one after it, without those. */
  readonly bytes: number;
  /** UTF-8 bytes of its value, without whitespace around it. */
  readonly valueBytes: number;
  /** How often the name stands in the payload; 1 unless it has twins. */
  readonly count: number;
}

const nameDecoder = new TextDecoder();

/** Names and sizes of the members a scan found; `object` is what `JSON.parse` made of `bytes`. */
export function payloadMembers(
  bytes: Uint8Array,
  scan: JsonScan,
  object: JsonObject,
): PayloadMember[] {
  const offsets = scan.members;
  const count = offsets.length / 3;
  const names = namesInOrder(object, count);
  const members: PayloadMember[] = [];
  const twins = names === null ? new Map<string, number>() : null;
  for (let i = 0; i < count; i += 1) {
    const start = offsets[3 * i] ?? 0;
    const valueStart = offsets[3 * i + 1] ?? 0;
    const end = offsets[3 * i + 2] ?? 0;
    const name = names?.[i] ?? readName(bytes, start, valueStart - 1);
    const valueBytes = trimmedEnd(bytes, end) - trimmedStart(bytes, valueStart);
    const twin = twins?.get(name);
    if (twin === undefined) {
      twins?.set(name, members.length);
      members.push({ name, bytes: end - start, valueBytes, count: 1 });
    } else {
      members[twin] = merged(members[twin], end - start, valueBytes, name);
    }
  }
  return members;
}

const merged = (
  twin: PayloadMember | undefined,
  bytes: number,
  valueBytes: number,
  name: string,
): PayloadMember => ({
  name,
  bytes: bytes + (twin?.bytes ?? 0),
  valueBytes: valueBytes + (twin?.valueBytes ?? 0),
  count: 1 + (twin?.count ?? 0),
});

/**
 * The keys of the parsed object, when they are in payload order: no name was there twice, and none
 * looks like an array index (JavaScript moves those to the front).
 */
function namesInOrder(object: JsonObject, count: number): string[] | null {
  const names = Object.keys(object);
  if (names.length !== count) return null;
  const first = names[0]?.charCodeAt(0) ?? 0;
  return first >= 0x30 && first <= 0x39 ? null : names;
}

const shortName = 64;

function readName(bytes: Uint8Array, start: number, end: number): string {
  const from = trimmedStart(bytes, start) + 1;
  const to = trimmedEnd(bytes, end) - 1;
  let name = '';
  for (let i = from; i < to; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte > 0x7e || byte === 0x5c || i - from > shortName)
      return JSON.parse(nameDecoder.decode(bytes.subarray(start, end))) as string;
    name += String.fromCharCode(byte);
  }
  return name;
}

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

function trimmedStart(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

function trimmedEnd(bytes: Uint8Array, end: number): number {
  let at = end;
  while (isSpace(bytes[at - 1])) at -= 1;
  return at;
}
