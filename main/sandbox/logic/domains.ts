import type { Asked, Core } from '../core.ts';
import { ClerkApiError, forbidden, formInvalid, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import type {
  EnrollmentMode,
  OrganizationDomainRecord,
  OrganizationRecord,
} from '../state/records.ts';
import { enrollEverybody, withdraw } from './enrollment.ts';

/** Domains an organization may have (clerk/clerk-docs, Verified domains). */
const mostDomains = 10;

export const enrollmentModes = [
  'manual_invitation',
  'automatic_invitation',
  'automatic_suggestion',
] as const satisfies readonly EnrollmentMode[];

/** A few of the providers Clerk refuses; its own list is not published. */
const commonProviders: ReadonlySet<string> = new Set([
  'aol.com',
  'gmail.com',
  'gmx.com',
  'gmx.net',
  'googlemail.com',
  'hotmail.com',
  'icloud.com',
  'live.com',
  'outlook.com',
  'proton.me',
  'protonmail.com',
  'yahoo.com',
]);

/** @throws ClerkApiError 403 while the instance has verified domains switched off */
export function requireDomains(core: Core): void {
  if (!core.state.instance.organization_settings.domains_enabled) {
    throw forbidden(
      'organization_domains_not_enabled',
      'This instance does not have domains enabled for organizations.',
    );
  }
}

export function domainOf(
  core: Core,
  organization: OrganizationRecord,
  id: string,
): OrganizationDomainRecord {
  const domain = core.state.tables.organization_domain.get(id);
  if (domain === undefined || domain.organization_id !== organization.id) {
    throw notFound('Organization domain');
  }
  return domain;
}

/** Domains of an organization, newest first, as `verified` and `enrollment_mode` narrow them. */
export function listDomains(
  core: Core,
  organization: OrganizationRecord,
  wanted: { readonly verified: string | undefined; readonly modes: readonly string[] },
): OrganizationDomainRecord[] {
  return core.state.tables.organization_domain
    .find('organization', organization.id)
    .filter((one) => wanted.verified === undefined || String(one.verified) === wanted.verified)
    .filter((one) => wanted.modes.length === 0 || wanted.modes.includes(one.enrollment_mode))
    .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1));
}

export interface NewDomain {
  readonly name: string;
  readonly mode: EnrollmentMode;
  readonly verified: boolean;
  readonly affiliationEmail?: string | null;
}

export function createDomain(
  core: Core,
  asked: Asked,
  organization: OrganizationRecord,
  wanted: NewDomain,
): OrganizationDomainRecord {
  requireDomains(core);
  const { organization_domain: domains } = core.state.tables;
  const name = checkName(wanted.name);
  const own = domains.find('organization', organization.id);
  if (own.some((domain) => domain.name === name)) {
    throw taken('organization_domain_already_exists_same_organization', 'your organization');
  }
  if (wanted.verified) requireUnclaimed(core, name);
  if (own.length >= mostDomains) {
    throw forbidden(
      'organization_domain_quota_exceeded',
      `You have reached your limit of ${mostDomains} domains per organization.`,
    );
  }
  requireMode(core, wanted.mode);
  const domain = domains.put({
    id: newId('orgdmn'),
    organization_id: organization.id,
    name,
    enrollment_mode: wanted.mode,
    verified: wanted.verified,
    affiliation_email_address: wanted.affiliationEmail ?? null,
    verification: null,
    created_at: asked.nowMs,
    updated_at: asked.nowMs,
  });
  enrollEverybody(core, asked, domain);
  return domain;
}

/**
 * Changes a domain, and invites or suggests whom it now stands for.
 * @throws ClerkApiError 422 when another organization has verified the domain meanwhile
 */
export function changeDomain(
  core: Core,
  asked: Asked,
  domain: OrganizationDomainRecord,
  change: Partial<OrganizationDomainRecord>,
): OrganizationDomainRecord {
  requireDomains(core);
  if (change.enrollment_mode !== undefined) requireMode(core, change.enrollment_mode);
  if (change.verified === true && !domain.verified) requireUnclaimed(core, domain.name);
  const saved = core.state.tables.organization_domain.put({
    ...domain,
    ...change,
    updated_at: asked.nowMs,
  });
  enrollEverybody(core, asked, saved);
  return saved;
}

/** Deletes a domain with the invitations and suggestions that came of it and still wait. */
export function deleteDomain(core: Core, domain: OrganizationDomainRecord): object {
  withdraw(core, domain);
  core.state.tables.organization_domain.delete(domain.id);
  return { object: 'organization_domain', id: domain.id, deleted: true };
}

function checkName(given: string): string {
  const name = given.trim().toLowerCase();
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
  if (name.length > 253 || !new RegExp(`^(?:${label}\\.)+${label}$`).test(name)) {
    throw formInvalid('name', 'name must be a domain, such as example.com.');
  }
  if (commonProviders.has(name)) {
    throw new ClerkApiError(422, 'organization_domain_common', 'common email domain', {
      long: 'This is a common email provider domain. Please use a different one.',
      param: 'name',
    });
  }
  return name;
}

/** One organization of an instance has a domain verified. @throws ClerkApiError 422 */
function requireUnclaimed(core: Core, name: string): void {
  if (core.state.tables.organization_domain.find('name', name).some((one) => one.verified)) {
    throw taken('organization_domain_already_exists', 'another organization');
  }
}

const taken = (code: string, whose: string): ClerkApiError =>
  new ClerkApiError(422, code, 'organization domain already exists', {
    long: `This domain is already used by ${whose}.`,
    param: 'name',
  });

/** `manual_invitation` is how a domain is without enrollment, so it is never switched off. */
function requireMode(core: Core, mode: EnrollmentMode): void {
  const { domains_enrollment_modes: enabled } = core.state.instance.organization_settings;
  if (mode !== 'manual_invitation' && !enabled.includes(mode)) {
    throw forbidden(
      'organization_domain_enrollment_mode_not_enabled',
      `Enrollment mode ${mode} is not enabled for this instances's organizations.`,
    );
  }
}
