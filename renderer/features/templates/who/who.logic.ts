import type { PreviewContextBody, ScanUser } from '../../../../shared/contract/http.ts';
import { isJsonObject } from '../../../../shared/domain/json.ts';
import type { ApiRecord, PreviewContext } from '../../../../shared/domain/template/types.ts';
import type { Membership, Person } from '../../../app/sessionStore.ts';

/** Whom the preview is for. */
export interface Who {
  /** Null: the person signed in, by their own session. */
  readonly user: ScanUser | null;
  /** Null: no organization active. Undefined: the one that comes first, or the session's own. */
  readonly orgId: string | null | undefined;
  /** The session was opened by somebody else for this user. */
  readonly impersonated: boolean;
}

export const oneself: Who = { user: null, orgId: undefined, impersonated: false };

/** A place a user can stand in. */
export interface Place {
  readonly orgId: string | null;
  readonly name: string;
  readonly role: string | null;
}

export const nowhere: Place = { orgId: null, name: 'No organization', role: null };

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

const organizationOf = (membership: ApiRecord): ApiRecord | null => {
  const { organization } = membership;
  return isJsonObject(organization) ? organization : null;
};

/** *Ada Byron*, or what else is known. */
export function nameOf(user: ApiRecord): string {
  const names = [textOf(user['first_name']), textOf(user['last_name'])];
  const full = names.filter((name) => name !== null).join(' ');
  return full === '' ? (textOf(user['username']) ?? emailOf(user) ?? idOf(user)) : full;
}

export const idOf = (user: ApiRecord): string => textOf(user['id']) ?? '';

/** The primary address, or the first one. */
export function emailOf(user: ApiRecord): string | null {
  const list = user['email_addresses'];
  const entries = Array.isArray(list) ? (list as unknown[]).filter(isJsonObject) : [];
  const primary = entries.find(({ id }) => id === user['primary_email_address_id']) ?? entries[0];
  return textOf(primary?.['email_address']);
}

/** The organizations of a user, after *No organization*. */
export const placesOf = ({ memberships }: ScanUser): readonly Place[] => [
  nowhere,
  ...memberships.flatMap((membership): Place[] => {
    const organization = organizationOf(membership);
    const orgId = textOf(organization?.['id']);
    if (organization === null || orgId === null) return [];
    const role = textOf(membership['role']);
    return [{ orgId, name: textOf(organization['name']) ?? orgId, role }];
  }),
];

/** Where a user is previewed when nothing was chosen: their first organization, where they have one. */
const firstPlace = (user: ScanUser): string | null =>
  placesOf(user).find(({ orgId }) => orgId !== null)?.orgId ?? null;

/** The choice as it applies to another user: the same organization where both are members of it. */
export function moveTo(who: Who, user: ScanUser): Who {
  const stays = placesOf(user).some(({ orgId }) => orgId !== null && orgId === who.orgId);
  return { ...who, user, orgId: stays || who.orgId === null ? who.orgId : undefined };
}

/** What the page knows of the person signed in without being an operator. */
export interface Own {
  readonly context: PreviewContextBody;
  readonly person: Person;
  readonly memberships: readonly Membership[];
  /** Their record with every membership, once the list of users brought it. */
  readonly record: ScanUser | null;
}

/** The organization the choice names, by id; null = none. */
export function activeOrgId(who: Who, own: Own): string | null {
  if (who.orgId !== undefined) return who.orgId;
  if (who.user !== null && idOf(who.user.user) !== own.person.id) return firstPlace(who.user);
  return textOf(own.context.organization?.['id']);
}

/** Whether the choice is the session of this window: what can be minted here. */
export const isOwnSession = (who: Who, own: Own): boolean =>
  !who.impersonated &&
  (who.user === null || idOf(who.user.user) === own.person.id) &&
  activeOrgId(who, own) === textOf(own.context.organization?.['id']);

/** The records of the choice, as a mint would have them. A session nobody opened yet is an ordinary one. */
export function contextOf(who: Who, own: Own): PreviewContext {
  const isSelf = who.user === null || idOf(who.user.user) === own.person.id;
  const record = isSelf ? own.record : who.user;
  const session: ApiRecord = {
    ...(isSelf ? own.context.session : { actor: null, reverification_id: null }),
    ...(who.impersonated ? { actor: { sub: own.person.id } } : {}),
  };
  const orgId = activeOrgId(who, own);
  if (isSelf && orgId === textOf(own.context.organization?.['id'])) {
    return {
      ...own.context,
      session: own.context.session === null && !who.impersonated ? null : session,
      memberships: record?.memberships ?? own.memberships.map(asRecord),
    };
  }
  const membership =
    record?.memberships.find((one) => organizationOf(one)?.['id'] === orgId) ?? null;
  return {
    user: record?.user ?? own.context.user,
    organization: membership === null ? null : organizationOf(membership),
    membership,
    session,
    memberships: record?.memberships ?? own.memberships.map(asRecord),
  };
}

/** What `user.organizations` needs of a membership. */
const asRecord = ({ orgId, name, role }: Membership): ApiRecord => ({
  role,
  organization: { id: orgId, name },
});
