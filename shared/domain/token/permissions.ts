import type { Json } from '../json.ts';
import { bitsOf, readMask } from './mask.ts';
import {
  isOrgScope,
  readScopedList,
  scopedElements,
  splitList,
  type Scope,
  type ScopedElement,
  type ScopedList,
} from './scope.ts';
import { quote, warn, type TokenWarning } from './warnings.ts';

/** The three claims of a version 2 token that together hold the organization permissions. */
export interface PermissionClaims {
  readonly fea?: Json | undefined;
  readonly per?: Json | undefined;
  readonly fpm?: Json | undefined;
}

export interface DecodedPermissions {
  /** `org:<feature>:<action>`, feature by feature, lowest bit first. */
  readonly permissions: string[];
  readonly warnings: TokenWarning[];
}

export interface FeatureEntry {
  readonly slug: string;
  readonly scope: Scope;
}

const maxPermissions = 100_000;
const maxChars = 8 * 1024 * 1024;

/** Faulty masks named before the rest is passed over in silence. */
const maxMaskWarnings = 20;

/**
 * Decodes organization permissions exactly as Clerk's SDK does (clerk/javascript
 * packages/shared/src/jwtPayloadParser.ts): mask number i belongs to feature number i of the
 * organization-scoped features, bit j grants action j of `per`. Never throws: where the SDK would
 * (an element of `fea` without a colon, a claim that is not a string) there are no permissions and
 * a warning says so.
 */
export const decodePermissions = (claims: PermissionClaims): DecodedPermissions =>
  decodeMasks(claims, readScopedList(claims.fea));

/** The same, with `fea` already read. */
export function decodeMasks(claims: PermissionClaims, features: ScopedList): DecodedPermissions {
  const { fea, per, fpm } = claims;
  const warnings: TokenWarning[] = [];
  const nothing = { permissions: [], warnings };
  if (features.malformed.length > 0) return nothing;
  if (typeof per !== 'string' || per === '' || typeof fpm !== 'string' || fpm === '')
    return nothing;
  const actions = splitList(per);
  const masks = splitList(fpm);
  const permissions = grant(features.org, actions, masks, warnings);
  compareCounts(features, masks, warnings);
  const reading = features.isMixed ? documentedReading(scopedElements(fea), actions, masks) : null;
  if (reading !== null && !sameList(reading, permissions))
    warnings.push(
      warn(
        'feature-order-ambiguous',
        `A feature that is not the organization's stands before one that is: Clerk's SDK reads ${listed(permissions)}, the documentation's wording gives ${listed(reading)}.`,
        '/o/fpm',
      ),
    );
  return { permissions, warnings };
}

/** The documented wording: mask i belongs to element i of `fea`. */
function documentedReading(
  elements: readonly ScopedElement[],
  actions: readonly string[],
  masks: readonly string[],
): string[] {
  const slugs: string[] = [];
  const own: string[] = [];
  elements.forEach(({ scope, slug }, index) => {
    if (!isOrgScope(scope)) return;
    slugs.push(slug);
    own.push(masks[index] ?? '0');
  });
  return grant(slugs, actions, own, null);
}

function grant(
  slugs: readonly string[],
  actions: readonly string[],
  masks: readonly string[],
  warnings: TokenWarning[] | null,
): string[] {
  const permissions: string[] = [];
  let chars = 0;
  const canWarn = (): boolean => warnings !== null && warnings.length < maxMaskWarnings;
  const count = Math.min(slugs.length, masks.length);
  for (let i = 0; i < count; i += 1) {
    const mask = readMask(masks[i] ?? '');
    if (mask.kind !== 'bits') {
      if (canWarn()) warnings?.push(badMask(mask.kind, slugs[i] ?? ''));
      continue;
    }
    const { bits, isUnused } = bitsOf(mask, actions.length);
    const prefix = `org:${slugs[i] ?? ''}:`;
    if (isUnused && canWarn())
      warnings?.push(
        warn(
          'mask-unused-bits',
          `The mask of feature ${quote(slugs[i] ?? '')} has bits beyond the ${String(actions.length)} actions in per; they grant nothing.`,
          '/o/fpm',
        ),
      );
    for (const bit of bits) {
      const permission = prefix + (actions[bit] ?? '');
      chars += permission.length;
      if (permissions.length >= maxPermissions || chars > maxChars) {
        warnings?.push(
          warn(
            'permissions-truncated',
            'The masks grant too many permissions to list; the rest is left out.',
            '/o/fpm',
          ),
        );
        return permissions;
      }
      permissions.push(permission);
    }
  }
  return permissions;
}

