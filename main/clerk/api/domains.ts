import type { ClerkApi, ClerkDomain } from '../port.ts';
import { assertId, numberOr, recordOr, textOr, textOrNull, unreadable } from '../readers.ts';
import { given, MOST_PER_PAGE, type Calls } from './calls.ts';

export function domainCalls({
  call,
  change,
}: Calls): Pick<
  ClerkApi,
  'listDomains' | 'getDomain' | 'createDomain' | 'updateDomain' | 'deleteDomain'
> {
  const listDomains: ClerkApi['listDomains'] = async (organizationId, { limit, offset }) => {
    assertId(organizationId, 'organization');
    const page = await call((c) =>
      c.organizations.getOrganizationDomainList({ organizationId, limit, offset }),
    );
    if (!Array.isArray(page.data)) throw unreadable('getOrganizationDomainList');
    return { data: page.data.map(toDomain), total: numberOr(page.totalCount, page.data.length) };
  };

  return {
    listDomains,

    async getDomain(organizationId, domainId) {
      assertId(domainId, 'domain');
      // The Backend API has no call for a single one.
      for (let offset = 0; ; offset += MOST_PER_PAGE) {
        const page = await listDomains(organizationId, { limit: MOST_PER_PAGE, offset });
        const found = page.data.find(({ id }) => id === domainId);
        if (found !== undefined) return found;
        if (page.data.length < MOST_PER_PAGE) return null;
      }
    },

    async createDomain(organizationId, fields) {
      assertId(organizationId, 'organization');
      const { name, enrollmentMode, verified } = fields;
      return toDomain(
        await change((c) =>
          c.organizations.createOrganizationDomain({
            organizationId,
            name,
            enrollmentMode,
            ...given({ verified }),
          }),
        ),
      );
    },

    async updateDomain(organizationId, domainId, fields) {
      assertId(organizationId, 'organization');
      assertId(domainId, 'domain');
      return toDomain(
        await change((c) =>
          c.organizations.updateOrganizationDomain({ organizationId, domainId, ...given(fields) }),
        ),
      );
    },

    async deleteDomain(organizationId, domainId) {
      assertId(organizationId, 'organization');
      assertId(domainId, 'domain');
      await change((c) => c.organizations.deleteOrganizationDomain({ organizationId, domainId }));
    },
  };
}

/** The SDK (3.25) declares a class for domains and hands out the answer as it came: its names are the wire's. */
function toDomain(value: unknown): ClerkDomain {
  const domain = recordOr(value);
  const { id, name } = domain;
  if (typeof id !== 'string' || typeof name !== 'string') throw unreadable('domains');
  const verification = recordOr(domain['verification']);
  return {
    id,
    name,
    enrollmentMode: textOr(domain['enrollment_mode'], 'unknown'),
    verified: verification['status'] === 'verified',
    verificationStrategy: textOrNull(verification['strategy']),
    affiliationEmailAddress: textOrNull(domain['affiliation_email_address']),
    pendingInvitations: numberOr(domain['total_pending_invitations'], 0),
    pendingSuggestions: numberOr(domain['total_pending_suggestions'], 0),
    createdAtMs: numberOr(domain['created_at'], 0),
    updatedAtMs: numberOr(domain['updated_at'], 0),
  };
}
