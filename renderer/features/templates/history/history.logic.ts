import type { SessionClaimsVersion, TemplateVersion } from '../../../../shared/contract/http.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { diffClaims, type ClaimChange } from '../../../../shared/domain/token/diff.ts';
import {
  formOf,
  isSameForm,
  propertyChanges,
  type PropertyChange,
  type PropertyForm,
} from '../properties/properties.logic.ts';
import { asJson } from '../session/session.logic.ts';

/** A version of a template or of the session token's claims, as a list shows it. */
export interface Version {
  readonly id: string;
  readonly atMs: number;
  /** Null for what was found: nobody knows who made it. */
  readonly actorId: string | null;
  readonly action: TemplateVersion['action'];
  readonly claims: JsonObject;
  /** Null for the session token, which has none. */
  readonly properties: PropertyForm | null;
}

export const versionOfTemplate = (version: TemplateVersion): Version => ({
  id: version.id,
  atMs: version.atMs,
  actorId: version.actorId,
  action: version.action,
  claims: asJson(version.template.claims),
  properties: formOf(version.template),
});

export const versionOfSession = (version: SessionClaimsVersion): Version => ({
  id: version.id,
  atMs: version.atMs,
  actorId: version.actorId,
  action: version.action,
  claims: asJson(version.claims),
  properties: null,
});

export interface VersionChanges {
  readonly claims: readonly ClaimChange[];
  readonly properties: readonly PropertyChange[];
}

/** What a version changed of the one before it. */
export const changesOf = (version: Version, older: Version): VersionChanges => ({
  claims: diffClaims(older.claims, version.claims).changes,
  properties:
    version.properties === null || older.properties === null
      ? []
      : propertyChanges(older.properties, version.properties, false),
});

/** Whether a version holds what is deployed now: there is nothing to restore of it. */
export const isDeployed = (
  version: Version,
  claims: JsonObject,
  properties: PropertyForm | null,
): boolean =>
  diffClaims(claims, version.claims).changes.length === 0 &&
  (properties === null ||
    version.properties === null ||
    isSameForm(properties, version.properties));

/** The changes in a few words: *added tier, changed metadata; lifetime, seconds 60 → 600*. */
export function changeWords({ claims, properties }: VersionChanges): string {
  const kinds = ['added', 'changed', 'removed'] as const;
  const claimWords = kinds.flatMap((kind) => {
    const names = claims.filter((change) => change.kind === kind).map(({ path }) => topOf(path));
    const different = [...new Set(names)];
    if (different.length === 0) return [];
    const shown = different.slice(0, 3).join(', ');
    return `${kind} ${shown}${different.length > 3 ? ` and ${different.length - 3} more` : ''}`;
  });
  const propertyWords = properties.map(
    ({ name, before, after }) => `${name.toLowerCase()} ${before} → ${after}`,
  );
  const words = [...claimWords, ...propertyWords].join('; ');
  return words === '' ? 'nothing but the signing key, or nothing at all' : words;
}

const topOf = (pointer: string): string =>
  (pointer.slice(1).split('/')[0] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');

const actionWords: Readonly<Record<Version['action'], string>> = {
  create: 'Created',
  update: 'Saved',
  delete: 'Deleted',
  found: 'Found',
};
export const actionWord = ({ action }: Version): string => actionWords[action];

/** Templates that are gone, the last version of each, newest deletion first. */
export function deletedOf(
  versions: readonly TemplateVersion[],
  existing: readonly { readonly name: string }[],
): readonly TemplateVersion[] {
  const names = new Set(existing.map(({ name }) => name));
  return versions
    .filter(({ action }) => action === 'delete')
    .filter(({ template: { name } }) => {
      const isFirst = !names.has(name);
      names.add(name);
      return isFirst;
    });
}
