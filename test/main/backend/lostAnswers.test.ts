import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AuditList, InvitationList, OrgProfile } from '../../../shared/contract/http.ts';
import { startStage, type Session, type Stage } from './support/stage.ts';

/**
 * Changes that were sent to Clerk and never answered: each leaves a row that says so. Real backend, real SDK, and
 * the sandbox losing answers.
 */
describe('a change whose answer is lost', () => {
  let stage: Stage;
  let ada: Session;
  beforeAll(async () => {
    stage = await startStage();
    ada = await stage.signIn('ada');
    await ada.activate('Acme Robotics');
  });
  afterAll(() => stage.end());
  afterEach(() => stage.sandbox.faults.clear());

  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    stage.call(method, path, ada.token(), body, headers);
  /** Reads go on; the next change is lost, before or after it was carried out. */
  const lose = (kind: 'lost' | 'dropped' | 'failing', times = 1): void => {
    stage.sandbox.faults.inject({ kind, times, matches: (method) => method !== 'GET' });
  };
  const newest = async (log: string): Promise<Record<string, unknown> | undefined> => {
    const list = AuditList.parse((await call('GET', `${log}?limit=1`)).body);
    return list.data[0];
  };
  const member = async (): Promise<string> => {
    const { body } = await call('GET', '/v1/org/members?limit=1&role=org%3Aviewer');
    return (body['data'] as { userId: string }[])[0]?.userId ?? '';
  };
  const match = async (path: string, find: (one: { key: string }) => boolean) => {
    const { body } = await call('GET', path);
    const found = (body['data'] as { key: string; id: string; etag: string }[]).find(find);
    return { id: found?.id ?? '', headers: { 'if-match': found?.etag ?? '' } };
  };
  const profile = async () => {
    const { etag } = OrgProfile.parse((await call('GET', '/v1/org')).body);
    return { 'if-match': etag };
  };

  interface Attempt {
    readonly action: string;
    /** Where its row is read. */
    readonly log: '/v1/org/audit' | '/v1/audit';
    readonly ask: () => Promise<{
      readonly method: string;
      readonly path: string;
      readonly body?: unknown;
      readonly headers?: Record<string, string>;
    }>;
  }
  const attempts: readonly Attempt[] = [
    {
      action: 'member.role.change',
      log: '/v1/org/audit',
      ask: async () => ({
        method: 'PATCH',
        path: `/v1/org/members/${await member()}`,
        body: { role: 'org:editor' },
      }),
    },
    {
      action: 'member.remove',
      log: '/v1/org/audit',
      ask: async () => ({ method: 'DELETE', path: `/v1/org/members/${await member()}` }),
    },
    {
      action: 'organization.change',
      log: '/v1/org/audit',
      ask: async () => ({
        method: 'PATCH',
        path: '/v1/org',
        body: { name: 'Acme Robots' },
        headers: await profile(),
      }),
    },
    {
      action: 'organization.metadata.merge',
      log: '/v1/org/audit',
      ask: async () => ({
        method: 'PATCH',
        path: '/v1/org/metadata',
        body: { publicMetadata: { lost: true } },
        headers: await profile(),
      }),
    },
    {
      action: 'domain.create',
      log: '/v1/org/audit',
      ask: () =>
        Promise.resolve({
          method: 'POST',
          path: '/v1/org/domains',
          body: { name: 'lost.example', enrollmentMode: 'manual_invitation' },
        }),
    },
    {
      action: 'role.create',
      log: '/v1/audit',
      ask: () =>
        Promise.resolve({
          method: 'POST',
          path: '/v1/roles',
          body: { key: 'org:lost', name: 'Lost' },
        }),
    },
    {
      action: 'role.change',
      log: '/v1/audit',
      ask: async () => {
        const { id, headers } = await match('/v1/roles', ({ key }) => key === 'org:viewer');
        return { method: 'PATCH', path: `/v1/roles/${id}`, body: { description: 'Lost' }, headers };
      },
    },
    {
      action: 'permission.create',
      log: '/v1/audit',
      ask: () =>
        Promise.resolve({
          method: 'POST',
          path: '/v1/permissions',
          body: { key: 'org:lost:read', name: 'Lost' },
        }),
    },
    {
      action: 'role_set.change',
      log: '/v1/audit',
      ask: async () => {
        const { id, headers } = await match('/v1/role-sets', () => true);
        return {
          method: 'PATCH',
          path: `/v1/role-sets/${id}`,
          body: { description: 'Lost' },
          headers,
        };
      },
    },
  ];

  it.each(attempts)('is written down: $action', async ({ action, log, ask }) => {
    const { method, path, body, headers } = await ask();
    lose('lost');
    const answer = await call(method, path, body, headers);
    expect([answer.status, answer.body['code']], answer.text).toEqual([
      503,
      'clerk.outcome_unknown',
    ]);
    expect(answer.body['remedy']).toContain('look whether the change is there');
    expect(await newest(log)).toMatchObject({
      action,
      actorId: ada.userId,
      after: { outcome: 'unknown', asked: body ?? null },
    });
  });

  it('is written down too when it came to nothing, since nobody can tell', async () => {
    for (const kind of ['dropped', 'failing'] as const) {
      lose(kind);
      const patch = { name: `Acme ${kind}` };
      const answer = await call('PATCH', '/v1/org', patch, await profile());
      expect(answer.body['code'], kind).toBe('clerk.outcome_unknown');
      expect(await newest('/v1/org/audit')).toMatchObject({
        after: { outcome: 'unknown', asked: patch },
      });
    }
  });

  it('keeps its idempotency key, so that it is not made twice', async () => {
    const headers = { 'idempotency-key': 'lost-1' };
    const body = { invitations: [{ emailAddress: 'once@example.net', role: 'org:member' }] };
    lose('lost');
    const first = await call('POST', '/v1/org/invitations', body, headers);
    expect(first.body['code']).toBe('clerk.outcome_unknown');
    const again = await call('POST', '/v1/org/invitations', body, headers);
    expect([again.status, again.body['code']]).toEqual([409, 'resource.in_progress']);
    const list = InvitationList.parse(
      (await call('GET', '/v1/org/invitations?status=pending&limit=100')).body,
    );
    expect(list.data.filter((one) => one.emailAddress === 'once@example.net')).toHaveLength(1);
  });

  it('ends a bulk of invitations, whose rest was not tried', async () => {
    const body = {
      invitations: ['l1', 'l2', 'l3'].map((name) => ({
        emailAddress: `${name}@example.net`,
        role: 'org:member',
      })),
    };
    lose('lost');
    const { body: result } = await call('POST', '/v1/org/invitations', body);
    expect(result).toMatchObject({ invited: 0, failed: 3 });
    const [first, second] = result['data'] as { error: { code: string; message: string } }[];
    expect(first?.error.message).toContain('nobody knows');
    expect(second?.error.message).toContain('Not tried');
    const row = await newest('/v1/org/audit');
    expect(row).toMatchObject({ action: 'invitation.create', target: 'l1@example.net' });
  });
});
