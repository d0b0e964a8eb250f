/**
 * One pass over the bytes of a JSON text, before it is parsed: how deep it nests, where the members
 * of the outermost object lie, how many members there are at all, and whether a number looks like
 * more than a double can hold. The bytes need not be valid JSON: the findings mean something only
 * once `JSON.parse` has accepted the same text, but the pass itself ends on any input.
 */
export interface JsonScan {
  /** Deepest nesting met; the pass stops as soon as it exceeds the limit. */
  readonly depth: number;
  /** Members of all objects together, duplicates included. */
  readonly memberCount: number;
  /** Commas and colons outside strings: no fewer than there are values, but for the last ones. */
  readonly separatorCount: number;
  /** Whether a number has more than 15 digits or an exponent: only then can it lose anything. */
  readonly hasRiskyNumber: boolean;
  /**
   * Offsets of the outermost object's members, three numbers each: where the member starts (after
   * `{` or `,`), where its value starts (after `:`), and where it ends (before `,` or `}`).
   */
  readonly members: readonly number[];
}

const quoteMark = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const dot = 0x2e;
const smallE = 0x65;
const bigE = 0x45;
const safeDigits = 15;

/** Classes of a byte outside strings; everything else (whitespace, letters) is of no interest. */
const other = 0;
const opening = 1;
const closing = 2;
const digit = 3;
const string = 4;
const separator = 5;
const classes = new Uint8Array(256);
for (const character of '{[') classes[character.charCodeAt(0)] = opening;
for (const character of '}]') classes[character.charCodeAt(0)] = closing;
for (const character of '-0123456789') classes[character.charCodeAt(0)] = digit;
classes[quoteMark] = string;
classes[comma] = separator;
classes[colon] = separator;

export function scanJson(bytes: Uint8Array, length: number, maxDepth: number): JsonScan {
  const members: number[] = [];
  let depth = 0;
  let deepest = 0;
  let memberCount = 0;
  let separatorCount = 0;
  let hasRiskyNumber = false;
  let start = 0;
  let valueStart = 0;
  // Every index below stays under `length`: the casts spare a check for undefined in the hot loop.
  for (let i = 0; i < length; i += 1) {
    const byte = bytes[i] as number;
    const kind = classes[byte] as number;
    if (kind === other) continue;
    if (kind === string) {
      for (i += 1; i < length; i += 1) {
        const inside = bytes[i] as number;
        if (inside === quoteMark) break;
        if (inside === backslash) i += 1;
      }
    } else if (kind === separator) {
      separatorCount += 1;
      if (byte === colon) {
        memberCount += 1;
        if (depth === 1) valueStart = i + 1;
      } else if (depth === 1) {
        members.push(start, valueStart, i);
        start = i + 1;
        valueStart = 0;
      }
    } else if (kind === digit) {
      const from = i;
      for (i += 1; i < length; i += 1) {
        const next = bytes[i] as number;
        if (classes[next] !== digit && next !== dot) break;
      }
      // Back onto the last of the number; an exponent is risky whatever follows it.
      const after = i < length ? bytes[i] : 0;
      if (i - from > safeDigits || after === smallE || after === bigE) hasRiskyNumber = true;
      i -= 1;
    } else if (kind === opening) {
      depth += 1;
      if (depth > deepest) {
        deepest = depth;
        if (depth > maxDepth) break;
      }
      if (depth === 1) start = i + 1;
    } else {
      depth -= 1;
      if (depth === 0 && valueStart !== 0) members.push(start, valueStart, i);
    }
  }
  return { depth: deepest, memberCount, separatorCount, hasRiskyNumber, members };
}
