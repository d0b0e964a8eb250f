import type { FakePerson } from '../fakeApi.ts';
import { asked, needAdmin, needOrganization, refuse, type FakeRoutes } from './router.ts';
import { roleName } from './roles.ts';

export const names = [
  'Ada Byron',
  'Grace Hopper',
  'Alan Turing',
  'Margaret Hamilton',
  'Barbara Liskov',
];

interface FakeMember {
  readonly userId: string;
  readonly name: string;
  readonly identifier: string;
  readonly imageUrl: null;
  readonly role: string;
  readonly roleName: string;
  readonly createdAtMs: number;
}

/** As many members as asked for, made when they are read. Everybody can be changed but Margaret under `?stubborn`. */
export function fakeMembers(person: FakePerson): FakeRoutes {
  const startedAtMs = Date.now();
  const changed = new Map<string, string>();
  const removed = new Set<string>();

  const memberAt = (at: number): FakeMember => {
    const userId = at === 0 ? person.userId : `user_${String(at).padStart(6, '0')}abcdefghijklmnop`;
    const role = changed.get(userId) ?? (at < 2 ? 'org:admin' : 'org:member');
    const name = names[at] ?? `Member ${at}`;
    return {
      userId,
      name,
      identifier: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
      imageUrl: null,
      role,
      roleName: roleName(role),
      createdAtMs: startedAtMs - (at + 1) * 86_400_000,
    };
  };
  const everybody = (): number[] => {
    const all = Array.from({ length: person.members }, (_, at) => at);
    return removed.size === 0 ? all : all.filter((at) => !removed.has(memberAt(at).userId));
  };
  const known = (userId: string): FakeMember =>
    everybody()
      .slice(0, 300)
      .map(memberAt)
      .find((member) => member.userId === userId) ??
    refuse('resource.not_found', 'Nobody with this id is a member of the organization.');
  const loseAdmin = (member: FakeMember): void => {
    if (member.name === 'Margaret Hamilton' && asked('stubborn')) {
      refuse('clerk.rate_limited', 'Clerk takes no more requests at the moment.');
    }
    const admins = everybody()
      .slice(0, 300)
      .filter((at) => memberAt(at).role === 'org:admin').length;
    if (member.role === 'org:admin' && admins === 1) {
      refuse('organization.last_admin', 'This is the last member who can manage the members.');
    }
  };

  return {
    'GET /v1/org/members': ({ url }) => {
      needOrganization(person);
      const ask = (name: string): string => url.searchParams.get(name) ?? '';
      const query = ask('query').toLowerCase();
      const [offset, limit] = [Number(ask('offset')), Number(ask('limit'))];
      let found = everybody();
      if (query !== '') {
        found = found.filter((at) => memberAt(at).identifier.includes(query.replaceAll(' ', '.')));
      }
      if (ask('role') !== '') found = found.filter((at) => memberAt(at).role === ask('role'));
      const sort = ask('sort');
      if (sort === 'joined') found = found.toReversed();
      else if (sort !== '') {
        const sign = sort.startsWith('-') ? -1 : 1;
        found = found.toSorted(
          (a, b) => sign * memberAt(a).identifier.localeCompare(memberAt(b).identifier),
        );
      }
      return { data: found.slice(offset, offset + limit).map(memberAt), total: found.length };
    },
    'PATCH /v1/org/members/:userId': ({ request, param }) => {
      needAdmin(person);
      const member = known(param('userId'));
      if (member.userId === person.userId) {
        refuse('organization.own_role', 'Nobody can change their own role.');
      }
      const { role } = request.body as { role: string };
      if (role !== 'org:admin') loseAdmin(member);
      changed.set(member.userId, role);
      return { ...member, role, roleName: roleName(role) };
    },
    'DELETE /v1/org/members/:userId': ({ param }) => {
      needAdmin(person);
      const member = known(param('userId'));
      if (member.userId === person.userId) {
        refuse('organization.own_membership', 'Nobody takes themselves out here.');
      }
      loseAdmin(member);
      removed.add(member.userId);
      return undefined;
    },
  };
}
