import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { decodeMasks } from './permissions.ts';
import { readScopedList, type ScopedList } from './scope.ts';
import { sdkAuth, type SdkAuth } from './sdkAuth.ts';
import { quote, warn, type TokenWarning } from './warnings.ts';

/** What a token of either version says about who is asking. */
export interface TokenAuth {
  readonly version: 1 | 2 | 'unknown';
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly orgId: string | null;
  readonly orgSlug: string | null;
  /** With its `org:` prefix in version 2; as written in version 1. */
  readonly orgRole: string | null;
  /** `org:<feature>:<action>`; system permissions are never in a token. */
  readonly orgPermissions: readonly string[];
  readonly features: ScopedSlugs;
  readonly plans: ScopedSlugs;
  /** Minutes since first and second factor, as of `iat`; -1 is none or never. Null: absent or malformed. */
  readonly factorVerificationAge: readonly [number, number] | null;
  readonly sessionStatus: string | null;
  readonly actor: JsonObject | null;
  readonly warnings: readonly TokenWarning[];
  /** The very values Clerk's SDK hands to its authorization check, of whatever type they are. */
  readonly sdk: SdkAuth;
}

export interface ScopedSlugs {
  readonly org: readonly string[];
  readonly user: readonly string[];
}

/**
 * Reads version 1 and version 2 claims into one model, following clerk/javascript
 * packages/shared/src/jwtPayloadParser.ts: only the number 2 in `v` is version 2, everything else is
 * read as version 1. Never throws; a claim of the wrong type counts as missing and is warned about.
 */
export function readAuth(claims: JsonObject): TokenAuth {
  const warnings: TokenWarning[] = [];
  const isV2 = claims['v'] === 2;
  const version = isV2 ? 2 : claims['v'] === undefined ? 1 : 'unknown';
  if (version === 'unknown')
    warnings.push(
      warn(
        'unknown-version',
        "Only v = 2 is known: Clerk's SDK reads this token as version 1.",
        '/v',
      ),
    );
  const features = readScopedList(claims['fea']);
  const plans = readScopedList(claims['pla']);
  checkScopes('fea', claims['fea'], features, warnings);
  checkScopes('pla', claims['pla'], plans, warnings);
  const organization = isV2
    ? readVersion2(claims, features, warnings)
    : readVersion1(claims, warnings);
  const fva = readFactorAge(claims['fva'], warnings);
  const sessionStatus = text(claims, 'sts', warnings);
  if (sessionStatus === 'pending')
    warnings.push(
      warn(
        'session-pending',
        'The session is pending: Clerk treats it as signed out until its task is done.',
        '/sts',
      ),
    );
  const actor = readActor(claims['act'], warnings);
  return {
    version,
    userId: text(claims, 'sub', warnings),
    sessionId: text(claims, 'sid', warnings),
    ...organization,
    features: { org: features.org, user: features.user },
    plans: { org: plans.org, user: plans.user },
    factorVerificationAge: fva,
    sessionStatus,
    actor,
    warnings,
    sdk: sdkAuth(claims, features, organization.orgPermissions),
  };
}

type OrganizationPart = Pick<TokenAuth, 'orgId' | 'orgSlug' | 'orgRole' | 'orgPermissions'>;

const noOrganization: OrganizationPart = {
  orgId: null,
  orgSlug: null,
  orgRole: null,
  orgPermissions: [],
};