const badMask = (kind: 'malformed' | 'too-wide', slug: string): TokenWarning =>
  kind === 'malformed'
    ? warn(
        'malformed-mask',
        `The mask of feature ${quote(slug)} is not a decimal number; it grants nothing.`,
        '/o/fpm',
      )
    : warn(
        'mask-too-wide',
        `The mask of feature ${quote(slug)} is too wide to be read; it is taken to grant nothing.`,
        '/o/fpm',
      );

function compareCounts(
  features: ScopedList,
  masks: readonly string[],
  warnings: TokenWarning[],
): void {
  // A mask for every element, user-only ones included, is how Clerk's own examples look.
  if (masks.length === features.org.length || masks.length === features.count) return;
  const missing = features.org.length - masks.length;
  warnings.push(
    warn(
      'mask-count-mismatch',
      missing > 0
        ? `There are ${String(masks.length)} masks for ${String(features.org.length)} organization features: the last ${String(missing)} grant nothing.`
        : `There are ${String(masks.length)} masks for ${String(features.org.length)} organization features: the extra ones are ignored.`,
      '/o/fpm',
    ),
  );
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

const listed = (permissions: readonly string[]): string =>
  permissions.length === 0
    ? 'no permission'
    : permissions.length > 4
      ? `${permissions.slice(0, 4).join(', ')} and ${String(permissions.length - 4)} more`
      : permissions.join(', ');

/**
 * The inverse of `decodePermissions`, for minting. Features keep their order, but user-only ones go
 * last (with a mask of 0), so that every reading of the masks agrees. A permission whose feature is
 * not organization-scoped, or that is no `org:<feature>:<action>`, cannot be expressed and is left out,
 * as Clerk leaves out permissions of features the plan lacks. Without any permission `per` and `fpm` are empty.
 */
export function encodePermissions(input: {
  readonly features: readonly FeatureEntry[];
  readonly permissions: readonly string[];
}): { fea: string; per: string; fpm: string } {
  const ordered = [
    ...input.features.filter(({ scope }) => isOrgScope(scope)),
    ...input.features.filter(({ scope }) => !isOrgScope(scope)),
  ];
  const fea = ordered.map(({ scope, slug }) => `${scope}:${slug}`).join(',');
  const position = new Map<string, number>();
  ordered.forEach(({ scope, slug }, index) => {
    if (isOrgScope(scope) && !position.has(slug)) position.set(slug, index);
  });
  const actions = new Map<string, number>();
  const masks: bigint[] = ordered.map(() => 0n);
  for (const permission of input.permissions) {
    const parts = splitPermission(permission);
    const feature = parts === null ? undefined : position.get(parts.feature);
    if (parts === null || feature === undefined) continue;
    const bit = actions.get(parts.action) ?? actions.size;
    actions.set(parts.action, bit);
    masks[feature] = (masks[feature] ?? 0n) | (1n << BigInt(bit));
  }
  if (actions.size === 0) return { fea, per: '', fpm: '' };
  return { fea, per: [...actions.keys()].join(','), fpm: masks.join(',') };
}

/** Feature and action of `org:<feature>:<action>`; null for anything a mask cannot express. */
export function splitPermission(permission: string): { feature: string; action: string } | null {
  const match = /^org:([^:,\s]+):([^,\s]+)$/.exec(permission);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { feature: match[1], action: match[2] };
}
