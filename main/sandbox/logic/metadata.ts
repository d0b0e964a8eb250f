import { z } from 'zod';
import { ClerkApiError } from '../errors.ts';
import type { Metadata } from '../state/records.ts';

/** Clerk's cap for each metadata object. */
const maxBytes = 8 * 1024;

export const MetadataSchema = z.record(z.string(), z.unknown());

const isObject = (value: unknown): value is Metadata =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Deep merge: a null removes its key, lists and plain values replace. */
export function mergeMetadata(before: Metadata, patch: Metadata): Metadata {
  const merged = new Map(Object.entries(before));
  for (const [key, value] of Object.entries(patch)) {
    const old = merged.get(key);
    if (value === null) merged.delete(key);
    else if (isObject(value)) merged.set(key, mergeMetadata(isObject(old) ? old : {}, value));
    else merged.set(key, value);
  }
  return checkSize(Object.fromEntries(merged));
}

/** @throws ClerkApiError 422 above 8 KB */
export function checkSize(metadata: Metadata): Metadata {
  if (Buffer.byteLength(JSON.stringify(metadata)) > maxBytes) {
    throw new ClerkApiError(422, 'form_param_value_too_large', 'is too large', {
      long: 'A metadata object may hold at most 8 KB.',
      param: 'metadata',
    });
  }
  return metadata;
}
