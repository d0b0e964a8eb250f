import type { ClerkClient } from '@clerk/backend';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NativeClient, refusalOf } from './kit.ts';
import { refusal, serve, type Serving } from './sdk.ts';

let serving: Serving;
let clerk: ClerkClient;
beforeAll(async () => {
  serving = await serve();
  ({ clerk } = serving);
});
afterAll(() => serving.sandbox.end());

/**
 * As it is on the wire: the deserializer of @clerk/backend 3.25.0 has no case for this object and hands the JSON out,
 * whatever its types say.
 */
interface Wire {
  readonly id: string;
  readonly name: string;
  readonly enrollment_mode: string;
  readonly total_pending_invitations: number;
  readonly verification: { readonly status: string } | null;
}

const wire = (domain: object): Wire => domain as unknown as Wire;

const newOrganization = async (name: string): Promise<string> =>
  (
    await clerk.organizations.createOrganization({
      name,
      createdBy: serving.sandbox.person('ada'),
    })
  ).id;

async function signedIn(who: string): Promise<NativeClient> {
  const browser = new NativeClient(serving.sandbox);
  await browser.signIn(who);
  return browser;
}

/** A person with a verified address and the password of the seed. */
async function person(emailAddress: string): Promise<string> {
  const { id } = await clerk.users.createUser({
    emailAddress: [emailAddress],
    password: 'claimdeck-demo',
  });
  return id;
}

const dataOf = (body: { response?: Record<string, unknown> }): Record<string, unknown>[] =>
  body.response?.['data'] as Record<string, unknown>[];

describe('domains, for servers', () => {
  test('are created verified, listed, changed and deleted', async () => {
    const organizationId = await newOrganization('Umbrella');
    const made = await clerk.organizations.createOrganizationDomain({
      organizationId,
      name: 'Umbrella.example',
      enrollmentMode: 'manual_invitation',
    });
    expect(made).toMatchObject({
      object: 'organization_domain',
      name: 'umbrella.example',
      organization_id: organizationId,
      enrollment_mode: 'manual_invitation',
      total_pending_invitations: 0,
      total_pending_suggestions: 0,
      verification: { status: 'verified', strategy: 'email_code' },
    });
    const other = await clerk.organizations.createOrganizationDomain({
      organizationId,
      name: 'umbrella.test',
      enrollmentMode: 'manual_invitation',
      verified: false,
    });
    expect(other.verification).toBeNull();
    const list = await clerk.organizations.getOrganizationDomainList({ organizationId });
    expect([list.totalCount, list.data.map((one) => one.name).sort()]).toEqual([
      2,
      ['umbrella.example', 'umbrella.test'],
    ]);
    const changed = await clerk.organizations.updateOrganizationDomain({
      organizationId,
      domainId: other.id,
      enrollmentMode: 'automatic_suggestion',
      verified: true,
    });
    expect([wire(changed).enrollment_mode, wire(changed).verification?.status]).toEqual([
      'automatic_suggestion',
      'verified',
    ]);
    const gone = { organizationId, domainId: other.id };
    expect(await clerk.organizations.deleteOrganizationDomain(gone)).toMatchObject({
      id: other.id,
      deleted: true,
    });
    expect(await refusal(clerk.organizations.deleteOrganizationDomain(gone))).toEqual([
      404,
      'resource_not_found',
      undefined,
    ]);
  });

  test('are refused when malformed, common, taken or too many', async () => {
    const organizationId = await newOrganization('Refused');
    const add = (name: string, verified = true): Promise<unknown> =>
      clerk.organizations.createOrganizationDomain({
        organizationId,
        name,
        enrollmentMode: 'manual_invitation',
        verified,
      });
    expect(await refusal(add('no domain'))).toEqual([422, 'form_param_value_invalid', 'name']);
    expect(await refusal(add('gmail.com'))).toEqual([422, 'organization_domain_common', 'name']);
    expect(await refusal(add('acme-robotics.example'))).toEqual([
      422,
      'organization_domain_already_exists',
      'name',
    ]);
    await add('acme-robotics.example', false);
    expect(await refusal(add('acme-robotics.example', false))).toEqual([
      422,
      'organization_domain_already_exists_same_organization',
      'name',
    ]);
    for (let n = 2; n <= 10; n += 1) await add(`refused-${n}.example`);
    expect(await refusal(add('refused-11.example'))).toEqual([
      403,
      'organization_domain_quota_exceeded',
      undefined,
    ]);
  });

  test('are off, and enroll as the instance allows', async () => {
    const settings = await clerk.instance.updateOrganizationSettings({
      domainsEnrollmentModes: ['automatic_invitation'],
    });
    expect(settings.domainsEnrollmentModes).toEqual(['automatic_invitation']);
    const add = (): Promise<unknown> =>
      clerk.organizations.createOrganizationDomain({
        organizationId: serving.acme,
        name: 'acme.test',
        enrollmentMode: 'automatic_suggestion',
      });
    expect((await refusal(add()))[1]).toBe('organization_domain_enrollment_mode_not_enabled');
    await clerk.instance.updateOrganizationSettings({ domainsEnabled: false });
    expect((await refusal(add()))[1]).toBe('organization_domains_not_enabled');
    await clerk.instance.updateOrganizationSettings({
      domainsEnabled: true,
      domainsEnrollmentModes: ['manual_invitation', 'automatic_invitation', 'automatic_suggestion'],
    });
  });
});

