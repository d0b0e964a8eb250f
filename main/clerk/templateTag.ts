import { createHash } from 'node:crypto';
import type { ClerkSessionClaims, ClerkTemplate } from './port.ts';

/**
 * Entity tag of a template as it was read: a hash over everything that can be written and comes back. Clerk
 * compares nothing itself, so a tag protects against what was saved before the backend's own last look, and not
 * against a change in the moment between that look and the write.
 */
export function templateTag(template: ClerkTemplate): string {
  const { id, name, claims, lifetime, allowedClockSkew, customSigningKey, signingAlgorithm } =
    template;
  return tagOf([
    id,
    name,
    claims,
    lifetime,
    allowedClockSkew,
    customSigningKey,
    signingAlgorithm,
    template.updatedAtMs,
  ]);
}

/** The same for the customization of the session token. */
export const sessionClaimsTag = ({ claims, updatedAtMs }: ClerkSessionClaims): string =>
  tagOf([claims, updatedAtMs]);

const tagOf = (parts: readonly unknown[]): string =>
  `"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)}"`;
