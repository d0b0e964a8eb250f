import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  AuditList,
  InstanceRoleList,
  InvitationList,
  InvitationResults,
  MemberList,
  OrgProfile,
  PermissionList,
  SessionList,
} from '../../../shared/contract/http.ts';
import { startStage, type Session, type Stage } from './support/stage.ts';

/** The organization as its admin runs it: real backend, real SDK, real sandbox. */
describe('an organization', () => {
  let stage: Stage;
  let ada: Session;
  let orgId: string;
  beforeAll(async () => {
    stage = await startStage();
    ada = await stage.signIn('ada');
    await ada.activate('Acme Robotics');
    orgId = stage.organizations.get('Acme Robotics') ?? '';
  });
  afterAll(() => stage.end());
  afterEach(() => stage.sandbox.faults.clear());

  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    stage.call(method, path, ada.token(), body, headers);
  const invite = (emailAddress: string, headers?: Record<string, string>) =>
    call(
      'POST',
      '/v1/org/invitations',
      { invitations: [{ emailAddress, role: 'org:member' }] },
      headers,
    );
  const pending = async (query = 'status=pending&limit=100'): Promise<string[]> => {
    const list = InvitationList.parse((await call('GET', `/v1/org/invitations?${query}`)).body);
    return list.data.map(({ emailAddress }) => emailAddress);
  };

  it('lists its members sorted, filtered and page by page', async () => {
    const names: string[] = [];
    let cursor = '';
    do {
      const path = `/v1/org/members?limit=70&sort=email${cursor}`;
      const page = MemberList.parse((await call('GET', path)).body);
      names.push(...page.data.map(({ identifier }) => identifier.toLowerCase()));
      cursor = typeof page.nextCursor === 'string' ? `&cursor=${page.nextCursor}` : '';
    } while (cursor !== '');
    expect(names.length).toBeGreaterThan(100);
    expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(new Set(names).size).toBe(names.length);
    const path = '/v1/org/members?limit=5&role=org%3Aadmin';
    const admins = MemberList.parse((await call('GET', path)).body);
    expect(admins.data.every(({ role }) => role === 'org:admin')).toBe(true);
    expect((await call('GET', '/v1/org/members?sort=shoe')).status).toBe(400);
  });

  it('takes a member out, but not oneself and not a stranger', async () => {
    const list = MemberList.parse(
      (await call('GET', '/v1/org/members?limit=1&role=org%3Aviewer')).body,
    );
    const userId = list.data[0]?.userId ?? '';
    expect((await call('DELETE', `/v1/org/members/${userId}`)).status).toBe(204);
    expect((await call('DELETE', `/v1/org/members/${userId}`)).body['code']).toBe(
      'resource.not_found',
    );
    const own = await call('DELETE', `/v1/org/members/${ada.userId}`);
    expect([own.status, own.body['code']]).toEqual([403, 'organization.own_membership']);
    const log = AuditList.parse((await call('GET', '/v1/org/audit?action=member.remove')).body);
    expect(log.data.map(({ target }) => target)).toEqual([userId]);
  });

  it('invites, tells of each in a bulk, sends anew and revokes', async () => {
    const one = await invite('new.one@example.net');
    expect(InvitationResults.parse(one.body)).toMatchObject({ invited: 1, failed: 0 });
    const twice = await invite('new.one@example.net');
    expect([twice.status, twice.body['code']]).toEqual([422, 'clerk.invalid']);

    const bulk = InvitationResults.parse(
      (
        await call('POST', '/v1/org/invitations', {
          invitations: [
            { emailAddress: 'b1@example.net', role: 'org:member' },
            { emailAddress: 'ada@example.com', role: 'org:member' },
            { emailAddress: 'b2@example.net', role: 'org:nobody' },
            { emailAddress: 'b3@example.net', role: 'org:editor', expiresInDays: 7 },
          ],
        })
      ).body,
    );
    expect(bulk.data.map(({ error }) => error?.code ?? null)).toEqual([
      null,
      'clerk.invalid',
      'boundary.bad_input',
      null,
    ]);
    expect([bulk.invited, bulk.failed]).toEqual([2, 2]);

    const [first] = bulk.data;
    const id = first?.invitation?.id ?? '';
    const again = await call('POST', `/v1/org/invitations/${id}/resend`);
    expect(again.status, again.text).toBe(200);
    expect(again.body['id']).not.toBe(id);
    expect((await pending()).filter((email) => email === 'b1@example.net')).toHaveLength(1);
    const path = `/v1/org/invitations/${String(again.body['id'])}`;
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('DELETE', path)).body['code']).toBe('clerk.invalid');
    expect(await pending()).not.toContain('b1@example.net');
    expect((await call('DELETE', '/v1/org/invitations/orginv_x')).status).toBe(404);
  });

  it('invites once for one idempotency key, and refuses the key for anything else', async () => {
    const headers = { 'idempotency-key': 'once-1' };
    const first = await invite('once@example.net', headers);
    const second = await invite('once@example.net', headers);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.text).toBe(first.text);
    expect([
      first.headers.get('idempotent-replayed'),
      second.headers.get('idempotent-replayed'),
    ]).toEqual([null, 'true']);
    expect((await invite('other@example.net', headers)).body['code']).toBe('resource.key_reused');
    expect((await invite('x@example.net', { 'idempotency-key': '' })).status).toBe(400);

    // A refusal is not kept: the same key may be tried again.
    const retry = { 'idempotency-key': 'retry-1' };
    const lift = stage.sandbox.faults.inject({
      kind: 'rate-limited',
      retryAfterSec: 60,
      matches: (method) => method === 'POST',
    });
    expect((await invite('later@example.net', retry)).status).toBe(503);
    lift();
    expect((await invite('later@example.net', retry)).status).toBe(200);
  });

  it('bridges short troubles of Clerk, and passes long ones on with the time to wait', async () => {
    const { faults } = stage.sandbox;
    faults.inject({ kind: 'failing', times: 2, matches: (method) => method === 'GET' });
    expect((await call('GET', '/v1/org')).status).toBe(200);
    faults.inject({ kind: 'dropped', times: 1, matches: (method) => method === 'GET' });
    expect((await call('GET', '/v1/org')).status).toBe(200);
    faults.inject({ kind: 'rate-limited', times: 1, retryAfterSec: 1 });
    expect((await call('GET', '/v1/org')).status).toBe(200);
    // A change is tried again when Clerk did nothing, and never when nobody knows.
    const isInvite = (method: string, path: string): boolean =>
      method === 'POST' && path.endsWith('/invitations');
    faults.inject({ kind: 'rate-limited', times: 1, retryAfterSec: 1, matches: isInvite });
    expect((await invite('bridged@example.net')).status).toBe(200);
    faults.inject({ kind: 'lost', times: 1, matches: isInvite });
    expect((await invite('lost@example.net')).body['code']).toBe('clerk.outcome_unknown');
    expect((await pending()).filter((email) => email === 'lost@example.net')).toHaveLength(1);
    faults.clear();
    faults.inject({ kind: 'rate-limited', retryAfterSec: 60 });
    const limited = await call('GET', '/v1/org');
    expect([limited.status, limited.body['code']]).toEqual([503, 'clerk.rate_limited']);
    expect(limited.headers.get('retry-after')).toBe('60');
  });

  it('is renamed, and its metadata merged or replaced, by who has seen the newest', async () => {
    const read = OrgProfile.parse((await call('GET', '/v1/org')).body);
    const renamed = await call(
      'PATCH',
      '/v1/org',
      { name: 'Acme Robotics' },
      { 'if-match': read.etag },
    );
    expect(renamed.status, renamed.text).toBe(200);
    let { etag } = OrgProfile.parse(renamed.body);
    const write = async (method: string, publicMetadata: object) => {
      const answer = await call(
        method,
        '/v1/org/metadata',
        { publicMetadata },
        { 'if-match': etag },
      );
      expect(answer.status, answer.text).toBe(200);
      const profile = OrgProfile.parse(answer.body);
      ({ etag } = profile);
      return profile.organization['public_metadata'];
    };
    await write('PUT', { a: 1, deep: { b: 2, camelCase: 3 } });
    expect(await write('PATCH', { deep: { b: null, c: 4 } })).toEqual({
      a: 1,
      deep: { camelCase: 3, c: 4 },
    });
    expect(await write('PUT', { z: 9 })).toEqual({ z: 9 });
    const stale = await call('PATCH', '/v1/org', { name: 'X' }, { 'if-match': read.etag });
    expect([stale.status, stale.headers.get('etag')]).toEqual([412, etag]);
    expect((await call('PATCH', '/v1/org', { name: 'X' })).status).toBe(428);
    const kept = await stage.clerk.organizations.getOrganization({ organizationId: orgId });
    expect(kept.privateMetadata).toBeDefined();
  });

  it('ends sessions: one’s own, and anybody’s for operators, with their tokens at once', async () => {
    const grace = await stage.signIn('grace');
    await grace.activate('Acme Robotics');
    const own = SessionList.parse((await stage.call('GET', '/v1/me/sessions', grace.token())).body);
    expect(own.data.find(({ current }) => current)?.id).toBe(grace.id);
    const foreign = await stage.call('DELETE', `/v1/me/sessions/${ada.id}`, grace.token());
    expect([foreign.status, foreign.body['code']]).toEqual([404, 'resource.not_found']);
    const path = `/v1/users/${grace.userId}/sessions`;
    expect((await stage.call('GET', path, grace.token())).body['code']).toBe(
      'auth.operator_required',
    );
    expect((await call('GET', path)).status).toBe(200);
    expect((await call('DELETE', `${path}/${grace.id}`)).status).toBe(204);
    const after = await stage.call('GET', '/v1/me', grace.token());
    expect([after.status, after.body['details']]).toEqual([401, { reason: 'session-revoked' }]);
  });

  it('gets roles from operators, who learn what Clerk keeps', async () => {
    const permissions = PermissionList.parse((await call('GET', '/v1/permissions')).body);
    const read = permissions.data.find(({ key }) => key === 'org:data:read');
    expect(read?.system).toBe(false);
    const role = { key: 'org:auditor', name: 'Auditor', permissions: [read?.id] };
    const made = await call('POST', '/v1/roles', role);
    expect(made.status, made.text).toBe(201);
    expect(made.body['permissions']).toEqual(['org:data:read']);
    const path = `/v1/roles/${String(made.body['id'])}`;
    const match = (answer: { headers: Headers }) => ({
      'if-match': answer.headers.get('etag') ?? '',
    });
    const patch = { name: 'Reader', permissions: [] };
    const changed = await call('PATCH', path, patch, match(made));
    expect(changed.body).toMatchObject({ key: 'org:auditor', name: 'Reader', permissions: [] });
    const stale = await call('PATCH', path, { name: 'Late' }, match(made));
    expect([stale.status, stale.headers.get('etag')]).toEqual([412, changed.headers.get('etag')]);
    expect((await call('PATCH', path, { name: 'Blind' })).status).toBe(428);
    expect((await call('DELETE', path, undefined, match(changed))).status).toBe(204);
    const roles = InstanceRoleList.parse((await call('GET', '/v1/roles')).body).data;
    const admin = roles.find(({ key }) => key === 'org:admin');
    const kept = await call('DELETE', `/v1/roles/${admin?.id}`, undefined, {
      'if-match': admin?.etag ?? '',
    });
    expect([kept.status, kept.body['code']]).toEqual([409, 'organization.creator_role']);
    expect(kept.body['title']).toContain('creates an organization');
  });

  it('goes on after the instance rotated its keys', async () => {
    const before = await stage.signIn('ada');
    stage.sandbox.rotateKeys();
    const after = await stage.signIn('ada');
    expect((await stage.call('GET', '/v1/me', after.token())).status).toBe(200);
    const old = await stage.call('GET', '/v1/me', before.token());
    expect(old.body['details']).toEqual({ reason: 'jwk-kid-mismatch' });
  });
});
