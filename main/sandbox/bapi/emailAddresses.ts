import { z } from 'zod';
import { ClerkApiError, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { enrollUser } from '../logic/enrollment.ts';
import { requireFreeIdentifier } from '../logic/users.ts';
import { emailShape } from '../shapes/user.ts';
import type { EmailAddressRecord, UserRecord } from '../state/records.ts';
import type { BapiCall, BapiRoutes } from './call.ts';
import { userOf } from './userOf.ts';

const NewEmailAddress = z.strictObject({
  user_id: z.string(),
  email_address: z.email(),
  verified: z.boolean().nullable().optional(),
  primary: z.boolean().nullable().optional(),
});
const EmailAddressPatch = z.strictObject({
  verified: z.boolean().nullable().optional(),
  primary: z.boolean().nullable().optional(),
});

/** Email addresses of users, each by its own id. */
export function addEmailAddresses(on: BapiRoutes): void {
  on('POST', '/email_addresses', (call) => {
    const body = call.body(NewEmailAddress);
    const user = userOf(call, body.user_id);
    return emailShape(add(call, user, body.email_address, body.verified, body.primary));
  });
  on('GET', '/email_addresses/:email', (call) => emailShape(named(call).email));
  on('PATCH', '/email_addresses/:email', (call) => {
    const { user, email } = named(call);
    const body = call.body(EmailAddressPatch);
    return emailShape(
      save(call, user, { ...email, verified: body.verified ?? email.verified }, body.primary),
    );
  });
  on('DELETE', '/email_addresses/:email', (call) => {
    const { user, email } = named(call);
    if (user.primary_email_address_id === email.id) {
      throw new ClerkApiError(400, 'last_identification_deletion_failed', 'Deletion failed', {
        long: 'The primary email address cannot be deleted.',
      });
    }
    call.core.state.tables.user.put({
      ...user,
      email_addresses: user.email_addresses.filter((other) => other.id !== email.id),
      updated_at: call.nowMs,
    });
    return { object: 'email_address', id: email.id, deleted: true };
  });
  // The one address takes the place of all others, as a verified and primary one.
  on('PUT', '/users/:id/email_address', (call) => {
    const { email_address: address } = call.body(z.strictObject({ email_address: z.email() }));
    const { email_addresses: before, ...user } = userOf(call);
    const known = before.find((one) => one.email_address.toLowerCase() === address.toLowerCase());
    const kept = { ...user, email_addresses: known === undefined ? [] : [known] };
    return emailShape(
      known === undefined
        ? add(call, kept, address, true, true)
        : save(call, kept, { ...known, verified: true }, true),
    );
  });
}

function named(call: BapiCall): { user: UserRecord; email: EmailAddressRecord } {
  const id = call.param('email');
  for (const user of call.core.state.tables.user.all()) {
    const email = user.email_addresses.find((one) => one.id === id);
    if (email !== undefined) return { user, email };
  }
  throw notFound('Email address');
}

function add(
  call: BapiCall,
  user: UserRecord,
  address: string,
  verified: boolean | null | undefined,
  primary: boolean | null | undefined,
): EmailAddressRecord {
  requireFreeIdentifier(call.core, 'email', address, 'email_address');
  const email: EmailAddressRecord = {
    id: newId('idn'),
    email_address: address,
    verified: verified ?? false,
    created_at: call.nowMs,
  };
  return save(call, user, email, primary);
}

function save(
  call: BapiCall,
  user: UserRecord,
  email: EmailAddressRecord,
  primary: boolean | null | undefined,
): EmailAddressRecord {
  const known = user.email_addresses.some((one) => one.id === email.id);
  const saved = call.core.state.tables.user.put({
    ...user,
    email_addresses: known
      ? user.email_addresses.map((one) => (one.id === email.id ? email : one))
      : [...user.email_addresses, email],
    primary_email_address_id: primary === true ? email.id : user.primary_email_address_id,
    updated_at: call.nowMs,
  });
  enrollUser(call.core, call, saved);
  return email;
}
