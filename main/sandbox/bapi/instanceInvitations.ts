import { z } from 'zod';
import { ClerkApiError, formInvalid, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { MetadataSchema, checkSize } from '../logic/metadata.ts';
import { identifierTaken } from '../logic/users.ts';
import type { InstanceInvitationRecord } from '../state/records.ts';
import { ordered, pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';

const NewInvitation = z.strictObject({
  email_address: z.string(),
  expires_in_days: z.int().min(1).max(365).nullable().optional(),
  ignore_existing: z.boolean().nullable().optional(),
  notify: z.boolean().nullable().optional(),
  public_metadata: MetadataSchema.nullable().optional(),
  redirect_url: z.string().nullable().optional(),
  template_slug: z.string().nullable().optional(),
});

const day = 86_400_000;

/** Invitations to the app itself. Nothing is sent, and there is no sign-up here to accept one with. */
export function addInstanceInvitations(on: BapiRoutes): void {
  on('GET', '/invitations', (call) => {
    const status = call.query.get('status');
    const text = call.query.get('query')?.toLowerCase();
    const rows = call.core.state.tables.instance_invitation
      .all()
      .map((row) => asOfNow(call, row))
      .filter((row) => status === undefined || row.status === status)
      .filter((row) => text === undefined || row.email_address.toLowerCase().includes(text));
    const page = pageShape(
      ordered(rows, call.query, {
        created_at: (row) => row.created_at,
        email_address: (row) => row.email_address.toLowerCase(),
        expires_at: (row) => row.expires_at,
      }),
      pageOf(call.query),
      shape,
    );
    return call.query.flag('paginated') ? page : page.data;
  });
  on('POST', '/invitations', (call) => shape(create(call, call.body(NewInvitation))));
  on('POST', '/invitations/bulk', (call) =>
    call.body(z.array(NewInvitation).min(1).max(10)).map((body) => shape(create(call, body))),
  );
  on('POST', '/invitations/:invitation/revoke', (call) => {
    const invitation = asOfNow(call, named(call));
    if (invitation.status === 'accepted') {
      throw refused('invitation_already_accepted', 'Invitation is already accepted.');
    }
    if (invitation.status === 'revoked') {
      throw refused('invitation_already_revoked', 'Invitation is already revoked.');
    }
    return shape(
      call.core.state.tables.instance_invitation.put({
        ...invitation,
        status: 'revoked',
        updated_at: call.nowMs,
      }),
    );
  });
  on('DELETE', '/invitations/:invitation', (call) => {
    const { id } = named(call);
    call.core.state.tables.instance_invitation.delete(id);
    return { object: 'invitation', id, deleted: true };
  });
}

const refused = (code: string, message: string): ClerkApiError =>
  new ClerkApiError(400, code, message);

function named(call: BapiCall): InstanceInvitationRecord {
  const invitation = call.core.state.tables.instance_invitation.get(call.param('invitation'));
  if (invitation === undefined) throw notFound('Invitation');
  return invitation;
}

const asOfNow = (call: BapiCall, row: InstanceInvitationRecord): InstanceInvitationRecord =>
  row.status === 'pending' && row.expires_at <= call.nowMs ? { ...row, status: 'expired' } : row;

function create(call: BapiCall, body: z.output<typeof NewInvitation>): InstanceInvitationRecord {
  const { user, instance_invitation: invitations } = call.core.state.tables;
  const email = body.email_address.trim();
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) {
    throw formInvalid('email_address', 'email_address must be a valid email address.');
  }
  if (body.ignore_existing !== true) {
    if (user.find('email', email.toLowerCase()).length > 0) throw identifierTaken('email_address');
    const waiting = invitations
      .find('email', email.toLowerCase())
      .some((one) => asOfNow(call, one).status === 'pending');
    if (waiting) {
      throw new ClerkApiError(400, 'duplicate_record', 'Duplicate record', {
        long: `There are already pending invitations for the following email addresses: ${email}`,
        param: 'email_address',
      });
    }
  }
  return invitations.put({
    id: newId('inv'),
    email_address: email,
    status: 'pending',
    public_metadata: checkSize(body.public_metadata ?? {}),
    redirect_url: body.redirect_url ?? null,
    expires_at: call.nowMs + (body.expires_in_days ?? 30) * day,
    created_at: call.nowMs,
    updated_at: call.nowMs,
  });
}

const shape = (invitation: InstanceInvitationRecord): object => ({
  object: 'invitation',
  id: invitation.id,
  email_address: invitation.email_address,
  public_metadata: invitation.public_metadata,
  revoked: invitation.status === 'revoked',
  status: invitation.status,
  expires_at: invitation.expires_at,
  created_at: invitation.created_at,
  updated_at: invitation.updated_at,
});
