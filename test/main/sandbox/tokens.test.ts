import { createClerkClient, type ClerkClient } from '@clerk/backend';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileTemplate } from '../../../shared/domain/template/compile.ts';
import { sessionTokenClaims } from '../../../main/sandbox/seed/catalog.ts';
import { NativeClient, claimsOf, startSandbox, type Running } from './kit.ts';

let sandbox: Running;
let clerk: ClerkClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  clerk = createClerkClient({
    secretKey: sandbox.secretKey,
    publishableKey: sandbox.publishableKey,
    apiUrl: await sandbox.listen(),
    telemetry: { disabled: true },
  });
});
afterAll(() => sandbox.end());

/** What a server of an app sees of a token. */
async function authOf(jwt: string): Promise<Record<string, unknown>> {
  const state = await clerk.authenticateRequest(
    new Request('http://localhost/', { headers: { authorization: `Bearer ${jwt}` } }),
  );
  return state.toAuth() as unknown as Record<string, unknown>;
}

const customBytes = (jwt: string): number => {
  const { email, plan, metadata } = claimsOf(jwt);
  return Buffer.byteLength(JSON.stringify({ email, plan, metadata }));
};

describe('session tokens', () => {
  test.each(['ada', 'grace', 'alan', 'margaret'] as const)(
    "grant %s, in each organization, the role's custom permissions on features of the plan",
    async (who) => {
      const list = await clerk.users.getOrganizationMembershipList({ userId: sandbox.person(who) });
      expect(list.data.length).toBeGreaterThan(0);
      const { id } = await clerk.sessions.createSession({ userId: sandbox.person(who) });
      for (const membership of list.data) {
        const { organization } = membership;
        const client = new NativeClient(sandbox);
        // A ticket leaves the second factor out.
        const ticket = await clerk.signInTokens.createSignInToken({
          userId: sandbox.person(who),
          expiresInSeconds: 60,
        });
        const entered = await client.call('POST', '/client/sign_ins', {
          strategy: 'ticket',
          ticket: ticket.token,
        });
        const session = entered.body.client?.sessions[0]?.id ?? '';
        const auth = await authOf(await client.tokenIn(session, organization.id));
        const features =
          organization.publicMetadata?.['plan'] === 'pro'
            ? ['data', 'settings', 'invoices', 'reports']
            : ['data', 'settings'];
        const expected = membership.permissions.filter((key) =>
          features.includes(key.split(':')[1] ?? ''),
        );
        expect(auth).toMatchObject({ orgId: organization.id, orgRole: membership.role });
        expect([...(auth['orgPermissions'] as string[])].sort()).toEqual(expected.sort());
      }
      expect(claimsOf((await clerk.sessions.getToken(id)).jwt)).not.toHaveProperty('o');
    },
  );

  test('follow a change of role, and never carry a lower oiat', async () => {
    const client = new NativeClient(sandbox);
    const session = await client.signIn('grace');
    const acme = (await clerk.organizations.getOrganization({ slug: 'acme-robotics' })).id;
    const oiat = (jwt: string): number => {
      const header = JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()) as {
        oiat: number;
      };
      return header.oiat;
    };
    const before = await client.tokenIn(session, acme);
    const change = { organizationId: acme, userId: sandbox.person('grace') };
    await clerk.organizations.updateOrganizationMembership({ ...change, role: 'org:editor' });
    const minted = await client.call('POST', `/client/sessions/${session}/tokens`);
    const after = minted.body.jwt ?? '';
    await clerk.organizations.updateOrganizationMembership({ ...change, role: 'org:member' });
    expect(await authOf(after)).toMatchObject({ orgRole: 'org:editor' });
    expect(oiat(after)).toBeGreaterThanOrEqual(oiat(before));
  });

  test('fall back to the personal account when the organization is left', async () => {
    const client = new NativeClient(sandbox);
    const session = await client.signIn('grace');
    const globex = (await clerk.organizations.getOrganization({ slug: 'globex-health' })).id;
    await client.tokenIn(session, globex);
    const membership = { organizationId: globex, userId: sandbox.person('grace') };
    await clerk.organizations.deleteOrganizationMembership(membership);
    const minted = await client.call('POST', `/client/sessions/${session}/tokens`);
    expect(claimsOf(minted.body.jwt ?? '')).not.toHaveProperty('o');
    await clerk.organizations.createOrganizationMembership({ ...membership, role: 'org:editor' });
  });

  test('say who impersonates', async () => {
    const reply = await sandbox.app.inject({
      method: 'POST',
      url: '/v1/actor_tokens',
      headers: {
        authorization: `Bearer ${sandbox.secretKey}`,
        'content-type': 'application/json',
      },
      payload: { user_id: sandbox.person('grace'), actor: { sub: sandbox.person('ada') } },
    });
    const client = new NativeClient(sandbox);
    const entered = await client.call('POST', '/client/sign_ins', {
      strategy: 'ticket',
      ticket: reply.json<{ token: string }>().token,
    });
    const jwt = entered.body.client?.sessions[0]?.last_active_token.jwt ?? '';
    expect(claimsOf(jwt)).toMatchObject({
      sub: sandbox.person('grace'),
      act: { sub: sandbox.person('ada') },
    });
  });
});