describe('a domain, for members', () => {
  test('is added, verified by a code, enrolled and removed by who may', async () => {
    const id = await newOrganization('Stark');
    const browser = await signedIn('ada');
    const path = `/organizations/${id}/domains`;
    const made = await browser.call('POST', path, { name: 'stark.example' });
    const domain = `${path}/${String(made.body.response?.['id'])}`;
    expect(made.body.response).toMatchObject({
      verification: null,
      affiliation_verification: null,
    });
    const prepare = (address: string): ReturnType<NativeClient['call']> =>
      browser.call('POST', `${domain}/prepare_affiliation_verification`, {
        affiliation_email_address: address,
      });
    expect(refusalOf(await prepare('ada@example.com'))).toEqual([
      422,
      'organization_domain_mismatch',
      'affiliation_email_address',
    ]);
    const sent = await prepare('ada@stark.example');
    expect(sent.body.response).toMatchObject({
      affiliation_verification: { status: 'unverified', strategy: 'email_code' },
    });
    const attempt = (code: string): ReturnType<NativeClient['call']> =>
      browser.call('POST', `${domain}/attempt_affiliation_verification`, { code });
    expect(refusalOf(await attempt('000000x'))).toEqual([422, 'form_code_incorrect', 'code']);
    const done = await attempt(serving.sandbox.codes.at(-1)?.code ?? '');
    expect(done.body.response).toMatchObject({
      affiliation_verification: { status: 'verified', attempts: 2 },
      affiliation_email_address: 'ada@stark.example',
    });
    expect((await browser.call('DELETE', domain)).body.response).toMatchObject({ deleted: true });
    const grace = await signedIn('grace');
    expect(refusalOf(await grace.call('GET', `/organizations/${serving.acme}/domains`))).toEqual([
      403,
      'missing_organization_permission',
      undefined,
    ]);
  });

  test('needs no code from whoever has a verified address there', async () => {
    const organizationId = await newOrganization('Wayne');
    await person('bruce@wayne.example');
    const browser = new NativeClient(serving.sandbox);
    const attempt = await browser.call('POST', '/client/sign_ins', {
      identifier: 'bruce@wayne.example',
      password: 'claimdeck-demo',
    });
    const user = await clerk.users.getUserList({ emailAddress: ['bruce@wayne.example'] });
    expect(attempt.status).toBe(200);
    await clerk.organizations.createOrganizationMembership({
      organizationId,
      userId: user.data[0]?.id ?? '',
      role: 'org:admin',
    });
    const made = await browser.call('POST', `/organizations/${organizationId}/domains`, {
      name: 'wayne.example',
    });
    expect(made.body.response).toMatchObject({
      affiliation_email_address: 'bruce@wayne.example',
      affiliation_verification: { status: 'verified' },
    });
  });
});

describe('enrollment', () => {
  test('invites people of a domain, those who come later too, until it is withdrawn', async () => {
    const organizationId = await newOrganization('Oscorp');
    const early = await person('early@oscorp.example');
    const { id: domainId } = await clerk.organizations.createOrganizationDomain({
      organizationId,
      name: 'oscorp.example',
      enrollmentMode: 'automatic_invitation',
    });
    await person('late@oscorp.example');
    const pending = async (): Promise<number | undefined> => {
      const list = await clerk.organizations.getOrganizationDomainList({ organizationId });
      return list.data.map(wire)[0]?.total_pending_invitations;
    };
    expect(await pending()).toBe(2);
    const invited = await clerk.organizations.getOrganizationInvitationList({ organizationId });
    expect(invited.totalCount).toBe(0);
    const browser = new NativeClient(serving.sandbox);
    await browser.call('POST', '/client/sign_ins', {
      identifier: 'early@oscorp.example',
      password: 'claimdeck-demo',
    });
    const [mine] = dataOf((await browser.call('GET', '/me/organization_invitations')).body);
    await browser.call('POST', `/me/organization_invitations/${String(mine?.['id'])}/accept`);
    const members = await clerk.organizations.getOrganizationMembershipList({
      organizationId,
      userId: [early],
    });
    expect(members.data.map((one) => one.role)).toEqual(['org:member']);
    expect(await pending()).toBe(1);
    const ada = await signedIn('ada');
    const path = `/organizations/${organizationId}/domains/${domainId}/update_enrollment_mode`;
    await ada.call('POST', path, { enrollment_mode: 'manual_invitation', delete_pending: 'true' });
    expect(await pending()).toBe(0);
  });

  test('suggests, and a request to join is answered by who manages members', async () => {
    const organizationId = await newOrganization('Daily Planet');
    await clerk.organizations.createOrganizationDomain({
      organizationId,
      name: 'planet.example',
      enrollmentMode: 'automatic_suggestion',
    });
    const lois = await person('lois@planet.example');
    const browser = new NativeClient(serving.sandbox);
    await browser.call('POST', '/client/sign_ins', {
      identifier: 'lois@planet.example',
      password: 'claimdeck-demo',
    });
    const [suggestion] = dataOf(
      (await browser.call('GET', '/me/organization_suggestions?status=pending')).body,
    );
    expect(suggestion).toMatchObject({ public_organization_data: { name: 'Daily Planet' } });
    const accept = `/me/organization_suggestions/${String(suggestion?.['id'])}/accept`;
    expect((await browser.call('POST', accept)).body.response).toMatchObject({
      status: 'accepted',
    });
    expect(refusalOf(await browser.call('POST', accept))[1]).toBe(
      'organization_suggestion_already_accepted',
    );
    const ada = await signedIn('ada');
    const path = `/organizations/${organizationId}/membership_requests`;
    const [request] = dataOf((await ada.call('GET', `${path}?status=pending`)).body);
    expect(request).toMatchObject({ public_user_data: { user_id: lois } });
    await ada.call('POST', `${path}/${String(request?.['id'])}/accept`);
    const members = await clerk.organizations.getOrganizationMembershipList({ organizationId });
    expect(members.data.map((one) => one.publicUserData?.userId)).toContain(lois);
  });
});
