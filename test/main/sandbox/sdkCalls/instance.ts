import { expect } from 'vitest';
import { gone, one, page, type Calls, type Makers } from './makers.ts';

/** What belongs to the instance as a whole. */
export const instanceCalls = ({
  clerk,
  appInvitation,
  satellite,
  redirect,
  unique,
}: Makers): Calls => ({
  invitations: {
    getInvitationList: [
      async () => {
        await appInvitation();
        return clerk.invitations.getInvitationList({ status: 'pending' });
      },
      page,
    ],
    createInvitation: [
      () => clerk.invitations.createInvitation({ emailAddress: `${unique()}@example.com` }),
      { ...one, status: 'pending' },
    ],
    createInvitationBulk: [
      () =>
        clerk.invitations.createInvitationBulk([
          { emailAddress: `${unique()}@example.com` },
          { emailAddress: `${unique()}@example.com` },
        ]),
      [one, one],
    ],
    revokeInvitation: [
      async () => clerk.invitations.revokeInvitation(await appInvitation()),
      { ...one, status: 'revoked', revoked: true },
    ],
    deleteInvitation: [async () => clerk.invitations.deleteInvitation(await appInvitation()), gone],
  },
  instance: {
    get: [() => clerk.instance.get(), { environmentType: 'development' }],
    update: [() => clerk.instance.update({ testMode: true }), undefined],
    updateRestrictions: [
      () => clerk.instance.updateRestrictions({ allowlist: true }),
      { allowlist: true, blocklist: false },
    ],
    getOrganizationSettings: [
      () => clerk.instance.getOrganizationSettings(),
      { creatorRole: 'org:admin', domainsDefaultRole: 'org:member' },
    ],
    updateOrganizationSettings: [
      () => clerk.instance.updateOrganizationSettings({ adminDeleteEnabled: true }),
      { adminDeleteEnabled: true },
    ],
  },
  allowlistIdentifiers: {
    getAllowlistIdentifierList: [
      () => clerk.allowlistIdentifiers.getAllowlistIdentifierList(),
      page,
    ],
    createAllowlistIdentifier: [
      () =>
        clerk.allowlistIdentifiers.createAllowlistIdentifier({
          identifier: `${unique()}@example.com`,
          notify: false,
        }),
      { ...one, identifierType: 'email_address' },
    ],
    deleteAllowlistIdentifier: [
      async () => {
        const { id } = await clerk.allowlistIdentifiers.createAllowlistIdentifier({
          identifier: `${unique()}.example`,
          notify: false,
        });
        return clerk.allowlistIdentifiers.deleteAllowlistIdentifier(id);
      },
      gone,
    ],
  },
  blocklistIdentifiers: {
    getBlocklistIdentifierList: [
      () => clerk.blocklistIdentifiers.getBlocklistIdentifierList(),
      page,
    ],
    createBlocklistIdentifier: [
      () => clerk.blocklistIdentifiers.createBlocklistIdentifier({ identifier: '+1555010' }),
      { ...one, identifierType: 'phone_number' },
    ],
    deleteBlocklistIdentifier: [
      async () => {
        const identifier = `${unique()}@example.com`;
        const { id } = await clerk.blocklistIdentifiers.createBlocklistIdentifier({ identifier });
        return clerk.blocklistIdentifiers.deleteBlocklistIdentifier(id);
      },
      gone,
    ],
  },
  domains: {
    list: [() => clerk.domains.list(), page],
    add: [
      () => clerk.domains.add({ name: `${unique()}.example`, is_satellite: true }),
      { isSatellite: true, cnameTargets: [] },
    ],
    update: [
      async () => clerk.domains.update({ domainId: await satellite(), name: 'other.example' }),
      { name: 'other.example' },
    ],
    delete: [async () => clerk.domains.delete(await satellite()), gone],
    deleteDomain: [async () => clerk.domains.deleteDomain(await satellite()), gone],
  },
  redirectUrls: {
    getRedirectUrlList: [() => clerk.redirectUrls.getRedirectUrlList(), page],
    getRedirectUrl: [async () => clerk.redirectUrls.getRedirectUrl(await redirect()), one],
    createRedirectUrl: [
      () => clerk.redirectUrls.createRedirectUrl({ url: `https://${unique()}.example` }),
      one,
    ],
    deleteRedirectUrl: [async () => clerk.redirectUrls.deleteRedirectUrl(await redirect()), gone],
  },
  testingTokens: {
    createTestingToken: [
      () => clerk.testingTokens.createTestingToken(),
      { token: expect.any(String) },
    ],
  },
  jwks: {
    getJwks: [() => clerk.jwks.getJwks(), { keys: [expect.objectContaining({ kty: 'RSA' })] }],
  },
});
