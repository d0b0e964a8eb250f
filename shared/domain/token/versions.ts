import { setMember, type Json, type JsonObject } from '../json.ts';
import { readAuth, type TokenAuth } from './claims.ts';
import { encodePermissions, splitPermission } from './permissions.ts';

/** What readers of both versions see in one token, and what each would lose. */
export interface VersionComparison {
  readonly version: TokenAuth['version'];
  readonly rows: readonly ComparedField[];
  /** One sentence each: what code written for version 1 misses in this token, or for version 2 in an old one. */
  readonly losses: readonly string[];
}

export type ComparedName =
  'orgId' | 'orgSlug' | 'orgRole' | 'orgPermissions' | 'features' | 'plans' | 'sessionStatus';

export interface ComparedField {
  readonly name: ComparedName;
  /** Where each version keeps it; null when it has no such claim. */
  readonly v1Claim: string | null;
  readonly v2Claim: string;
  /** What a reader of that version finds in this very token. */
  readonly v1: string | null;
  readonly v2: string | null;
  readonly isSame: boolean;
}

const fields: readonly (readonly [ComparedName, string | null, string])[] = [
  ['orgId', 'org_id', 'o.id'],
  ['orgSlug', 'org_slug', 'o.slg'],
  ['orgRole', 'org_role', 'o.rol'],
  ['orgPermissions', 'org_permissions', 'fea, o.per, o.fpm'],
  ['features', null, 'fea'],
  ['plans', null, 'pla'],
  ['sessionStatus', null, 'sts'],
];

/** Reads the same claims as a version 1 and as a version 2 reader would, side by side. */
export function compareVersions(claims: JsonObject): VersionComparison {
  const { version } = readAuth(claims);
  const asV1 = readAuth(withVersion(claims, undefined));
  const asV2 = readAuth(withVersion(claims, 2));
  const rows = fields.map(([name, v1Claim, v2Claim]): ComparedField => {
    const v1 = v1Claim === null ? null : shown(asV1, name);
    const v2 = shown(asV2, name);
    return { name, v1Claim, v2Claim, v1, v2, isSame: v1 === v2 };
  });
  return { version, rows, losses: rows.flatMap((row) => lossOf(row, version)) };
}

function lossOf(row: ComparedField, version: TokenAuth['version']): string[] {
  if (row.isSame) return [];
  if (version === 2 && row.v2 !== null)
    return [
      row.v1Claim === null
        ? `Version 1 has no claim for ${names[row.name]}: code written for it cannot know ${row.v2}.`
        : `Code that reads ${row.v1Claim} finds ${row.v1 ?? 'nothing'} where ${row.v2Claim} says ${row.v2}.`,
    ];
  if (version !== 2 && row.v1 !== null)
    return [
      `Code that reads ${row.v2Claim} finds ${row.v2 ?? 'nothing'} where ${row.v1Claim ?? ''} says ${row.v1}.`,
    ];
  return [];
}

const names: Readonly<Record<ComparedName, string>> = {
  orgId: 'the organization',
  orgSlug: 'its slug',
  orgRole: 'the role',
  orgPermissions: 'the permissions',
  features: 'features',
  plans: 'plans',
  sessionStatus: 'the status of the session',
};

function shown(auth: TokenAuth, name: ComparedName): string | null {
  const value = auth[name];
  if (value === null || typeof value === 'string') return value;
  if ('org' in value) {
    const slugs = [
      ...value.org.map((slug) => `o:${slug}`),
      ...value.user.map((slug) => `u:${slug}`),
    ];
    return slugs.length === 0 ? null : slugs.join(', ');
  }
  return value.length === 0 ? null : value.join(', ');
}

function withVersion(claims: JsonObject, version: number | undefined): JsonObject {
  const copy: Record<string, Json> = {};
  for (const [name, value] of Object.entries(claims))
    if (name !== 'v') setMember(copy, name, value);
  return version === undefined ? copy : { ...copy, v: version };
}

/**
 * The claims of a version 2 session written as version 1 would have them, for a side-by-side view.
 * Features, plans and status have no place there.
 */
export function toVersion1(claims: JsonObject): JsonObject {
  const auth = readAuth(claims);
  const { v: _v, pla: _pla, fea: _fea, o: _o, sts: _sts, ...rest } = claims;
  if (auth.orgId === null) return rest;
  return {
    ...rest,
    org_id: auth.orgId,
    ...(auth.orgRole === null ? {} : { org_role: auth.orgRole }),
    ...(auth.orgSlug === null ? {} : { org_slug: auth.orgSlug }),
    org_permissions: auth.orgPermissions,
  };
}

/** The claims of a version 1 session written as version 2. Its features are those its permissions name. */
export function toVersion2(claims: JsonObject): JsonObject {
  const auth = readAuth(claims);
  const { org_id: _id, org_role: _role, org_slug: _slug, org_permissions: _per, ...rest } = claims;
  if (auth.orgId === null) return { ...rest, v: 2 };
  const slugs = new Set(auth.orgPermissions.flatMap((key) => splitPermission(key)?.feature ?? []));
  const { fea, per, fpm } = encodePermissions({
    features: [...slugs].map((slug) => ({ slug, scope: 'o' })),
    permissions: auth.orgPermissions,
  });
  return {
    ...rest,
    v: 2,
    ...(fea === '' ? {} : { fea }),
    o: {
      id: auth.orgId,
      ...(auth.orgRole === null ? {} : { rol: auth.orgRole.replace(/^(org:)+/, '') }),
      ...(auth.orgSlug === null ? {} : { slg: auth.orgSlug }),
      ...(per === '' ? {} : { per, fpm }),
    },
  };
}
