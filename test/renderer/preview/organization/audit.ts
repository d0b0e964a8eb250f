import type { FakePerson } from '../fakeApi.ts';
import { needAdmin, type FakeRoutes } from './router.ts';

const dayMs = 86_400_000;

/** Two pages of the log, the newer one first. */
export function fakeAudit(person: FakePerson): FakeRoutes {
  const nowMs = Date.now();
  const entry = (at: number, action: string, target: string, before: unknown, after: unknown) => ({
    id: `audit_${at}`,
    atMs: nowMs - at * 240_000,
    action,
    target,
    actorId: at === 3 ? 'user_000001abcdefghijklmnop' : person.userId,
    impersonatorId: null,
    sessionId: 'sess_000001abcdefghijklmnop',
    requestId: `req_${at}_abcdefghijklmnop`,
    before,
    after,
  });
  const all = [
    entry(
      1,
      'settings.save',
      'org:org_acme',
      { displayName: 'Acme', general: { locale: 'en' } },
      { displayName: 'Acme Robotics', general: { locale: 'de' } },
    ),
    entry(
      2,
      'member.role.change',
      'user_000002abcdefghijklmnop',
      { role: 'org:member' },
      { role: 'org:editor' },
    ),
    entry(3, 'invitation.create', 'orginv_000001abcdefghijklmnop', null, {
      id: 'orginv_000001abcdefghijklmnop',
      emailAddress: 'new@example.com',
      role: 'org:member',
      status: 'pending',
      createdAtMs: nowMs - 720_000,
      expiresAtMs: nowMs + 29 * dayMs,
    }),
  ];
  return {
    'GET /v1/org/audit': ({ url }) => {
      needAdmin(person);
      const action = url.searchParams.get('action');
      const found = action === null ? all : all.filter((one) => one.action === action);
      const later = url.searchParams.has('cursor');
      return {
        data: later ? found.slice(2) : found.slice(0, 2),
        nextCursor: !later && found.length > 2 ? 'audit_2' : null,
      };
    },
  };
}
