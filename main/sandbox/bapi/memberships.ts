import { z } from 'zod';
import { notFound } from '../errors.ts';
import { membershipOf } from '../logic/access.ts';
import { addMember, changeRole, listMemberships, removeMember } from '../logic/memberships.ts';
import { MetadataSchema, mergeMetadata } from '../logic/metadata.ts';
import { membershipForBackend } from '../shapes/organization.ts';
import type { MembershipRecord } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';
import { organizationOf } from './organizations.ts';

const NewMembership = z.strictObject({
  user_id: z.string(),
  role: z.string(),
  public_metadata: MetadataSchema.optional(),
  private_metadata: MetadataSchema.optional(),
});
const RoleOnly = z.strictObject({ role: z.string() });
const MembershipMetadata = z.strictObject({
  public_metadata: MetadataSchema.optional(),
  private_metadata: MetadataSchema.optional(),
});

export function addMemberships(on: BapiRoutes): void {
  const shape = (call: BapiCall, membership: MembershipRecord): object =>
    membershipForBackend(call.core, call, membership);
  const list = (call: BapiCall, rows: readonly MembershipRecord[]): object =>
    pageShape(listMemberships(call.core, rows, call.query), pageOf(call.query), (row) =>
      shape(call, row),
    );
  on('GET', '/organization_memberships', (call) =>
    list(call, call.core.state.tables.membership.all()),
  );
  on('GET', '/organizations/:org/memberships', (call) =>
    list(call, call.core.state.tables.membership.find('organization', organizationOf(call).id)),
  );
  on('POST', '/organizations/:org/memberships', (call) => {
    const body = call.body(NewMembership);
    const { public_metadata, private_metadata } = body;
    const added = addMember(call.core, call, organizationOf(call), body.user_id, body.role, {
      ...(public_metadata === undefined ? {} : { public: public_metadata }),
      ...(private_metadata === undefined ? {} : { private: private_metadata }),
    });
    return shape(call, added);
  });
  on('PATCH', '/organizations/:org/memberships/:user', (call) => {
    const { role } = call.body(RoleOnly);
    return shape(call, changeRole(call.core, call, named(call), role));
  });
  on('PATCH', '/organizations/:org/memberships/:user/metadata', (call) => {
    const membership = named(call);
    const patch = call.body(MembershipMetadata);
    const changed = call.core.state.tables.membership.put({
      ...membership,
      public_metadata: mergeMetadata(membership.public_metadata, patch.public_metadata ?? {}),
      private_metadata: mergeMetadata(membership.private_metadata, patch.private_metadata ?? {}),
      updated_at: call.nowMs,
    });
    return shape(call, changed);
  });
  on('DELETE', '/organizations/:org/memberships/:user', (call) => {
    const membership = named(call);
    const answer = shape(call, membership);
    removeMember(call.core, call, membership);
    return answer;
  });
}

function named(call: BapiCall): MembershipRecord {
  const membership = membershipOf(call.core.state, organizationOf(call).id, call.param('user'));
  if (membership === undefined) throw notFound('Organization membership');
  return membership;
}
