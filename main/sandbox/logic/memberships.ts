import type { Asked, Core } from '../core.ts';
import { ClerkApiError, forbidden, formInvalid, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import type {
  MembershipRecord,
  Metadata,
  OrganizationRecord,
  UserRecord,
} from '../state/records.ts';
import type { Form } from '../wire/form.ts';
import { ordered } from '../wire/paging.ts';
import { keepsSomeoneInCharge, membershipOf } from './access.ts';
import { identifierOf } from './people.ts';
import { requireRole } from './roleSets.ts';

/** Rows of a list of memberships together with the user they are searched and sorted by. */
export function listMemberships(
  core: Core,
  rows: readonly MembershipRecord[],
  query: Form,
): MembershipRecord[] {
  const users = core.state.tables.user;
  const text = query.get('query')?.toLowerCase();
  const roles = new Set(query.all('role'));
  const ids = new Set(query.all('user_id'));
  const matches = (row: MembershipRecord): boolean => {
    if (roles.size > 0 && !roles.has(row.role)) return false;
    if (ids.size > 0 && !ids.has(row.user_id)) return false;
    const user = users.get(row.user_id);
    return user !== undefined && (text === undefined || userMatches(user, text));
  };
  const of = (row: MembershipRecord): UserRecord | undefined => users.get(row.user_id);
  const lower = (value: string | null | undefined): string | null => value?.toLowerCase() ?? null;
  return ordered(rows.filter(matches), query, {
    created_at: (row) => row.created_at,
    first_name: (row) => lower(of(row)?.first_name),
    last_name: (row) => lower(of(row)?.last_name),
    username: (row) => lower(of(row)?.username),
    phone_number: () => null,
    email_address: (row) => {
      const user = of(row);
      return user === undefined ? null : identifierOf(user).toLowerCase();
    },
  });
}

/** `query`: exact on the id, partial on name, username and email address. `text` is lower case. */
export function userMatches(user: UserRecord, text: string): boolean {
  if (user.id.toLowerCase() === text || user.external_id?.toLowerCase() === text) return true;
  const name = `${user.first_name ?? ''} ${user.last_name ?? ''}`.toLowerCase();
  if (name.includes(text)) return true;
  if (user.username?.toLowerCase().includes(text) === true) return true;
  return user.email_addresses.some((email) => email.email_address.toLowerCase().includes(text));
}

export function addMember(
  core: Core,
  asked: Asked,
  organization: OrganizationRecord,
  userId: string,
  role: string,
  metadata: { public?: Metadata; private?: Metadata } = {},
): MembershipRecord {
  requireRole(core, organization, role);
  if (core.state.tables.user.get(userId) === undefined) throw notFound('User');
  if (membershipOf(core.state, organization.id, userId) !== undefined) {
    throw new ClerkApiError(400, 'already_a_member_in_organization', 'Already a member', {
      long: `User ${userId} is already a member of organization ${organization.id}.`,
    });
  }
  const seats = organization.max_allowed_memberships;
  const taken = core.state.tables.membership.count('organization', organization.id);
  if (seats > 0 && taken >= seats) {
    throw new ClerkApiError(403, 'organization_membership_quota_exceeded', 'Quota exceeded', {
      long: `You have reached your limit of ${seats} organization memberships.`,
    });
  }
  return core.state.tables.membership.put({
    id: newId('orgmem'),
    organization_id: organization.id,
    user_id: userId,
    role,
    public_metadata: metadata.public ?? {},
    private_metadata: metadata.private ?? {},
    created_at: asked.nowMs,
    updated_at: asked.nowMs,
  });
}

/** Gives a member another role. @throws ClerkApiError when nobody could run the organization afterwards */
export function changeRole(
  core: Core,
  asked: Asked,
  membership: MembershipRecord,
  role: string,
): MembershipRecord {
  const organization = core.state.tables.organization.get(membership.organization_id);
  if (organization !== undefined) requireRole(core, organization, role);
  requireSomeoneInCharge(core, membership, role);
  return core.state.tables.membership.put({ ...membership, role, updated_at: asked.nowMs });
}

/** Takes a member out; sessions that stood in the organization fall back to the personal account. */
export function removeMember(core: Core, asked: Asked, membership: MembershipRecord): void {
  requireSomeoneInCharge(core, membership, null);
  leaveSessions(core, asked, membership);
  core.state.tables.membership.delete(membership.id);
}

export function leaveSessions(core: Core, asked: Asked, membership: MembershipRecord): void {
  for (const session of core.state.tables.session.find('user', membership.user_id)) {
    if (session.last_active_organization_id === membership.organization_id) {
      core.state.tables.session.put({
        ...session,
        last_active_organization_id: null,
        updated_at: asked.nowMs,
      });
    }
  }
}

function requireSomeoneInCharge(
  core: Core,
  membership: MembershipRecord,
  role: string | null,
): void {
  const { organization_id, user_id } = membership;
  if (!keepsSomeoneInCharge(core.state, organization_id, user_id, role)) {
    throw new ClerkApiError(
      400,
      'organization_minimum_permissions_needed',
      'Minimum permissions needed',
      {
        long: 'There has to be at least one organization member with the minimum required permissions.',
      },
    );
  }
}

/** @throws ClerkApiError 422 for a name Clerk would refuse */
export function checkOrganizationName(name: string): string {
  if (name.trim() === '' || name.length > 256 || /[<>]|https?:\/\//i.test(name)) {
    throw formInvalid('name', 'name must have 1 to 256 characters, without URLs or HTML.');
  }
  return name;
}

/** A free slug made of a name, or the wanted one. @throws ClerkApiError when it is malformed or taken */
export function slugFor(
  core: Core,
  name: string,
  wanted: string | null | undefined,
  own?: string,
): string {
  const taken = (slug: string): boolean =>
    core.state.tables.organization.find('slug', slug).some((other) => other.id !== own);
  if (wanted !== null && wanted !== undefined) {
    if (core.state.instance.organization_settings.slug_disabled) {
      throw forbidden(
        'organization_slugs_disabled',
        'This instance does not have slugs enabled for organizations.',
      );
    }
    if (!/^[a-z0-9][a-z0-9-]*$/.test(wanted)) {
      throw formInvalid('slug', 'slug takes lower-case letters, digits and dashes.');
    }
    if (taken(wanted)) {
      throw new ClerkApiError(400, 'duplicate_record', 'Duplicate record', {
        long: 'An organization with this slug exists already.',
        param: 'slug',
      });
    }
    return wanted;
  }
  const base =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'organization';
  let slug = base;
  for (let n = 2; taken(slug); n += 1) slug = `${base}-${n}`;
  return slug;
}
