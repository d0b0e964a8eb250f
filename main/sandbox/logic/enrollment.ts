import type { Asked, Core } from '../core.ts';
import { newId } from '../ids.ts';
import type { OrganizationDomainRecord, UserRecord } from '../state/records.ts';
import { membershipOf } from './access.ts';
import { roleKeyOf, roleSetOf } from './roleSets.ts';

const month = 30 * 86_400_000;

const domainPart = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/** A verified address of the user at a domain. */
export const addressAt = (user: UserRecord, domain: string): string | undefined =>
  user.email_addresses.find((one) => one.verified && domainPart(one.email_address) === domain)
    ?.email_address;

/** Invites, or suggests to, everybody with a verified address at the domain, as its enrollment mode says. */
export function enrollEverybody(core: Core, asked: Asked, domain: OrganizationDomainRecord): void {
  if (!domain.verified || domain.enrollment_mode === 'manual_invitation') return;
  for (const user of core.state.tables.user.all()) enroll(core, asked, domain, user);
}

/** The same for one user, whose addresses changed. */
export function enrollUser(core: Core, asked: Asked, user: UserRecord): void {
  if (!core.state.instance.organization_settings.domains_enabled) return;
  const names = new Set(user.email_addresses.map((one) => domainPart(one.email_address)));
  for (const name of names) {
    for (const domain of core.state.tables.organization_domain.find('name', name)) {
      if (domain.verified) enroll(core, asked, domain, user);
    }
  }
}

function enroll(
  core: Core,
  { nowMs }: Asked,
  domain: OrganizationDomainRecord,
  user: UserRecord,
): void {
  const { tables } = core.state;
  const address = addressAt(user, domain.name);
  const organization = tables.organization.get(domain.organization_id);
  if (address === undefined || organization === undefined) return;
  if (membershipOf(core.state, organization.id, user.id) !== undefined) return;
  const common = { organization_id: organization.id, organization_domain_id: domain.id };
  const times = { created_at: nowMs, updated_at: nowMs };
  if (domain.enrollment_mode === 'automatic_invitation') {
    const known = tables.invitation
      .find('email', address.toLowerCase())
      .some((one) => one.organization_id === organization.id && one.status === 'pending');
    if (known) return;
    tables.invitation.put({
      id: newId('orginv'),
      ...common,
      email_address: address,
      role: roleKeyOf(core.state, roleSetOf(core.state, organization).default_role_id),
      status: 'pending',
      inviter_user_id: null,
      public_metadata: {},
      private_metadata: {},
      expires_at: nowMs + month,
      ...times,
    });
  }
  if (domain.enrollment_mode === 'automatic_suggestion') {
    const known = tables.suggestion
      .find('user', user.id)
      .some((one) => one.organization_id === organization.id);
    if (known) return;
    tables.suggestion.put({
      id: newId('orgsug'),
      ...common,
      user_id: user.id,
      status: 'pending',
      ...times,
    });
  }
}

/** How many invitations and suggestions of a domain still wait for an answer. */
export function pendingOf(
  core: Core,
  domain: OrganizationDomainRecord,
): { invitations: number; suggestions: number } {
  const { invitation, suggestion } = core.state.tables;
  const waits = (one: { readonly status: string }): boolean => one.status === 'pending';
  return {
    invitations: invitation.find('domain', domain.id).filter(waits).length,
    suggestions: suggestion.find('domain', domain.id).filter(waits).length,
  };
}

/** Takes back what a domain gave and nobody answered yet. */
export function withdraw(core: Core, domain: OrganizationDomainRecord): void {
  const { invitation, suggestion } = core.state.tables;
  for (const one of invitation.find('domain', domain.id)) {
    if (one.status === 'pending') invitation.delete(one.id);
  }
  for (const one of suggestion.find('domain', domain.id)) {
    if (one.status === 'pending') suggestion.delete(one.id);
  }
}
