import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestBackend, type Answer, type TestBackend } from './support/backend.ts';
import { ada, edith, grace, type Person } from './support/people.ts';

let on: TestBackend;
beforeEach(async () => {
  on = await startTestBackend({ pace: () => Promise.resolve() });
  on.clerk.roles.set('org_acme user_edith', 'org:admin');
});
afterEach(() => on.close());

const changeRole = (token: string, userId: string, role: string): Promise<Answer> =>
  on.call('PATCH', `/v1/org/members/${userId}`, { token, body: { role } });
const roleOf = ({ userId }: Person): string | undefined => on.clerk.roles.get(`org_acme ${userId}`);

/** Holds the first write of this address back; `reached` tells that it came, `let` lets it go on. */
function hold(path: string): { readonly reached: Promise<void>; release(): void } {
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  let held = false;
  on.clerk.delay = async (called) => {
    // The last call with this address is the write itself: what is read of members is a list.
    if (held || called !== path) return;
    held = true;
    reached.resolve();
    await gate.promise;
  };
  return { reached: reached.promise, release: () => gate.resolve() };
}

describe('two admins', () => {
  it.each(Array.from({ length: 12 }, (_, at) => at))(
    'who demote each other at once leave one (interleaving %i)',
    async (at) => {
      // Every call of Clerk takes its own time, another one in each run.
      let turn = at;
      on.clerk.delay = () => {
        turn = (turn * 7 + 3) % 31;
        return new Promise((resolve) => setTimeout(resolve, turn % (1 + at)));
      };
      const answers = await Promise.all([
        changeRole(on.clerk.mint(ada), edith.userId, 'org:member'),
        changeRole(on.clerk.mint(edith), ada.userId, 'org:member'),
      ]);
      expect(new Set([roleOf(ada), roleOf(edith)])).toEqual(new Set(['org:admin', 'org:member']));
      const refused = answers.filter(({ status }) => status !== 200);
      expect(refused).toHaveLength(1);
      expect(['organization.last_admin', 'auth.denied']).toContain(refused[0]?.body['code']);
      expect((await on.store.listAudit('org:org_acme', 5)).data).toHaveLength(1);
    },
  );

  it('who remove each other at once leave one', async () => {
    const remove = (by: Person, who: Person): Promise<Answer> =>
      on.call('DELETE', `/v1/org/members/${who.userId}`, { token: on.clerk.mint(by) });
    const answers = await Promise.all([remove(ada, edith), remove(edith, ada)]);
    expect([roleOf(ada), roleOf(edith)].filter((role) => role === 'org:admin')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  });
});

describe('an admin who is demoted while their own write waits', () => {
  it.each([
    ['a role change', 'PATCH', `/v1/org/members/${grace.userId}`, { role: 'org:admin' }],
    ['a removal', 'DELETE', `/v1/org/members/${grace.userId}`, undefined],
  ] as const)('does not get %s through', async (_name, method, url, body) => {
    const held = hold('/v1/organizations/org_acme/memberships/user_edith');
    const demotion = changeRole(on.clerk.mint(ada), edith.userId, 'org:member');
    await held.reached;
    // Edith is an admin still when she asks, by her token and by Clerk.
    const late = on.call(method, url, {
      token: on.clerk.mint(edith),
      ...(body === undefined ? {} : { body }),
    });
    const seen = on.clerk.calls.length;
    await expect.poll(() => on.clerk.calls.length).toBeGreaterThan(seen);
    held.release();
    expect((await demotion).status).toBe(200);
    const refused = await late;
    expect([refused.status, refused.body['code']]).toEqual([403, 'auth.denied']);
    expect(roleOf(grace)).toBe('org:member');
    const log = (await on.store.listAudit('org:org_acme', 5)).data;
    expect(log.map(({ actorId }) => actorId)).toEqual([ada.userId]);
  });

  it('does not get it through either when the Dashboard did it', async () => {
    const held = hold('/v1/organizations/org_acme/memberships/user_grace');
    on.clerk.roles.set('org_acme user_grace', 'org:editor');
    const first = changeRole(on.clerk.mint(ada), grace.userId, 'org:member');
    await held.reached;
    const late = changeRole(on.clerk.mint(edith), grace.userId, 'org:admin');
    const seen = on.clerk.calls.length;
    await expect.poll(() => on.clerk.calls.length).toBeGreaterThan(seen);
    on.clerk.roles.set('org_acme user_edith', 'org:member');
    held.release();
    expect((await first).status).toBe(200);
    expect((await late).status).toBe(403);
    expect(roleOf(grace)).toBe('org:member');
  });

  it('does not go on inviting', async () => {
    on.clerk.delay = (path) => {
      const invited = on.clerk.calls.filter((call) => call.startsWith('POST')).length;
      if (path.endsWith('/invitations') && invited === 5) {
        on.clerk.roles.set('org_acme user_edith', 'org:member');
      }
      return Promise.resolve();
    };
    const { body } = await on.call('POST', '/v1/org/invitations', {
      token: on.clerk.mint(edith),
      body: {
        invitations: Array.from({ length: 30 }, (_, at) => ({
          emailAddress: `p${at}@example.com`,
          role: 'org:member',
        })),
      },
    });
    expect(body).toMatchObject({ invited: 10, failed: 20 });
    const data = body['data'] as { error: { code: string; message: string } | null }[];
    expect(data[10]?.error?.code).toBe('auth.denied');
    expect(data[29]?.error?.message).toContain('Not tried');
  });
});