describe('the seed', () => {
  test('has people on both sides of the budget of custom claims', async () => {
    const margaret = new NativeClient(sandbox);
    const ada = new NativeClient(sandbox);
    const over = await margaret.tokenIn(await margaret.signIn('margaret'), null);
    const under = await ada.tokenIn(await ada.signIn('ada'), null);
    expect(customBytes(over)).toBeGreaterThan(1200);
    expect(customBytes(under)).toBeLessThan(960);
    const template = compileTemplate(sessionTokenClaims, { kind: 'session-claims' });
    const reply = await sandbox.app.inject({
      url: '/v1/users?limit=500',
      headers: { authorization: `Bearer ${sandbox.secretKey}` },
    });
    const sizes = reply
      .json<Record<string, unknown>[]>()
      .map((user) => template.size({ user, organization: null }));
    expect(sizes).toHaveLength(200);
    const broken = sizes.filter((bytes) => bytes > 1200).length;
    expect(broken).toBeGreaterThanOrEqual(5);
    expect(broken).toBeLessThan(40);
    // Some are so large that the cookie itself would be dropped.
    expect(Math.max(...sizes)).toBeGreaterThan(2700);
    expect(Math.min(...sizes)).toBeLessThan(100);
  });

  test('grows on request, all into one organization', async () => {
    const large = await startSandbox({ seedUsers: 3000 });
    const reply = await large.app.inject({
      url: '/v1/organizations/acme-robotics/memberships?limit=1',
      headers: { authorization: `Bearer ${large.secretKey}` },
    });
    expect(reply.json<{ total_count: number }>().total_count).toBeGreaterThan(2800);
    await large.end();
  });

  test('draws a picture for everyone, at the address the sandbox was reached under', async () => {
    const client = new NativeClient(sandbox);
    await client.signIn('ada');
    const me = await client.call('GET', '/me');
    const url = String(me.body.response?.['image_url']);
    expect(url).toMatch(/^http:\/\/localhost(:\d+)?\/pictures\/user_/);
    const picture = await sandbox.app.inject({ url: new URL(url).pathname });
    expect(picture.headers['content-type']).toBe('image/svg+xml');
    expect(picture.body).toContain('>AB</text>');
    const forwarded = await sandbox.app.inject({
      url: '/v1/me?_is_native=1',
      headers: {
        authorization: `Bearer ${client.token}`,
        'x-forwarded-host': 'pictures.test:8443',
        'x-forwarded-proto': 'https',
      },
    });
    expect(forwarded.body).toContain('https://pictures.test:8443/pictures/user_');
  });
});
