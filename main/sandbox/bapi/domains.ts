import { z } from 'zod';
import {
  changeDomain,
  createDomain,
  deleteDomain,
  domainOf,
  enrollmentModes,
  listDomains,
} from '../logic/domains.ts';
import { domainShape } from '../shapes/domain.ts';
import type { OrganizationDomainRecord } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';
import { organizationOf } from './organizations.ts';

const NewDomain = z.strictObject({
  name: z.string(),
  enrollment_mode: z.enum(enrollmentModes).optional(),
  verified: z.boolean().nullable().optional(),
});
/** The SDK's types allow a new name as well; the specification does not have it. */
const DomainPatch = z.strictObject({
  enrollment_mode: z.enum(enrollmentModes).nullable().optional(),
  verified: z.boolean().nullable().optional(),
});

/** Domains of an organization: whose addresses join it by themselves, or are told that they may. */
export function addDomains(on: BapiRoutes): void {
  const shape = (call: BapiCall, domain: OrganizationDomainRecord): object =>
    domainShape(call.core, domain);
  const named = (call: BapiCall): OrganizationDomainRecord =>
    domainOf(call.core, organizationOf(call), call.param('domain'));
  const path = '/organizations/:org/domains';
  on('GET', path, (call) => {
    const rows = listDomains(call.core, organizationOf(call), {
      verified: call.query.get('verified'),
      modes: call.query.all('enrollment_mode'),
    });
    return pageShape(rows, pageOf(call.query), (row) => shape(call, row));
  });
  on('POST', path, (call) => {
    const body = call.body(NewDomain);
    const made = createDomain(call.core, call, organizationOf(call), {
      name: body.name,
      mode: body.enrollment_mode ?? 'manual_invitation',
      verified: body.verified ?? true,
    });
    return shape(call, made);
  });
  on('PATCH', `${path}/:domain`, (call) => {
    const before = named(call);
    const body = call.body(DomainPatch);
    const changed = changeDomain(call.core, call, before, {
      enrollment_mode: body.enrollment_mode ?? before.enrollment_mode,
      verified: body.verified ?? before.verified,
    });
    return shape(call, changed);
  });
  on('DELETE', `${path}/:domain`, (call) => deleteDomain(call.core, named(call)));
}