function readVersion2(
  claims: JsonObject,
  features: ScopedList,
  warnings: TokenWarning[],
): OrganizationPart {
  for (const name of ['org_id', 'org_role', 'org_permissions'])
    if (claims[name] !== undefined)
      warnings.push(
        warn(
          'mixed-versions',
          `${name} is a version 1 claim: a version 2 reader ignores it.`,
          `/${name}`,
        ),
      );
  const o = claims['o'];
  if (o === undefined) return noOrganization;
  if (!isJsonObject(o)) {
    warnings.push(wrongType('o', 'an object', '/o'));
    return noOrganization;
  }
  const role = text(o, 'rol', warnings, '/o');
  const per = text(o, 'per', warnings, '/o');
  const fpm = text(o, 'fpm', warnings, '/o');
  const decoded = decodeMasks({ fea: claims['fea'], per, fpm }, features);
  warnings.push(...decoded.warnings);
  if (per !== null && per !== '' && features.org.length === 0 && features.malformed.length === 0)
    warnings.push(
      warn(
        'permissions-without-features',
        'There are actions in per but no organization feature in fea, so no permission follows.',
        '/o/per',
      ),
    );
  return {
    orgId: text(o, 'id', warnings, '/o'),
    orgSlug: text(o, 'slg', warnings, '/o'),
    orgRole: role === null || role === '' ? null : `org:${role}`,
    orgPermissions: decoded.permissions,
  };
}

function readVersion1(claims: JsonObject, warnings: TokenWarning[]): OrganizationPart {
  if (claims['o'] !== undefined && claims['v'] === undefined)
    warnings.push(
      warn('mixed-versions', 'o is a version 2 claim: without v = 2 nobody reads it.', '/o'),
    );
  const role = text(claims, 'org_role', warnings);
  if (role !== null && role !== '' && !role.startsWith('org:'))
    warnings.push(
      warn(
        'role-without-prefix',
        `The role ${quote(role)} lacks its org: prefix; comparisons add it.`,
        '/org_role',
      ),
    );
  const permissions = claims['org_permissions'];
  const isList =
    Array.isArray(permissions) && permissions.every((item) => typeof item === 'string');
  if (permissions !== undefined && permissions !== null && !isList)
    warnings.push(wrongType('org_permissions', 'a list of strings', '/org_permissions'));
  return {
    orgId: text(claims, 'org_id', warnings),
    orgSlug: text(claims, 'org_slug', warnings),
    orgRole: role === '' ? null : role,
    orgPermissions: isList ? permissions : [],
  };
}

function text(
  source: JsonObject,
  name: string,
  warnings: TokenWarning[],
  parent = '',
): string | null {
  const value = source[name];
  if (typeof value === 'string') return value;
  if (value !== undefined && value !== null)
    warnings.push(wrongType(name, 'a string', `${parent}/${name}`));
  return null;
}

function readFactorAge(
  value: Json | undefined,
  warnings: TokenWarning[],
): readonly [number, number] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.length === 2 && value.every(isFactorAge))
    return [Number(value[0]), Number(value[1])];
  warnings.push(wrongType('fva', 'two ages in minutes', '/fva'));
  return null;
}

/** -1 or an age: what Clerk's check accepts (clerk/javascript packages/shared/src/authorization.ts). */
export const isFactorAge = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && (value === -1 || value >= 0);

function readActor(value: Json | undefined, warnings: TokenWarning[]): JsonObject | null {
  if (value === undefined || value === null) return null;
  if (!isJsonObject(value)) {
    warnings.push(wrongType('act', 'an object', '/act'));
    return null;
  }
  warnings.push(
    warn(
      'impersonated',
      'Somebody else acts as this user: refuse sensitive actions while act is present.',
      '/act',
    ),
  );
  return value;
}

function checkScopes(
  name: string,
  claim: Json | undefined,
  list: ScopedList,
  warnings: TokenWarning[],
): void {
  if (claim !== undefined && claim !== null && typeof claim !== 'string')
    warnings.push(wrongType(name, 'a string', `/${name}`));
  for (const element of list.malformed.slice(0, 3))
    warnings.push(
      warn(
        'malformed-scope-element',
        `The element ${quote(element)} of ${name} has no colon: Clerk's SDK throws on it, so every check on this claim fails.`,
        `/${name}`,
      ),
    );
  if (list.unknown === null) return;
  const { scope, slug } = list.unknown;
  warnings.push(
    warn(
      'unknown-scope',
      `The scope ${quote(scope)} of ${quote(slug)} in ${name} is unknown: Clerk's SDK drops it.`,
      `/${name}`,
    ),
  );
}

const wrongType = (name: string, expected: string, path: string): TokenWarning =>
  warn('wrong-type', `${name} is not ${expected}; it counts as missing here.`, path);
