import type { Core } from '../core.ts';
import { pendingOf } from '../logic/enrollment.ts';
import type { OrganizationDomainRecord } from '../state/records.ts';

/**
 * A domain as both APIs give it. `verification` is the old name of `affiliation_verification`. Ownership, proven by
 * a DNS record and asked for by enterprise connections alone, is not played here.
 */
export function domainShape(core: Core, domain: OrganizationDomainRecord): object {
  const affiliation = verificationShape(domain);
  const pending = pendingOf(core, domain);
  return {
    object: 'organization_domain',
    id: domain.id,
    organization_id: domain.organization_id,
    name: domain.name,
    enrollment_mode: domain.enrollment_mode,
    affiliation_email_address: domain.affiliation_email_address,
    affiliation_verification: affiliation,
    verification: affiliation,
    ownership_verification: null,
    total_pending_invitations: pending.invitations,
    total_pending_suggestions: pending.suggestions,
    created_at: domain.created_at,
    updated_at: domain.updated_at,
  };
}

/** Null before a code was sent. The types know one strategy, so a domain a server declared verified has it too. */
function verificationShape(domain: OrganizationDomainRecord): object | null {
  const { verification, verified } = domain;
  if (verification === null && !verified) return null;
  const status = verified ? 'verified' : (verification?.status ?? 'unverified');
  return {
    status,
    strategy: 'email_code',
    attempts: verification?.attempts ?? 0,
    expires_at: verification?.expire_at ?? domain.updated_at,
    expire_at: verification?.expire_at ?? domain.updated_at,
  };
}
