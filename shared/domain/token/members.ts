import type { JsonObject } from '../json.ts';
import type { JsonScan } from './scan.ts';

/** A top-level member as it lies in the payload. */
export interface PayloadMember {
  readonly name: string;
  /** Bytes from the comma or brace before it to the one after it, without those. */
  readonly bytes: number;
  /** UTF-8 bytes of its value, without whitespace around it. */
  readonly valueBytes: number;
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
  const members: PayloadMember[] = [];
  const names = namesInOrder(object, count);
  for (let i = 0; i < count; i += 1) {
    const start = offsets[3 * i] ?? 0;
    const valueStart = offsets[3 * i + 1] ?? 0;
    const end = offsets[3 * i + 2] ?? 0;
    members.push({
      name: names?.[i] ?? readName(bytes, start, valueStart - 1),
      bytes: end - start,
      valueBytes: trimmedEnd(bytes, end) - trimmedStart(bytes, valueStart),
    });
  }
  return members;
}

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

function readName(bytes: Uint8Array, start: number, end: number): string {
  return JSON.parse(nameDecoder.decode(bytes.subarray(start, end))) as string;
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
