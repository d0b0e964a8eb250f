import type { FakePerson } from '../fakeApi.ts';
import { fakeAudit } from './audit.ts';
import { fakeDomains, fakeInvitations, fakeItems, fakeProfile, fakeSessions } from './documents.ts';
import { fakeMembers } from './members.ts';
import { fakeRoles } from './roles.ts';
import { asked, refuse, type FakeRoutes } from './router.ts';
import { fakeSettings } from './settings.ts';

/**
 * The organization's part of the backend, in memory. The address chooses: `?failing` answers nothing but failures,
 * `?waiting` nothing at all, `?empty` lists without a row.
 */
export function fakeOrganization(person: FakePerson): FakeRoutes {
  const routes: FakeRoutes = {
    ...fakeMembers(person),
    ...fakeRoles(person),
    ...fakeSettings(person),
    ...fakeInvitations(person),
    ...fakeDomains(person),
    ...fakeProfile(person),
    ...fakeSessions(person),
    ...fakeItems(person),
    ...fakeAudit(person),
    'GET /v1/me': () => ({
      userId: person.userId,
      sessionId: 'sess_2ada0000000000000000000000',
      orgId: person.orgId(),
      orgSlug: null,
      orgRole: null,
      orgPermissions: [],
      features: { org: [], user: [] },
      plans: { org: [], user: [] },
      factorVerificationAge: null,
      sessionStatus: 'active',
      actor: null,
      operator: person.isOperator,
      issuedAtMs: Date.now(),
      expiresAtMs: Date.now() + 60_000,
    }),
  };
  if (asked('waiting')) return mapRoutes(routes, () => new Promise(() => undefined));
  if (asked('failing')) {
    return mapRoutes(routes, () =>
      refuse('clerk.unreachable', 'Clerk did not answer within 10 seconds.'),
    );
  }
  return routes;
}

const mapRoutes = (routes: FakeRoutes, answer: () => unknown): FakeRoutes =>
  Object.fromEntries(Object.keys(routes).map((name) => [name, answer]));
