import { createHash } from 'node:crypto';
import type {
  ClerkDomain,
  ClerkPermission,
  ClerkRole,
  ClerkRoleSet,
  ClerkSessionClaims,
  ClerkTemplate,
} from '../clerk/port.ts';

/**
 * Entity tags of what lives in Clerk, which has none: a hash of what can be written, as it was read. Counts and
 * times are left out, since others change them without changing the thing. Best effort: Clerk compares nothing, so
 * the moment between the backend's last look and its write stays open.
 */
export const contentTag = (parts: readonly unknown[]): string =>
  `"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)}"`;

export const roleTag = ({ id, key, name, description, permissions }: ClerkRole): string =>
  contentTag([id, key, name, description, permissions.toSorted()]);

export const permissionTag = ({ id, key, name, description }: ClerkPermission): string =>
  contentTag([id, key, name, description]);

export const roleSetTag = (set: ClerkRoleSet): string =>
  contentTag([
    set.id,
    set.key,
    set.name,
    set.description,
    set.type,
    set.roles.map(({ key }) => key).toSorted(),
    set.defaultRole,
    set.creatorRole,
  ]);

export const domainTag = (domain: ClerkDomain): string =>
  contentTag([domain.id, domain.name, domain.enrollmentMode, domain.verified]);

/** With the time, which changes only when somebody writes: a change there and back is noticed too. */
export const templateTag = (template: ClerkTemplate): string =>
  contentTag([
    template.id,
    template.name,
    template.claims,
    template.lifetime,
    template.allowedClockSkew,
    template.customSigningKey,
    template.signingAlgorithm,
    template.updatedAtMs,
  ]);

export const sessionClaimsTag = ({ claims, updatedAtMs }: ClerkSessionClaims): string =>
  contentTag([claims, updatedAtMs]);
