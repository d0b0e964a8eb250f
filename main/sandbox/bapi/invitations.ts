import { z } from 'zod';
import { invitationOf, invite, listInvitations, revokeInvitation } from '../logic/invitations.ts';
import { MetadataSchema } from '../logic/metadata.ts';
import { invitationShape } from '../shapes/organization.ts';
import type { InvitationRecord } from '../state/records.ts';
import { ordered, pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';
import { organizationOf } from './organizations.ts';

const NewInvitation = z.strictObject({
  email_address: z.string(),
  role: z.string(),
  inviter_user_id: z.string().nullable().optional(),
  public_metadata: MetadataSchema.nullable().optional(),
  private_metadata: MetadataSchema.nullable().optional(),
  redirect_url: z.string().nullable().optional(),
  expires_in_days: z.int().min(1).max(365).nullable().optional(),
  notify: z.boolean().nullable().optional(),
});

/** Invitations to an organization. */
export function addInvitations(on: BapiRoutes): void {
  const shape = (call: BapiCall, invitation: InvitationRecord): object => ({
    ...invitationShape(call.core, invitation),
    private_metadata: invitation.private_metadata,
    inviter_id: invitation.inviter_user_id,
  });
  const create = (call: BapiCall, body: z.output<typeof NewInvitation>): InvitationRecord =>
    invite(call.core, call, organizationOf(call), {
      email: body.email_address,
      role: body.role,
      inviterUserId: body.inviter_user_id ?? null,
      publicMetadata: body.public_metadata ?? {},
      privateMetadata: body.private_metadata ?? {},
      expiresInDays: body.expires_in_days,
    });
  const path = '/organizations/:org/invitations';
  on('GET', path, (call) => {
    const email = call.query.get('email_address')?.toLowerCase();
    const found = listInvitations(call.core, call, organizationOf(call), call.query.all('status'));
    const rows = ordered(
      found.filter((row) => email === undefined || row.email_address.toLowerCase() === email),
      call.query,
      {
        created_at: (row) => row.created_at,
        email_address: (row) => row.email_address.toLowerCase(),
      },
    );
    return pageShape(rows, pageOf(call.query), (row) => shape(call, row));
  });
  on('POST', path, (call) => shape(call, create(call, call.body(NewInvitation))));
  on('POST', `${path}/bulk`, (call) => {
    const made = call.body(z.array(NewInvitation).min(1).max(10)).map((body) => create(call, body));
    return { data: made.map((row) => shape(call, row)), total_count: made.length };
  });
  on('GET', `${path}/:invitation`, (call) =>
    shape(call, invitationOf(call.core, organizationOf(call), call.param('invitation'))),
  );
  on('POST', `${path}/:invitation/revoke`, (call) => {
    call.body(z.strictObject({ requesting_user_id: z.string().nullable().optional() }));
    const invitation = invitationOf(call.core, organizationOf(call), call.param('invitation'));
    return shape(call, revokeInvitation(call.core, call, invitation));
  });
}
