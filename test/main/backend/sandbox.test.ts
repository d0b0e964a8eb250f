import { createClerkClient, type ClerkClient } from '@clerk/backend';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend, type RunningBackend } from '../../../main/backend/start.ts';
import {
  JwtTemplateList,
  Me,
  MemberList,
  OrgSettingsDocument,
  PreviewContextBody,
  Profile,
  RoleList,
} from '../../../shared/contract/http.ts';
import { password, startSandbox, type Running } from '../sandbox/kit.ts';
import { makeFolder } from './support/backend.ts';

type PersonName = Parameters<Running['person']>[0];

interface Session {
  readonly id: string;
  readonly userId: string;
  token(): string;
  /** Switches the active organization; null = the personal account. */
  activate(organization: string | null): Promise<void>;
  template(name: string): Promise<string>;
}

/** The whole way: people sign in at the sandbox's Frontend API, the backend asks its Backend API by the real SDK. */
describe('the backend on the sandbox', () => {
  let folder: ReturnType<typeof makeFolder>;
  let sandbox: Running;
  let backend: RunningBackend;
  let clerk: ClerkClient;
  let apiUrl: string;
  const organizations = new Map<string, string>();

  beforeAll(async () => {
    folder = makeFolder();
    sandbox = await startSandbox();
    apiUrl = await sandbox.listen();
    const { publishableKey, secretKey, issuer } = sandbox;
    clerk = createClerkClient({ secretKey, publishableKey, apiUrl, telemetry: { disabled: true } });
    for (const { id, name } of (await clerk.organizations.getOrganizationList()).data) {
      organizations.set(name, id);
    }
    backend = await startBackend(
      {
        port: 0,
        database: join(folder.path, 'backend.sqlite'),
        publishableKey,
        secretKey,
        apiUrl,
        issuer,
        operators: sandbox.operatorUserIds,
        authorizedParties: [],
      },
      { level: 'silent' },
    );
  });
  afterAll(async () => {
    await backend.close();
    await sandbox.end();
    folder.remove();
  });

  const signIn = async (name: PersonName): Promise<Session> => {
    let clientToken = '';
    let jwt = '';
    let id = '';
    const post = async (path: string, form: Record<string, string>): Promise<{ jwt?: string }> => {
      const response = await fetch(`${apiUrl}/v1${path}?_is_native=1`, {
        method: 'POST',
        headers: clientToken === '' ? {} : { authorization: clientToken },
        body: new URLSearchParams(form),
      });
      clientToken = response.headers.get('authorization') ?? clientToken;
      const body = (await response.json()) as {
        jwt?: string;
        client?: { sessions: { id: string; last_active_token: { jwt: string } }[] };
      };
      const session = body.client?.sessions[0];
      id = session?.id ?? id;
      jwt = session?.last_active_token.jwt ?? jwt;
      return body;
    };
    await post('/client/sign_ins', { identifier: `${name}@example.com`, password });
    return {
      id,
      userId: sandbox.person(name),
      token: () => jwt,
      activate: async (organization) => {
        const active = organization === null ? '' : (organizations.get(organization) ?? '?');
        await post(`/client/sessions/${id}/touch`, { active_organization_id: active });
      },
      template: async (template) =>
        (await post(`/client/sessions/${id}/tokens/${template}`, {})).jwt ?? '',
    };
  };

  const call = async (
    method: string,
    path: string,
    token: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const response = await fetch(`http://127.0.0.1:${backend.port}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  };

  it('follows a person through their organizations and back', async () => {
    const ada = await signIn('ada');
    await ada.activate(null);
    expect(Me.parse((await call('GET', '/v1/me', ada.token())).body)).toMatchObject({
      userId: ada.userId,
      sessionId: ada.id,
      orgId: null,
      operator: true,
    });
    await ada.activate('Acme Robotics');
    const me = Me.parse((await call('GET', '/v1/me', ada.token())).body);
    expect(me).toMatchObject({ orgId: organizations.get('Acme Robotics'), orgRole: 'org:admin' });
    expect(me.orgPermissions).toContain('org:settings:manage');

    const profile = Profile.parse((await call('GET', '/v1/me/profile', ada.token())).body);
    expect(profile.user).toMatchObject({ id: ada.userId, first_name: 'Ada' });
    const context = PreviewContextBody.parse(
      (await call('GET', '/v1/me/context', ada.token())).body,
    );
    expect(context).toMatchObject({
      organization: { name: 'Acme Robotics' },
      membership: { role: 'org:admin' },
      session: { id: ada.id, status: 'active' },
    });
    expect(context.user).not.toHaveProperty('private_metadata');
  });

  it('lets an admin save settings, and tells a member why not', async () => {
    const ada = await signIn('ada');
    await ada.activate('Acme Robotics');
    const saved = await call(
      'PUT',
      '/v1/org/settings',
      ada.token(),
      { displayName: 'Acme', accentColor: '#ff8800' },
      { 'if-none-match': '*' },
    );
    expect(saved.status, saved.text).toBe(200);
    const grace = await signIn('grace');
    await grace.activate('Acme Robotics');
    const seen = OrgSettingsDocument.parse(
      (await call('GET', '/v1/org/settings', grace.token())).body,
    );
    expect(seen).toMatchObject({
      version: 1,
      settings: { displayName: 'Acme' },
      updatedBy: ada.userId,
      canWrite: false,
    });
    expect(seen.whyNot).toContain('org:settings:manage');
    const refused = await call('PUT', '/v1/org/settings', grace.token(), {}, { 'if-match': '"1"' });
    expect([refused.status, refused.body['code']]).toEqual([403, 'auth.denied']);
  });

  it('lists members and roles, and changes a role so that the next token has it', async () => {
    const ada = await signIn('ada');
    await ada.activate('Acme Robotics');
    const grace = await signIn('grace');
    const members = MemberList.parse(
      (await call('GET', '/v1/org/members?limit=100&offset=0&query=', ada.token())).body,
    );
    expect(members.total).toBeGreaterThan(100);
    expect(members.data).toHaveLength(100);
    const found = MemberList.parse(
      (await call('GET', '/v1/org/members?query=grace%40example.com', ada.token())).body,
    );
    expect(found.data[0]).toMatchObject({ userId: grace.userId, name: 'Grace Hopper' });

    const roles = RoleList.parse((await call('GET', '/v1/org/roles', ada.token())).body);
    expect(roles.data.length).toBeGreaterThanOrEqual(6);
    const path = `/v1/org/members/${grace.userId}`;
    const changed = await call('PATCH', path, ada.token(), { role: 'org:admin' });
    expect(changed.status, changed.text).toBe(200);
    await grace.activate('Acme Robotics');
    const me = Me.parse((await call('GET', '/v1/me', grace.token())).body);
    expect(me.orgRole).toBe('org:admin');
    expect((await call('PATCH', path, ada.token(), { role: 'org:member' })).status).toBe(200);
    const own = await call('PATCH', `/v1/org/members/${ada.userId}`, ada.token(), {
      role: 'org:member',
    });
    expect(own.body['code']).toBe('organization.own_role');
  });

  it('gives the personal account its items, and ends writing with the session', async () => {
    const katherine = await signIn('katherine');
    await katherine.activate(null);
    const made = await call('POST', '/v1/items', katherine.token(), { title: 'Mine' });
    expect(made.status, made.text).toBe(201);
    const organization = await call('GET', '/v1/org/members', katherine.token());
    expect(organization.body['code']).toBe('auth.organization_required');
    await clerk.sessions.revokeSession(katherine.id);
    const after = await call('POST', '/v1/items', katherine.token(), { title: 'Late' });
    expect([after.status, after.body['code']]).toEqual([401, 'auth.no_session']);
  });

  it('refuses a template token by name, and shows templates to operators alone', async () => {
    const ada = await signIn('ada');
    const refused = await call('GET', '/v1/me', await ada.template('supabase'));
    expect([refused.status, refused.body['code']]).toEqual([401, 'auth.template_token']);
    const templates = JwtTemplateList.parse((await call('GET', '/v1/templates', ada.token())).body);
    expect(templates.data.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['supabase', 'hasura']),
    );
    const grace = await signIn('grace');
    const denied = await call('GET', '/v1/templates', grace.token());
    expect(denied.body['code']).toBe('auth.operator_required');
  });
});
