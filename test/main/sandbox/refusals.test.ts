import type { ClerkClient } from '@clerk/backend';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal, serve, type Serving } from './sdk.ts';

let serving: Serving;
let clerk: ClerkClient;
beforeAll(async () => {
  serving = await serve();
  ({ clerk } = serving);
});
afterAll(() => serving.sandbox.end());

describe('invitations', () => {
  test('are one per address while they wait, and are revoked once', async () => {
    const { id: organizationId } = await clerk.organizations.createOrganization({ name: 'Once' });
    const invite = (): ReturnType<typeof clerk.organizations.createOrganizationInvitation> =>
      clerk.organizations.createOrganizationInvitation({
        organizationId,
        emailAddress: 'once@example.com',
        role: 'org:member',
      });
    const { id: invitationId } = await invite();
    expect(await refusal(invite())).toEqual([
      400,
      'organization_invitation_not_unique',
      'email_address',
    ]);
    const revoke = (): Promise<unknown> =>
      clerk.organizations.revokeOrganizationInvitation({ organizationId, invitationId });
    await revoke();
    expect(await refusal(revoke())).toEqual([
      404,
      'organization_invitation_not_pending',
      undefined,
    ]);
    expect((await invite()).status).toBe('pending');
  });

  test('take seats as members do', async () => {
    const { id: organizationId } = await clerk.organizations.createOrganization({
      name: 'Two seats',
      createdBy: serving.sandbox.person('ada'),
      maxAllowedMemberships: 2,
    });
    const invite = (emailAddress: string): Promise<unknown> =>
      clerk.organizations.createOrganizationInvitation({
        organizationId,
        emailAddress,
        role: 'org:member',
      });
    await invite('first@example.com');
    expect(await refusal(invite('second@example.com'))).toEqual([
      403,
      'organization_membership_quota_exceeded',
      undefined,
    ]);
  });

  test('to the app are one per address, and not for somebody who has an account', async () => {
    const invite = (emailAddress: string): ReturnType<typeof clerk.invitations.createInvitation> =>
      clerk.invitations.createInvitation({ emailAddress });
    const { id } = await invite('newcomer@example.com');
    expect(await refusal(invite('newcomer@example.com'))).toEqual([
      400,
      'duplicate_record',
      'email_address',
    ]);
    expect((await refusal(invite('ada@example.com')))[1]).toBe('form_identifier_exists');
    await clerk.invitations.revokeInvitation(id);
    expect((await refusal(clerk.invitations.revokeInvitation(id)))[1]).toBe(
      'invitation_already_revoked',
    );
  });
});

/** The SDK has no parameter for it, the API has. */
const slugsDisabled = (slug_disabled: boolean): Promise<Response> =>
  fetch(`${serving.url}/v1/instance/organization_settings`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${serving.sandbox.secretKey}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ slug_disabled }),
  });

describe('organizations', () => {
  test('need a creator who exists, and take no slug where slugs are off', async () => {
    expect(
      await refusal(
        clerk.organizations.createOrganization({ name: 'Nobody’s', createdBy: 'user_nobody' }),
      ),
    ).toEqual([400, 'organization_creator_not_found', 'created_by']);
    await slugsDisabled(true);
    const create = (slug?: string): Promise<unknown> =>
      clerk.organizations.createOrganization({
        name: 'Without slug',
        ...(slug === undefined ? {} : { slug }),
      });
    expect((await refusal(create('with-slug')))[1]).toBe('organization_slugs_disabled');
    expect(await create()).toMatchObject({ name: 'Without slug' });
    await slugsDisabled(false);
  });
});

describe('the settings of creator and default role', () => {
  test('are those of the initial role set, either way', async () => {
    const roles = (await clerk.organizationRoles.getOrganizationRoleList({ limit: 50 })).data;
    const idOf = (key: string): string => roles.find((role) => role.key === key)?.id ?? '';
    const settings = await clerk.instance.updateOrganizationSettings({
      domainsDefaultRoleId: idOf('org:viewer'),
    });
    expect(settings.domainsDefaultRole).toBe('org:viewer');
    const initial = await clerk.roleSets.getRoleSet('role_set:default');
    expect(initial.defaultRole?.key).toBe('org:viewer');
    await clerk.roleSets.updateRoleSet({
      roleSetKeyOrId: 'role_set:default',
      defaultRoleKey: 'org:member',
    });
    const after = await clerk.instance.getOrganizationSettings();
    expect(after.domainsDefaultRole).toBe('org:member');
    expect(
      await refusal(
        clerk.instance.updateOrganizationSettings({ creatorRoleId: idOf('org:viewer') }),
      ),
    ).toEqual([422, 'organization_missing_creator_role_permissions', undefined]);
  });
});
