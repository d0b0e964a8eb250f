import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AuditList,
  InstanceRoleList,
  OrgProfile,
  RoleList,
  RoleSet,
  RoleSetList,
} from '../../../shared/contract/http.ts';
import { startStage, type Session, type Stage } from './support/stage.ts';

/** Role sets as an operator runs them: real backend, real SDK, real sandbox. */
describe('role sets', () => {
  let stage: Stage;
  let ada: Session;
  beforeAll(async () => {
    stage = await startStage();
    ada = await stage.signIn('ada');
    await ada.activate('Acme Robotics');
  });
  afterAll(() => stage.end());

  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    stage.call(method, path, ada.token(), body, headers);
  const list = async (): Promise<RoleSet[]> =>
    RoleSetList.parse((await call('GET', '/v1/role-sets')).body).data;
  const initial = async (): Promise<RoleSet> => {
    const found = (await list()).find(({ type }) => type === 'initial');
    if (found === undefined) throw new Error('no initial role set');
    return found;
  };
  const make = async (name: string, roles: readonly string[]): Promise<RoleSet> => {
    const made = await call('POST', '/v1/role-sets', {
      name,
      roles,
      defaultRole: 'org:member',
      creatorRole: 'org:admin',
    });
    expect(made.status, made.text).toBe(201);
    expect(made.headers.get('etag')).toBe(made.body['etag']);
    return RoleSet.parse(made.body);
  };

  it('are listed with their roles and the members of each', async () => {
    const set = await initial();
    expect(set.creatorRole).toBe('org:admin');
    const admins = set.roles.find(({ key }) => key === 'org:admin');
    expect(admins?.membersCount).toBeGreaterThan(0);
    const offered = RoleList.parse((await call('GET', '/v1/org/roles')).body).data;
    expect(new Set(offered.map(({ key }) => key))).toEqual(
      new Set(set.roles.map(({ key }) => key)),
    );
  });

  it('are made and changed, by who has seen the newest', async () => {
    const made = await make('Partners', ['org:admin', 'org:member']);
    expect(made).toMatchObject({ key: 'role_set:partners', type: 'custom', migration: null });
    const path = `/v1/role-sets/${made.key}`;
    expect((await call('PATCH', path, { name: 'Blind' })).status).toBe(428);
    const match = { 'if-match': made.etag };
    const renamed = await call('PATCH', path, { description: 'For partners' }, match);
    expect(renamed.body, renamed.text).toMatchObject({
      name: 'Partners',
      description: 'For partners',
    });
    const late = await call('PATCH', path, { name: 'Late' }, match);
    expect([late.status, late.headers.get('etag')]).toEqual([412, renamed.body['etag']]);
    const stray = await call(
      'PATCH',
      path,
      { defaultRole: 'org:editor' },
      { 'if-match': String(renamed.body['etag']) },
    );
    expect([stray.status, stray.body['code']]).toEqual([400, 'boundary.bad_input']);
    const log = AuditList.parse((await call('GET', '/v1/audit?action=role_set.change')).body).data;
    expect(log[0]).toMatchObject({
      target: made.id,
      before: { description: '' },
      after: { description: 'For partners' },
    });
  });

  it('take roles in, and let a role go with its members moved', async () => {
    const set = await initial();
    const role = await call('POST', '/v1/roles', { key: 'org:guest', name: 'Guest' });
    expect(role.status, role.text).toBe(201);
    // A role that the set lacks is not given to anybody.
    const members = await call('GET', '/v1/org/members?limit=1&role=org%3Aviewer');
    const [first] = members.body['data'] as { userId: string }[];
    const give = (key: string) => call('PATCH', `/v1/org/members/${first?.userId}`, { role: key });
    expect((await give('org:guest')).body['code']).toBe('organization.role_outside_set');
    const path = `/v1/role-sets/${set.key}`;
    const stale = await call(
      'POST',
      `${path}/roles`,
      { roles: ['org:guest'] },
      { 'if-match': '"x"' },
    );
    expect(stale.status).toBe(412);
    const wider = await call('POST', `${path}/roles`, { roles: ['org:guest'] });
    expect(wider.status, wider.text).toBe(200);
    expect((await give('org:guest')).status).toBe(200);

    const roles = InstanceRoleList.parse((await call('GET', '/v1/roles')).body).data;
    const guest = roles.find(({ key }) => key === 'org:guest');
    const kept = await call('DELETE', `/v1/roles/${guest?.id}`, undefined, {
      'if-match': guest?.etag ?? '',
    });
    expect([kept.status, kept.body['code']]).toEqual([409, 'organization.role_in_use']);
    const without = await call('POST', `${path}/roles/replace`, {
      role: 'org:guest',
      by: 'org:viewer',
    });
    expect(without.status, without.text).toBe(200);
    expect(RoleSet.parse(without.body).roles.map(({ key }) => key)).not.toContain('org:guest');
    const moved = await call('GET', `/v1/org/members?limit=100&role=org%3Aviewer`);
    expect((moved.body['data'] as { userId: string }[]).map(({ userId }) => userId)).toContain(
      first?.userId,
    );
  });

  it('are replaced with a role for every member, and never the one that new organizations get', async () => {
    const made = await make('Small', ['org:admin', 'org:member']);
    const set = await initial();
    const replace = (key: string, body: object) =>
      call('POST', `/v1/role-sets/${key}/replace`, body);
    const itself = await replace(made.key, { by: made.key });
    expect([itself.status, itself.body['code']]).toEqual([400, 'boundary.bad_input']);
    const held = await replace(set.key, { by: made.key });
    expect([held.status, held.body['code']]).toEqual([400, 'boundary.bad_input']);
    expect(held.body['title']).toContain('members hold it');
    const mappings = Object.fromEntries(
      set.roles
        .filter(({ key }) => !made.roles.some((role) => role.key === key))
        .map(({ key }) => [key, 'org:member']),
    );
    const first = await replace(set.key, { by: made.key, mappings });
    expect([first.status, first.body['code']], first.text).toEqual([422, 'clerk.invalid']);
    expect(first.body['title']).toContain('New organizations');

    const swapped = await replace(made.key, { by: set.key });
    expect(swapped.status, swapped.text).toBe(204);
    expect((await list()).map(({ key }) => key)).not.toContain(made.key);
    const gone = await replace(made.key, { by: set.key });
    expect([gone.status, gone.body['code']]).toEqual([404, 'clerk.not_found']);
    const log = AuditList.parse((await call('GET', '/v1/audit?action=role_set.replace')).body).data;
    expect(log).toHaveLength(1);
    expect(log[0]).toMatchObject({ target: made.id, after: { replacedBy: set.key } });
  });

  it('are given to one organization by an operator, once its members fit', async () => {
    const made = await make('Lean', ['org:admin', 'org:member']);
    const set = await initial();
    const give = (body: object) => call('PUT', '/v1/org/role-set', body);
    const held = await give({ roleSet: made.key });
    expect([held.status, held.body['code']]).toEqual([409, 'organization.role_in_use']);
    expect(held.body['title']).toContain('“Lean” lacks');
    const stale = await give({ roleSet: made.key, expected: made.key });
    expect([stale.status, stale.body['details']]).toEqual([412, { roleSet: set.key }]);
    const wide = await make(
      'Wide',
      set.roles.map(({ key }) => key),
    );
    const given = await give({ roleSet: wide.key, expected: set.key });
    expect(given.body, given.text).toMatchObject({ key: wide.key });
    const { organization } = OrgProfile.parse((await call('GET', '/v1/org')).body);
    expect(organization['role_set_key']).toBe(wide.key);
    const log = AuditList.parse((await call('GET', '/v1/org/audit?limit=1')).body).data;
    expect(log[0]).toMatchObject({
      action: 'organization.role_set.change',
      before: { roleSet: set.key },
      after: { roleSet: wide.key },
    });
    expect((await give({ roleSet: set.key })).status).toBe(200);
  });

  it('are made once for one idempotency key', async () => {
    const body = {
      name: 'Once',
      roles: ['org:admin', 'org:member'],
      defaultRole: 'org:member',
      creatorRole: 'org:admin',
    };
    const headers = { 'idempotency-key': 'role-set-once' };
    const [first, second] = [
      await call('POST', '/v1/role-sets', body, headers),
      await call('POST', '/v1/role-sets', body, headers),
    ];
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
    expect((await list()).filter(({ name }) => name === 'Once')).toHaveLength(1);
  });
});
