import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { ScopedList } from './scope.ts';

/** What Clerk's SDK passes to its authorization check, in whatever types the token holds. */
export interface SdkAuth {
  /** Why the server SDK throws before it gets to any check; null when it does not. */
  readonly failure: { readonly path: string; readonly message: string } | null;
  readonly userId: Json | undefined;
  readonly orgId: Json | undefined;
  readonly orgRole: Json | undefined;
  readonly orgPermissions: Json | undefined;
  readonly factorVerificationAge: Json;
  /** `fea` and `pla` as they are; anything falsy is an empty string. */
  readonly features: Json;
  readonly plans: Json;
}

/**
 * Mirrors, value by value and whatever the types, how clerk/javascript turns claims into the
 * arguments of its authorization check (packages/shared/src/jwtPayloadParser.ts and
 * packages/backend/src/tokens/authObjects.ts). `features` is the list in `fea`, `orgPermissions` those
 * decoded from a version 2 token.
 */
export function sdkAuth(
  claims: JsonObject,
  features: ScopedList,
  orgPermissions: readonly string[],
): SdkAuth {
  const common = {
    failure: null,
    userId: claims['sub'],
    factorVerificationAge: claims['fva'] ?? null,
    features: claims['fea'] || '',
    plans: claims['pla'] || '',
  } as const;
  if (claims['v'] !== 2)
    return {
      ...common,
      orgId: claims['org_id'],
      orgRole: claims['org_role'],
      orgPermissions: claims['org_permissions'],
    };
  const o = claims['o'];
  if (!o) return { ...common, orgId: undefined, orgRole: undefined, orgPermissions: undefined };
  const organization: JsonObject = isJsonObject(o) ? o : {};
  const { id, rol, per, fpm } = organization;
  const role = roleText(rol);
  return {
    ...common,
    failure:
      role === null
        ? { path: '/o/rol', message: 'o.rol cannot be read as text' }
        : parserFailure(claims['fea'], features, per, fpm),
    orgId: id,
    orgRole: role === null || role === '' ? undefined : role,
    orgPermissions,
  };
}

/** The SDK splits these claims as strings and throws on anything else that is truthy. */
function parserFailure(
  fea: Json | undefined,
  features: ScopedList,
  per: Json | undefined,
  fpm: Json | undefined,
): { path: string; message: string } | null {
  if (fea && typeof fea !== 'string') return { path: '/fea', message: 'fea is not a string' };
  if (features.malformed.length > 0)
    return { path: '/fea', message: 'an element of fea has no colon' };
  if (!per || !fpm) return null;
  if (typeof per !== 'string') return { path: '/o/per', message: 'o.per is not a string' };
  if (typeof fpm !== 'string') return { path: '/o/fpm', message: 'o.fpm is not a string' };
  return null;
}

/** `org:` + the role as a template literal renders it; an object of hostile members cannot be rendered. */
function roleText(role: Json | undefined): string | null {
  if (!role) return '';
  if (typeof role === 'string') return `org:${role}`;
  const value: unknown = role;
  try {
    return `org:${String(value)}`;
  } catch {
    return null;
  }
}
