import { OrgMetadata, OrgProfilePatch } from '../../../../shared/contract/http.ts';
import { readJsonObject, type JsonReading } from '../common/json.logic.ts';

export const mostMetadataBytes = 8 * 1024;

/** What an organization is called, as Clerk's record has it. */
export interface ProfileFields {
  readonly name: string;
  readonly slug: string;
}

export const profileFields = (organization: Readonly<Record<string, unknown>>): ProfileFields => ({
  name: textOf(organization['name']),
  slug: textOf(organization['slug']),
});

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The first complaint per field; empty when it can be saved. A slug that was empty may stay so. */
export function profileErrors(fields: ProfileFields, before: ProfileFields) {
  const patch = profilePatch(fields, before);
  const parsed = OrgProfilePatch.safeParse(patch);
  const wrong = (parsed.error?.issues ?? []).map(({ path }) => path[0]);
  return {
    name: wrong.includes('name') ? '1 to 256 characters.' : null,
    slug: wrong.includes('slug') ? 'Lower-case letters, digits and dashes.' : null,
  };
}

/** Only what was changed: the rest stays as somebody else may have left it. */
export const profilePatch = (
  fields: ProfileFields,
  before: ProfileFields,
): Partial<ProfileFields> => ({
  ...(fields.name === before.name ? {} : { name: fields.name }),
  ...(fields.slug === before.slug ? {} : { slug: fields.slug }),
});

export const readMetadata = (text: string): JsonReading =>
  readJsonObject(text, (value) => {
    const parsed = OrgMetadata.shape.publicMetadata.safeParse(value);
    return parsed.success ? null : `Metadata is ${parsed.error.issues[0]?.message ?? 'too large'}.`;
  });

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What a merge leaves: objects are merged at every depth, null takes a name away, anything else is replaced
 * (Clerk's documentation of `PATCH /organizations/{id}/metadata`).
 */
export function mergedMetadata(before: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map(Object.entries(before));
  for (const [name, value] of Object.entries(patch)) {
    const old = merged.get(name);
    if (value === null) merged.delete(name);
    else if (isObject(value)) merged.set(name, mergedMetadata(isObject(old) ? old : {}, value));
    else merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

export const metadataOf = (organization: JsonObject): JsonObject => {
  const metadata = organization['public_metadata'];
  return isObject(metadata) ? metadata : {};
};
