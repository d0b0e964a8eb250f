import type { ClerkClient } from '@clerk/backend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  JwtTemplateList,
  Me,
  MemberList,
  OrgSettingsDocument,
  PreviewContextBody,
  Profile,
  RoleList,
} from '../../../shared/contract/http.ts';
import { startStage, type Stage } from './support/stage.ts';

/** The whole way: people sign in at the sandbox's Frontend API, the backend asks its Backend API by the real SDK. */
describe('the backend on the sandbox', () => {
  let stage: Stage;
  let clerk: ClerkClient;
  let organizations: Stage['organizations'];
  let signIn: Stage['signIn'];
  let call: Stage['call'];
  beforeAll(async () => {
    stage = await startStage();
    ({ clerk, organizations, signIn, call } = stage);
  });
  afterAll(() => stage.end());

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
