import { ClerkApiError, formInvalid } from '../errors.ts';
import { systemPermissions } from '../logic/access.ts';
import {
  changeDomain,
  createDomain,
  deleteDomain,
  domainOf,
  enrollmentModes,
  listDomains,
  requireDomains,
} from '../logic/domains.ts';
import { addressAt, withdraw } from '../logic/enrollment.ts';
import { domainShape } from '../shapes/domain.ts';
import type { EnrollmentMode, OrganizationDomainRecord } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import type { FapiCall, FapiRoutes } from './call.ts';
import { inside } from './organizations.ts';
import { checkCode, pendingCode, sendCode } from './signInFlow.ts';

const { readDomains, manageDomains } = systemPermissions;
const path = '/organizations/:org/domains';

/** Verified domains, as the organization profile lists, adds, verifies and enrolls them. */
export function addDomains(routes: FapiRoutes): void {
  const shape = (call: FapiCall, domain: OrganizationDomainRecord): object =>
    domainShape(call.core, domain);
  routes.on('GET', path, (call) => {
    const { organization } = inside(call, readDomains);
    requireDomains(call.core);
    const rows = listDomains(call.core, organization, {
      verified: call.query.get('verified'),
      modes: call.query.all('enrollment_mode'),
    });
    return pageShape(rows, pageOf(call.query), (row) => shape(call, row));
  });
  routes.on('POST', path, (call) => {
    const { organization, user } = inside(call, manageDomains);
    const name = call.form.required('name');
    // Whoever has a verified address there already is not asked for another proof.
    const address = addressAt(user, name.trim().toLowerCase());
    const made = createDomain(call.core, call, organization, {
      name,
      mode: modeOf(call) ?? 'manual_invitation',
      verified: address !== undefined,
      affiliationEmail: address ?? null,
    });
    return shape(call, made);
  });
  routes.on('GET', `${path}/:domain`, (call) => shape(call, named(call, readDomains)));
  routes.on('DELETE', `${path}/:domain`, (call) =>
    deleteDomain(call.core, named(call, manageDomains)),
  );
  routes.on('POST', `${path}/:domain/prepare_affiliation_verification`, (call) =>
    shape(call, prepare(call)),
  );
  routes.on('POST', `${path}/:domain/attempt_affiliation_verification`, (call) =>
    shape(call, attempt(call)),
  );
  routes.on('POST', `${path}/:domain/update_enrollment_mode`, (call) => {
    const domain = named(call, manageDomains);
    const mode = modeOf(call);
    call.form.required('enrollment_mode');
    if (call.form.flag('delete_pending')) withdraw(call.core, domain);
    return shape(
      call,
      changeDomain(call.core, call, domain, mode === undefined ? {} : { enrollment_mode: mode }),
    );
  });
}

function named(call: FapiCall, permission: string): OrganizationDomainRecord {
  const { organization } = inside(call, permission);
  return domainOf(call.core, organization, call.param('domain'));
}

function modeOf(call: FapiCall): EnrollmentMode | undefined {
  const given = call.form.get('enrollment_mode');
  const mode = enrollmentModes.find((one) => one === given);
  if (given !== undefined && mode === undefined) {
    throw formInvalid('enrollment_mode', `enrollment_mode takes ${enrollmentModes.join(', ')}.`);
  }
  return mode;
}

/** "Sends" a code to an address at the domain. */
function prepare(call: FapiCall): OrganizationDomainRecord {
  const domain = named(call, manageDomains);
  const address = call.form.required('affiliation_email_address').trim();
  if (!address.toLowerCase().endsWith(`@${domain.name}`)) {
    throw new ClerkApiError(422, 'organization_domain_mismatch', 'Organization domain mismatch', {
      long: "The provided email address doesn't match the organization domain name.",
      param: 'affiliation_email_address',
    });
  }
  const code = sendCode(call, address);
  return changeDomain(call.core, call, domain, {
    affiliation_email_address: address,
    verification: pendingCode(call, 'email_code', code),
  });
}

function attempt(call: FapiCall): OrganizationDomainRecord {
  const domain = named(call, manageDomains);
  const code = call.form.required('code');
  const { organization_domain: domains } = call.core.state.tables;
  const verification = checkCode(call, domain.verification, 'email_code', code, (pending) => {
    domains.put({ ...domain, verification: pending });
  });
  return changeDomain(call.core, call, domain, { verification, verified: true });
}
