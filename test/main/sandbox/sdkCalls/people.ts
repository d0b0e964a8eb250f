import { expect } from 'vitest';
import { totpCode } from '../../../../main/sandbox/logic/totp.ts';
import { file, gone, one, page, secret, userId, type Calls, type Makers } from './makers.ts';

/** Users, their sessions, addresses and tickets. */
export const peopleCalls = ({
  clerk,
  serving,
  person,
  session,
  member,
  email,
  unique,
}: Makers): Calls => ({
  users: {
    getUserList: [() => clerk.users.getUserList({ limit: 2 }), page],
    getUser: [() => clerk.users.getUser(serving.sandbox.person('ada')), one],
    createUser: [() => clerk.users.createUser({ emailAddress: [`${unique()}@example.com`] }), one],
    updateUser: [
      async () => clerk.users.updateUser(await person(), { publicMetadata: { a: 1 } }),
      { ...one, publicMetadata: { a: 1 } },
    ],
    replaceUserEmailAddress: [
      async () =>
        clerk.users.replaceUserEmailAddress(await person(), {
          emailAddress: `${unique()}@example.com`,
        }),
      { verification: { status: 'verified' } },
    ],
    updateUserProfileImage: [
      async () => clerk.users.updateUserProfileImage(await person(), { file }),
      { ...one, hasImage: true },
    ],
    updateUserMetadata: [
      async () => clerk.users.updateUserMetadata(await person(), { privateMetadata: { a: 1 } }),
      { ...one, privateMetadata: { a: 1 } },
    ],
    replaceUserMetadata: [
      async () => clerk.users.replaceUserMetadata(await person(), { unsafeMetadata: { a: 1 } }),
      { ...one, unsafeMetadata: { a: 1 } },
    ],
    deleteUser: [async () => clerk.users.deleteUser(await person()), gone],
    getCount: [
      async () => ({ count: await clerk.users.getCount() }),
      { count: expect.any(Number) },
    ],
    getUserOauthAccessToken: [
      async () => clerk.users.getUserOauthAccessToken(await person(), 'google'),
      page,
    ],
    disableUserMFA: [async () => clerk.users.disableUserMFA(await person()), userId],
    getOrganizationMembershipList: [
      async () => clerk.users.getOrganizationMembershipList(await member()),
      { ...page, totalCount: 1 },
    ],
    getOrganizationInvitationList: [
      async () => clerk.users.getOrganizationInvitationList({ userId: await person() }),
      page,
    ],
    removePassword: [
      async () => clerk.users.removePassword(await person()),
      { ...one, passwordEnabled: false },
    ],
    verifyPassword: [
      async () =>
        clerk.users.verifyPassword({ userId: await person(), password: 'a long password' }),
      { verified: true },
    ],
    verifyTOTP: [
      async () =>
        clerk.users.verifyTOTP({ userId: await person(), code: totpCode(secret, Date.now()) }),
      { verified: true, code_type: 'totp' },
    ],
    banUser: [async () => clerk.users.banUser(await person()), { banned: true }],
    unbanUser: [async () => clerk.users.unbanUser(await person()), { banned: false }],
    lockUser: [async () => clerk.users.lockUser(await person()), { locked: true }],
    unlockUser: [async () => clerk.users.unlockUser(await person()), { locked: false }],
    deleteUserProfileImage: [
      async () => clerk.users.deleteUserProfileImage(await person()),
      { ...one, hasImage: false },
    ],
    deleteUserBackupCodes: [async () => clerk.users.deleteUserBackupCodes(await person()), userId],
    deleteUserTOTP: [async () => clerk.users.deleteUserTOTP(await person()), userId],
    setPasswordCompromised: [async () => clerk.users.setPasswordCompromised(await person()), one],
    unsetPasswordCompromised: [
      async () => clerk.users.unsetPasswordCompromised(await person()),
      one,
    ],
  },
  sessions: {
    getSessionList: [
      async () => clerk.sessions.getSessionList({ userId: serving.sandbox.person('ada') }),
      page,
    ],
    getSession: [async () => clerk.sessions.getSession(await session()), one],
    createSession: [async () => clerk.sessions.createSession({ userId: await person() }), one],
    revokeSession: [
      async () => clerk.sessions.revokeSession(await session()),
      { ...one, status: 'revoked' },
    ],
    getToken: [
      async () => clerk.sessions.getToken(await session()),
      { jwt: expect.stringMatching(/\..+\./) },
    ],
    refreshSession: [
      async () =>
        clerk.sessions.refreshSession(await session(), {
          expired_token: 'a',
          refresh_token: 'b',
          request_origin: 'http://localhost:3000',
        }),
      { jwt: expect.stringMatching(/\..+\./) },
    ],
  },
  signInTokens: {
    createSignInToken: [
      async () =>
        clerk.signInTokens.createSignInToken({ userId: await person(), expiresInSeconds: 60 }),
      { ...one, status: 'pending', token: expect.any(String) },
    ],
    revokeSignInToken: [
      async () => {
        const { id } = await clerk.signInTokens.createSignInToken({
          userId: await person(),
          expiresInSeconds: 60,
        });
        return clerk.signInTokens.revokeSignInToken(id);
      },
      { ...one, status: 'revoked' },
    ],
  },
  actorTokens: {
    create: [
      async () =>
        clerk.actorTokens.create({
          userId: await person(),
          actor: { sub: serving.sandbox.person('ada') },
        }),
      { ...one, status: 'pending', token: expect.any(String) },
    ],
    revoke: [
      async () => {
        const actor = { sub: serving.sandbox.person('ada') };
        const { id } = await clerk.actorTokens.create({ userId: await person(), actor });
        return clerk.actorTokens.revoke(id);
      },
      { ...one, status: 'revoked' },
    ],
  },
  emailAddresses: {
    getEmailAddress: [
      async () => clerk.emailAddresses.getEmailAddress(await email()),
      { linkedTo: [] },
    ],
    createEmailAddress: [
      async () =>
        clerk.emailAddresses.createEmailAddress({
          userId: await person(),
          emailAddress: `${unique()}@example.com`,
          verified: true,
          primary: true,
        }),
      { verification: { status: 'verified' } },
    ],
    updateEmailAddress: [
      async () => clerk.emailAddresses.updateEmailAddress(await email(), { verified: true }),
      { verification: { status: 'verified' } },
    ],
    deleteEmailAddress: [async () => clerk.emailAddresses.deleteEmailAddress(await email()), gone],
  },
  clients: {
    getClientList: [() => clerk.clients.getClientList(), page],
    getClient: [
      async () => {
        const { clientId } = await clerk.sessions.getSession(await session());
        return clerk.clients.getClient(clientId);
      },
      { ...one, sessionIds: [expect.any(String)], sessions: [expect.objectContaining(one)] },
    ],
  },
});
