import type { ClerkClient } from '@clerk/backend';
import { expect } from 'vitest';
import type { Serving } from '../sdk.ts';

export const one = { id: expect.any(String) as string, createdAt: expect.any(Number) as number };
export const page = {
  data: expect.any(Array) as unknown[],
  totalCount: expect.any(Number) as number,
};
export const gone = { id: expect.any(String) as string, deleted: true };
/** What `@clerk/backend` hands out as it came, since its deserializer does not know it. */
export const wire = { id: expect.any(String) as string, created_at: expect.any(Number) as number };
export const userId = { user_id: expect.any(String) as string };

/** One call of the SDK, and what its answer has to match; undefined for a call without one. */
export type Row = readonly [call: () => Promise<unknown>, answer: object | undefined];

/** Class of the SDK → method → call. */
export type Calls = Readonly<Record<string, Readonly<Record<string, Row>>>>;

/** Base32; of the authenticator app of everybody made here. */
export const secret = 'JBSWY3DPEHPK3PXP';

const png = new Blob([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')], {
  type: 'image/png',
});
export const file = new File([png], 'logo.png', { type: 'image/png' });

/** Makes what a call needs; each call anew, so that none depends on another. */
export interface Makers {
  readonly clerk: ClerkClient;
  readonly serving: Serving;
  readonly unique: () => string;
  readonly person: () => Promise<string>;
  readonly session: () => Promise<string>;
  readonly organization: () => Promise<string>;
  readonly member: () => Promise<{ organizationId: string; userId: string }>;
  readonly invitation: () => Promise<{ organizationId: string; invitationId: string }>;
  readonly domain: () => Promise<{ organizationId: string; domainId: string }>;
  readonly role: () => Promise<string>;
  readonly permission: () => Promise<string>;
  readonly grant: () => Promise<{ organizationRoleId: string; permissionId: string }>;
  readonly set: () => Promise<string>;
  readonly template: () => Promise<string>;
  readonly email: () => Promise<string>;
  readonly appInvitation: () => Promise<string>;
  readonly satellite: () => Promise<string>;
  readonly redirect: () => Promise<string>;
}

export function makersOf(serving: Serving): Makers {
  const { clerk } = serving;
  let made = 0;
  const unique = (): string => {
    made += 1;
    return `call${made}`;
  };

  const person = async (): Promise<string> => {
    const { id } = await clerk.users.createUser({
      emailAddress: [`${unique()}@example.com`],
      password: 'a long password',
      totpSecret: secret,
    });
    return id;
  };
  const session = async (): Promise<string> =>
    (await clerk.sessions.createSession({ userId: await person() })).id;
  const organization = async (): Promise<string> =>
    (await clerk.organizations.createOrganization({ name: unique() })).id;
  const member = async (): Promise<{ organizationId: string; userId: string }> => {
    const found = { organizationId: await organization(), userId: await person() };
    await clerk.organizations.createOrganizationMembership({ ...found, role: 'org:member' });
    return found;
  };
  const invitation = async (): Promise<{ organizationId: string; invitationId: string }> => {
    const organizationId = await organization();
    const { id } = await clerk.organizations.createOrganizationInvitation({
      organizationId,
      emailAddress: `${unique()}@example.com`,
      role: 'org:member',
    });
    return { organizationId, invitationId: id };
  };
  const domain = async (): Promise<{ organizationId: string; domainId: string }> => {
    const organizationId = await organization();
    const { id } = await clerk.organizations.createOrganizationDomain({
      organizationId,
      name: `${unique()}.example`,
      enrollmentMode: 'manual_invitation',
    });
    return { organizationId, domainId: id };
  };
  const role = async (): Promise<string> =>
    (await clerk.organizationRoles.createOrganizationRole({ name: 'R', key: `org:${unique()}` }))
      .id;
  const permission = async (): Promise<string> =>
    (
      await clerk.organizationPermissions.createOrganizationPermission({
        name: 'P',
        key: `org:${unique()}:read`,
      })
    ).id;
  const grant = async (): Promise<{ organizationRoleId: string; permissionId: string }> => ({
    organizationRoleId: await role(),
    permissionId: await permission(),
  });
  const set = async (): Promise<string> =>
    (
      await clerk.roleSets.createRoleSet({
        name: unique(),
        roles: ['org:admin', 'org:member', 'org:viewer'],
        defaultRoleKey: 'org:member',
        creatorRoleKey: 'org:admin',
      })
    ).key;
  const template = async (): Promise<string> =>
    (await clerk.jwtTemplates.create({ name: unique(), claims: { a: 1 } })).id;
  const email = async (): Promise<string> =>
    (
      await clerk.emailAddresses.createEmailAddress({
        userId: await person(),
        emailAddress: `${unique()}@example.com`,
      })
    ).id;
  const appInvitation = async (): Promise<string> =>
    (await clerk.invitations.createInvitation({ emailAddress: `${unique()}@example.com` })).id;
  const satellite = async (): Promise<string> =>
    (await clerk.domains.add({ name: `${unique()}.example`, is_satellite: true })).id;
  const redirect = async (): Promise<string> =>
    (await clerk.redirectUrls.createRedirectUrl({ url: `https://${unique()}.example/back` })).id;
  return {
    clerk,
    serving,
    person,
    session,
    organization,
    member,
    invitation,
    domain,
    role,
    permission,
    grant,
    set,
    template,
    email,
    appInvitation,
    satellite,
    redirect,
    unique,
  };
}
