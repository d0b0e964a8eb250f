import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/** Whether a UTF-16 unit opens a surrogate pair. */
export const opensPair = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const closesPair = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** UTF-8 bytes of a string inside JSON, without its quotes: what `JSON.stringify` writes, never written. */
export function escapedBytes(text: string): number {
  const { length } = text;
  let bytes = length;
  for (let at = 0; at < length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      if (unit < 0x20) {
        // \b \t \n \f \r take two bytes, the other control characters six.
        bytes += unit === 8 || unit === 9 || unit === 10 || unit === 12 || unit === 13 ? 1 : 5;
      } else if (unit === 0x22 || unit === 0x5c) {
        bytes += 1;
      }
    } else if (unit < 0x800) {
      bytes += 1;
    } else if (unit < 0xd800 || unit > 0xdfff) {
      bytes += 2;
    } else if (opensPair(unit) && at + 1 < length && closesPair(text.charCodeAt(at + 1))) {
      bytes += 2;
      at += 1;
    } else {
      // A lone surrogate is escaped as six ASCII characters.
      bytes += 5;
    }
  }
  return bytes;
}

function numberBytes(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value < 1e9) {
    if (value < 1000) return value < 10 ? 1 : value < 100 ? 2 : 3;
    if (value < 1e6) return value < 1e4 ? 4 : value < 1e5 ? 5 : 6;
    return value < 1e7 ? 7 : value < 1e8 ? 8 : 9;
  }
  if (!Number.isFinite(value)) return 4;
  // JSON writes -0 as 0.
  return value === 0 ? 1 : String(value).length;
}

function listBytes(list: readonly Json[]): number {
  let bytes = list.length === 0 ? 2 : list.length + 1;
  for (const item of list) bytes += jsonBytes(item);
  return bytes;
}

function recordBytes(record: JsonObject): number {
  let bytes = 1;
  // JSON inherits nothing, so every member met is its own; asking would double the time.
  for (const key in record) {
    // A name brings its quotes, the colon and the comma (or the closing bracket) after the value.
    bytes += escapedBytes(key) + 4 + jsonBytes(record[key] ?? null);
  }
  return bytes === 1 ? 2 : bytes;
}

/** UTF-8 bytes of the compact JSON of a value, equal to those of `JSON.stringify`, without building it. */
export function jsonBytes(value: Json): number {
  if (typeof value === 'string') return escapedBytes(value) + 2;
  if (typeof value === 'number') return numberBytes(value);
  if (value === null || value === true) return 4;
  if (value === false) return 5;
  return isJsonObject(value) ? recordBytes(value) : listBytes(value);
}
