import { z } from 'zod';
import { ClerkApiError, notFound } from '../errors.ts';
import { invitationsFor } from '../logic/invitations.ts';
import { listMemberships } from '../logic/memberships.ts';
import { passwordMatches } from '../logic/passwords.ts';
import { dropPicture, keepPicture } from '../logic/pictures.ts';
import { totpMatches } from '../logic/totp.ts';
import { endSessions } from '../logic/users.ts';
import {
  invitationShape,
  membershipForBackend,
  publicOrganizationData,
} from '../shapes/organization.ts';
import { partOf } from '../wire/multipart.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';
import { saveUser, userOf } from './userOf.ts';

/** What is done with a user beyond reading and writing it. */
export function addUserActs(on: BapiRoutes): void {
  addLists(on);
  addLocks(on);
  addPasswords(on);
  addFactors(on);
  on('POST', '/users/:id/profile_image', (call) => {
    const user = userOf(call);
    const file = partOf(call.request.body, call.request.headers['content-type'], 'file');
    return saveUser(call, { ...user, picture_at: keepPicture(call.core, call, user.id, file) });
  });
  on('DELETE', '/users/:id/profile_image', (call) => {
    const user = userOf(call);
    dropPicture(call.core, user.id);
    return saveUser(call, { ...user, picture_at: null });
  });
}

function addLists(on: BapiRoutes): void {
  on('GET', '/users/:id/organization_memberships', (call) => {
    const rows = call.core.state.tables.membership.find('user', userOf(call).id);
    return pageShape(listMemberships(call.core, rows, call.query), pageOf(call.query), (row) =>
      membershipForBackend(call.core, call, row),
    );
  });
  on('GET', '/users/:id/organization_invitations', (call) => {
    const statuses = call.query.all('status');
    const rows = invitationsFor(call.core, call, userOf(call)).filter(
      (row) => statuses.length === 0 || statuses.includes(row.status),
    );
    return pageShape(rows, pageOf(call.query), (row) => ({
      ...invitationShape(call.core, row),
      public_organization_data: publicOrganizationData(call.core, call, row.organization_id),
    }));
  });
  // Nobody signs in through a provider here, so nobody has tokens of one.
  on('GET', '/users/:id/oauth_access_tokens/:provider', (call) => {
    userOf(call);
    const page = pageShape([], pageOf(call.query), () => ({}));
    return call.query.flag('paginated') ? page : page.data;
  });
}

function addLocks(on: BapiRoutes): void {
  const flags = {
    ban: { banned: true },
    unban: { banned: false },
    lock: { locked: true },
    unlock: { locked: false },
  };
  for (const [act, change] of Object.entries(flags)) {
    on('POST', `/users/:id/${act}`, (call) => {
      const user = userOf(call);
      if (act === 'ban') endSessions(call.core, call, user);
      return saveUser(call, { ...user, ...change });
    });
  }
}

const RemovedPassword = z.strictObject({
  sign_out_of_other_sessions: z.boolean().nullable().optional(),
});
const CompromisedPassword = z.strictObject({
  revoke_all_sessions: z.boolean().nullable().optional(),
});

function addPasswords(on: BapiRoutes): void {
  on('POST', '/users/:id/verify_password', (call) => {
    const { password } = call.body(z.strictObject({ password: z.string() }));
    const { password_digest: digest } = userOf(call);
    if (digest === null || !passwordMatches(password, digest)) {
      throw new ClerkApiError(422, 'incorrect_password', 'Incorrect password', {
        param: 'password',
      });
    }
    return { verified: true };
  });
  on('POST', '/users/:id/remove_password', (call) => {
    const user = userOf(call);
    const { sign_out_of_other_sessions: signOut } = call.body(RemovedPassword);
    if (signOut === true) endSessions(call.core, call, user);
    return saveUser(call, {
      ...user,
      password_digest: null,
      password_last_updated_at: call.nowMs,
    });
  });
  // At Clerk the next sign-in then asks for another password. The sandbox ends the sessions, and asks for none.
  on('POST', '/users/:id/password/set_compromised', (call) => {
    const user = userOf(call);
    const { revoke_all_sessions: revoke } = call.body(CompromisedPassword);
    if (revoke === true) endSessions(call.core, call, user);
    return saveUser(call, user);
  });
  on('POST', '/users/:id/password/unset_compromised', (call) => saveUser(call, userOf(call)));
}

function addFactors(on: BapiRoutes): void {
  on('POST', '/users/:id/verify_totp', (call) => {
    const { code } = call.body(z.strictObject({ code: z.string() }));
    const { totp_secret: secret } = userOf(call);
    if (secret === null || !totpMatches(secret, code, call.nowMs)) {
      throw new ClerkApiError(422, 'totp_incorrect_code', 'Incorrect code', { param: 'code' });
    }
    return { verified: true, code_type: 'totp' };
  });
  for (const factor of ['mfa', 'totp']) {
    on('DELETE', `/users/:id/${factor}`, (call) => {
      const user = userOf(call);
      saveUser(call, { ...user, totp_secret: null, mfa_enabled_at: null });
      return { user_id: user.id };
    });
  }
  // There are no backup codes to delete; that there are none afterwards is what was asked for.
  on('DELETE', '/users/:id/backup_code', (call) => ({ user_id: userOf(call).id }));
  const absent = {
    external_accounts: 'External account',
    passkeys: 'Passkey',
    web3_wallets: 'Web3 wallet',
  };
  for (const [path, what] of Object.entries(absent)) {
    on('DELETE', `/users/:id/${path}/:one`, (call: BapiCall) => {
      userOf(call);
      throw notFound(what);
    });
  }
}
