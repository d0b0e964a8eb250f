import { z } from 'zod';
import { formInvalid, formMissing } from '../errors.ts';
import { newId } from '../ids.ts';
import { enrollUser } from '../logic/enrollment.ts';
import { MetadataSchema, checkSize, mergeMetadata } from '../logic/metadata.ts';
import { checkNewPassword, hashPassword } from '../logic/passwords.ts';
import { primaryEmail } from '../logic/people.ts';
import { deleteUser, endSessions, identifierTaken, requireFreeIdentifier } from '../logic/users.ts';
import { userForBackend } from '../shapes/user.ts';
import type { UserRecord } from '../state/records.ts';
import { ordered, pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';
import { filterUsers } from './userFilter.ts';
import { saveUser as save, userOf } from './userOf.ts';

const nullableText = z.string().max(256).nullable().optional();

const NewUser = z.strictObject({
  email_address: z.array(z.email()).optional(),
  password: z.string().optional(),
  first_name: nullableText,
  last_name: nullableText,
  username: nullableText,
  external_id: nullableText,
  public_metadata: MetadataSchema.optional(),
  private_metadata: MetadataSchema.optional(),
  unsafe_metadata: MetadataSchema.optional(),
  skip_password_checks: z.boolean().optional(),
  skip_password_requirement: z.boolean().optional(),
  totp_secret: z.string().optional(),
  created_at: z.string().optional(),
});

const UserPatch = z.strictObject({
  first_name: nullableText,
  last_name: nullableText,
  username: nullableText,
  external_id: nullableText,
  primary_email_address_id: z.string().optional(),
  notify_primary_email_address_changed: z.boolean().optional(),
  password: z.string().optional(),
  skip_password_checks: z.boolean().optional(),
  sign_out_of_other_sessions: z.boolean().optional(),
  totp_secret: z.string().optional(),
});

const UserMetadata = z.strictObject({
  public_metadata: MetadataSchema.optional(),
  private_metadata: MetadataSchema.optional(),
  unsafe_metadata: MetadataSchema.optional(),
});

export function addUsers(on: BapiRoutes): void {
  on('GET', '/users', (call) => {
    const rows = ordered(filterUsers(call), call.query, {
      created_at: (user) => user.created_at,
      updated_at: (user) => user.updated_at,
      email_address: (user) => primaryEmail(user)?.email_address ?? null,
      first_name: (user) => user.first_name?.toLowerCase() ?? null,
      last_name: (user) => user.last_name?.toLowerCase() ?? null,
      username: (user) => user.username,
      last_active_at: (user) => user.last_active_at,
      last_sign_in_at: (user) => user.last_sign_in_at,
    });
    return pageShape(rows, pageOf(call.query), (user) => userForBackend(call, user)).data;
  });
  on('GET', '/users/count', (call) => ({
    object: 'total_count',
    total_count: filterUsers(call).length,
  }));
  on('POST', '/users', (call) => userForBackend(call, createUser(call)));
  on('GET', '/users/:id', (call) => userForBackend(call, userOf(call)));
  on('PATCH', '/users/:id', (call) => userForBackend(call, patchUser(call)));
  on('PATCH', '/users/:id/metadata', (call) => {
    const user = userOf(call);
    const patch = call.body(UserMetadata);
    return save(call, {
      ...user,
      public_metadata: mergeMetadata(user.public_metadata, patch.public_metadata ?? {}),
      private_metadata: mergeMetadata(user.private_metadata, patch.private_metadata ?? {}),
      unsafe_metadata: mergeMetadata(user.unsafe_metadata, patch.unsafe_metadata ?? {}),
    });
  });
  on('PUT', '/users/:id/metadata', (call) => {
    const user = userOf(call);
    const next = call.body(UserMetadata);
    return save(call, {
      ...user,
      public_metadata: checkSize(next.public_metadata ?? user.public_metadata),
      private_metadata: checkSize(next.private_metadata ?? user.private_metadata),
      unsafe_metadata: checkSize(next.unsafe_metadata ?? user.unsafe_metadata),
    });
  });
  on('DELETE', '/users/:id', (call) => deleteUser(call.core, call, userOf(call)));
}

function createUser(call: BapiCall): UserRecord {
  const body = call.body(NewUser);
  const emails = body.email_address ?? [];
  const username = body.username ?? null;
  if (emails.length === 0 && username === null) throw formMissing('email_address');
  for (const email of emails) requireFreeIdentifier(call.core, 'email', email, 'email_address');
  if (username !== null) requireFreeIdentifier(call.core, 'username', username, 'username');
  const externalId = body.external_id ?? null;
  if (externalId !== null && call.core.state.tables.user.find('external', externalId).length > 0) {
    throw identifierTaken('external_id');
  }
  const password = body.password;
  if (password !== undefined && body.skip_password_checks !== true) {
    checkNewPassword(password, 'password');
  }
  const addresses = emails.map((address) => ({
    id: newId('idn'),
    email_address: address,
    verified: true,
    created_at: call.nowMs,
  }));
  const createdAt = body.created_at === undefined ? call.nowMs : Date.parse(body.created_at);
  if (Number.isNaN(createdAt)) throw formInvalid('created_at', 'created_at must be RFC 3339.');
  const user = call.core.state.tables.user.put({
    id: newId('user'),
    external_id: externalId,
    username,
    first_name: body.first_name ?? null,
    last_name: body.last_name ?? null,
    email_addresses: addresses,
    primary_email_address_id: addresses[0]?.id ?? null,
    password_digest: password === undefined ? null : hashPassword(password),
    password_last_updated_at: password === undefined ? null : call.nowMs,
    totp_secret: body.totp_secret ?? null,
    mfa_enabled_at: body.totp_secret === undefined ? null : call.nowMs,
    public_metadata: checkSize(body.public_metadata ?? {}),
    private_metadata: checkSize(body.private_metadata ?? {}),
    unsafe_metadata: checkSize(body.unsafe_metadata ?? {}),
    banned: false,
    locked: false,
    plan: 'free',
    last_sign_in_at: null,
    last_active_at: null,
    created_at: createdAt,
    updated_at: call.nowMs,
  });
  enrollUser(call.core, call, user);
  return user;
}

function patchUser(call: BapiCall): UserRecord {
  const user = userOf(call);
  const body = call.body(UserPatch);
  const keep = <T>(value: T | undefined, before: T): T => (value === undefined ? before : value);
  const primary = body.primary_email_address_id ?? user.primary_email_address_id;
  if (primary !== null && !user.email_addresses.some((email) => email.id === primary)) {
    throw formInvalid('primary_email_address_id', 'This email address is not of this user.');
  }
  if (typeof body.username === 'string') {
    requireFreeIdentifier(call.core, 'username', body.username, 'username', user.id);
  }
  if (body.password !== undefined && body.skip_password_checks !== true) {
    checkNewPassword(body.password, 'password');
  }
  if (body.sign_out_of_other_sessions === true) endSessions(call.core, call, user);
  const password =
    body.password === undefined
      ? {}
      : { password_digest: hashPassword(body.password), password_last_updated_at: call.nowMs };
  return call.core.state.tables.user.put({
    ...user,
    ...password,
    first_name: keep(body.first_name, user.first_name),
    last_name: keep(body.last_name, user.last_name),
    username: keep(body.username, user.username),
    external_id: keep(body.external_id, user.external_id),
    totp_secret: keep(body.totp_secret, user.totp_secret),
    primary_email_address_id: primary,
    updated_at: call.nowMs,
  });
}
