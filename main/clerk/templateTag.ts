import { createHash } from 'node:crypto';
import type { ClerkTemplate } from './port.ts';

/**
 * Entity tag of a template as it was read: a hash over everything that can be written and comes back. Clerk
 * compares nothing itself, so a tag protects against what was saved before the backend's own last look, and not
 * against a change in the moment between that look and the write.
 */
export function templateTag(template: ClerkTemplate): string {
  const { id, name, claims, lifetime, allowedClockSkew, customSigningKey, signingAlgorithm } =
    template;
  const text = JSON.stringify([
    id,
    name,
    claims,
    lifetime,
    allowedClockSkew,
    customSigningKey,
    signingAlgorithm,
    template.updatedAtMs,
  ]);
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
}
