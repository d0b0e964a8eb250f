import { expect } from 'vitest';
import { file, gone, one, page, wire, type Calls, type Makers } from './makers.ts';

/** Organizations with members, invitations and domains. */
export const organizationsCalls = ({
  clerk,
  serving,
  person,
  organization,
  member,
  invitation,
  domain,
  unique,
}: Makers): Calls => ({
  organizations: {
    getOrganizationList: [() => clerk.organizations.getOrganizationList(), page],
    createOrganization: [() => clerk.organizations.createOrganization({ name: unique() }), one],
    getOrganization: [
      () => clerk.organizations.getOrganization({ organizationId: serving.acme }),
      one,
    ],
    updateOrganization: [
      async () =>
        clerk.organizations.updateOrganization(await organization(), {
          name: 'Named',
          publicMetadata: { a: 1 },
        }),
      { ...one, name: 'Named', publicMetadata: { a: 1 } },
    ],
    updateOrganizationLogo: [
      async () => clerk.organizations.updateOrganizationLogo(await organization(), { file }),
      { ...one, hasImage: true },
    ],
    deleteOrganizationLogo: [
      async () => clerk.organizations.deleteOrganizationLogo(await organization()),
      { ...one, hasImage: false },
    ],
    updateOrganizationMetadata: [
      async () =>
        clerk.organizations.updateOrganizationMetadata(await organization(), {
          privateMetadata: { a: 1 },
        }),
      { privateMetadata: { a: 1 } },
    ],
    replaceOrganizationMetadata: [
      async () =>
        clerk.organizations.replaceOrganizationMetadata(await organization(), {
          publicMetadata: { b: 1 },
        }),
      { publicMetadata: { b: 1 } },
    ],
    deleteOrganization: [
      async () => clerk.organizations.deleteOrganization(await organization()),
      gone,
    ],
    getOrganizationMembershipList: [
      async () => {
        const { organizationId } = await member();
        return clerk.organizations.getOrganizationMembershipList({ organizationId });
      },
      { ...page, totalCount: 1 },
    ],
    getInstanceOrganizationMembershipList: [
      () => clerk.organizations.getInstanceOrganizationMembershipList({ limit: 2 }),
      page,
    ],
    createOrganizationMembership: [
      async () =>
        clerk.organizations.createOrganizationMembership({
          organizationId: await organization(),
          userId: await person(),
          role: 'org:member',
        }),
      { ...one, role: 'org:member', permissions: expect.any(Array) },
    ],
    updateOrganizationMembership: [
      async () =>
        clerk.organizations.updateOrganizationMembership({
          ...(await member()),
          role: 'org:admin',
        }),
      { ...one, role: 'org:admin' },
    ],
    updateOrganizationMembershipMetadata: [
      async () =>
        clerk.organizations.updateOrganizationMembershipMetadata({
          ...(await member()),
          publicMetadata: { a: 1 },
        }),
      { publicMetadata: { a: 1 } },
    ],
    deleteOrganizationMembership: [
      async () => clerk.organizations.deleteOrganizationMembership(await member()),
      { ...one, role: 'org:member' },
    ],
    getOrganizationInvitationList: [
      async () => clerk.organizations.getOrganizationInvitationList(await invitation()),
      { ...page, totalCount: 1 },
    ],
    createOrganizationInvitation: [
      async () =>
        clerk.organizations.createOrganizationInvitation({
          organizationId: await organization(),
          emailAddress: `${unique()}@example.com`,
          role: 'org:member',
        }),
      { ...one, status: 'pending' },
    ],
    createOrganizationInvitationBulk: [
      async () =>
        clerk.organizations.createOrganizationInvitationBulk(await organization(), [
          { emailAddress: `${unique()}@example.com`, role: 'org:member', inviterUserId: 'user_x' },
          { emailAddress: `${unique()}@example.com`, role: 'org:viewer', inviterUserId: 'user_x' },
        ]),
      { ...page, totalCount: 2 },
    ],
    getOrganizationInvitation: [
      async () => clerk.organizations.getOrganizationInvitation(await invitation()),
      { ...one, status: 'pending' },
    ],
    revokeOrganizationInvitation: [
      async () => clerk.organizations.revokeOrganizationInvitation(await invitation()),
      { ...one, status: 'revoked' },
    ],
    getOrganizationDomainList: [
      async () => clerk.organizations.getOrganizationDomainList(await domain()),
      { ...page, totalCount: 1 },
    ],
    createOrganizationDomain: [
      async () =>
        clerk.organizations.createOrganizationDomain({
          organizationId: await organization(),
          name: `${unique()}.example`,
          enrollmentMode: 'automatic_suggestion',
        }),
      wire,
    ],
    updateOrganizationDomain: [
      async () =>
        clerk.organizations.updateOrganizationDomain({
          ...(await domain()),
          enrollmentMode: 'automatic_invitation',
        }),
      wire,
    ],
    deleteOrganizationDomain: [
      async () => clerk.organizations.deleteOrganizationDomain(await domain()),
      gone,
    ],
  },
});
