import type { ClerkApi } from '../port.ts';
import { assertId, withoutPrivate } from '../readers.ts';
import { given, type Calls } from './calls.ts';

export function organizationCalls({
  call,
  change,
}: Calls): Pick<ClerkApi, 'getOrganization' | 'updateOrganization' | 'writeMetadata'> {
  return {
    async getOrganization(organizationId) {
      assertId(organizationId, 'organization');
      const organization = await call((c) => c.organizations.getOrganization({ organizationId }));
      return withoutPrivate(organization.raw, 'organizations.getOrganization');
    },

    async updateOrganization(organizationId, { name, slug }) {
      assertId(organizationId, 'organization');
      const changed = await change((c) =>
        c.organizations.updateOrganization(organizationId, {
          ...given({ name, slug }),
        }),
      );
      return withoutPrivate(changed.raw, 'organizations.updateOrganization');
    },

    async writeMetadata(organizationId, how, publicMetadata) {
      assertId(organizationId, 'organization');
      const changed = await change((c) =>
        how === 'merge'
          ? c.organizations.updateOrganizationMetadata(organizationId, { publicMetadata })
          : c.organizations.replaceOrganizationMetadata(organizationId, { publicMetadata }),
      );
      return withoutPrivate(changed.raw, 'organizations.writeMetadata');
    },
  };
}
