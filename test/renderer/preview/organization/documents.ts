import type { FakePerson } from '../fakeApi.ts';
import {
  asked,
  needAdmin,
  needOperator,
  needOrganization,
  needTag,
  refuse,
  type FakeRoutes,
} from './router.ts';

const invitationOf = (emailAddress: string) => ({
  id: `orginv_${emailAddress}`,
  emailAddress,
  role: 'org:member',
  roleName: 'Member',
  status: 'pending',
  createdAtMs: Date.now() - 3_600_000,
  expiresAtMs: Date.now() + 29 * 86_400_000,
});

export function fakeInvitations(person: FakePerson): FakeRoutes {
  let invitations = asked('empty')
    ? []
    : ['grace@example.com', 'alan@example.com'].map(invitationOf);
  return {
    'GET /v1/org/invitations': ({ url }) => {
      needAdmin(person);
      const status = url.searchParams.get('status');
      const data = invitations.filter((one) => status === null || one.status === status);
      return { data, total: data.length, nextCursor: null };
    },
    'POST /v1/org/invitations': ({ request }) => {
      needAdmin(person);
      const wanted = (request.body as { invitations: { emailAddress: string }[] }).invitations;
      const data = wanted.map(({ emailAddress }) => {
        const known = invitations.some((one) => one.emailAddress === emailAddress);
        const error = { code: 'clerk.invalid', message: 'This address is invited already.' };
        return known
          ? { emailAddress, invitation: null, error }
          : { emailAddress, invitation: invitationOf(emailAddress), error: null };
      });
      const made = data.flatMap(({ invitation }) => (invitation === null ? [] : [invitation]));
      invitations = [...made, ...invitations];
      return { data, invited: made.length, failed: data.length - made.length };
    },
    'POST /v1/org/invitations/:id/resend': ({ param }) => {
      needAdmin(person);
      return (
        invitations.find(({ id }) => id === param('id')) ??
        refuse('resource.not_found', 'No such invitation.')
      );
    },
    'DELETE /v1/org/invitations/:id': ({ param }) => {
      needAdmin(person);
      invitations = invitations.map((one) =>
        one.id === param('id') ? { ...one, status: 'revoked' } : one,
      );
      return undefined;
    },
  };
}

export function fakeDomains(person: FakePerson): FakeRoutes {
  const domainOf = (name: string, verified: boolean) => ({
    id: `orgdmn_${name}`,
    name,
    enrollmentMode: 'automatic_suggestion',
    verified,
    verificationStrategy: verified ? 'manual' : 'affiliation_email_code',
    affiliationEmailAddress: verified ? null : `ada@${name}`,
    pendingInvitations: 0,
    pendingSuggestions: verified ? 3 : 0,
    createdAtMs: Date.now() - 9 * 86_400_000,
    updatedAtMs: Date.now() - 86_400_000,
    etag: `"${name}"`,
  });
  let domains = asked('empty')
    ? []
    : [domainOf('acme.test', true), domainOf('acme.example', false)];
  const known = (id: string) =>
    domains.find((domain) => domain.id === id) ?? refuse('resource.not_found', 'No such domain.');
  return {
    'GET /v1/org/domains': () => {
      needAdmin(person);
      return { data: domains, total: domains.length, nextCursor: null };
    },
    'POST /v1/org/domains': ({ request }) => {
      needAdmin(person);
      const body = request.body as { name: string; enrollmentMode: string; verified?: boolean };
      if (domains.some(({ name }) => name === body.name)) {
        refuse('clerk.invalid', 'This domain is in use already.');
      }
      const made = {
        ...domainOf(body.name, body.verified ?? true),
        enrollmentMode: body.enrollmentMode,
        pendingSuggestions: 0,
      };
      domains = [made, ...domains];
      return made;
    },
    'PATCH /v1/org/domains/:id': ({ request, param }) => {
      const old = known(param('id'));
      needTag(request, old.etag);
      const next = { ...old, ...(request.body as object), etag: `${old.etag}+` };
      domains = domains.map((domain) => (domain === old ? next : domain));
      return next;
    },
    'DELETE /v1/org/domains/:id': ({ request, param }) => {
      const old = known(param('id'));
      needTag(request, old.etag);
      domains = domains.filter((domain) => domain !== old);
      return undefined;
    },
  };
}

export function fakeProfile(person: FakePerson): FakeRoutes {
  let edits = 0;
  let organization: Record<string, unknown> = {
    id: 'org_acme',
    name: 'Acme Robotics',
    slug: 'acme-robotics',
    public_metadata: { tier: 'gold', limits: { seats: 25 } },
    max_allowed_memberships: 50,
    members_count: person.members,
    pending_invitations_count: 2,
    role_set_key: 'role_set:default',
    created_at: 1_700_000_000_000,
    updated_at: 1_700_000_000_000,
  };
  let lost = false;
  const document = () => ({ organization, etag: `"${edits}"` });
  const write = (etag: string | undefined, change: Record<string, unknown>) => {
    needAdmin(person);
    if (!lost && asked('lost')) {
      lost = true;
      edits += 1;
      organization = { ...organization, name: 'Acme (theirs)' };
    }
    if (etag !== `"${edits}"`) {
      refuse('resource.conflict', 'Somebody changed this in Clerk since it was loaded.');
    }
    edits += 1;
    organization = { ...organization, ...change };
    return document();
  };
  const metadataOf = (body: unknown) =>
    (body as { publicMetadata: Record<string, unknown> }).publicMetadata;
  return {
    'GET /v1/org': () => {
      needOrganization(person);
      return document();
    },
    'PATCH /v1/org': ({ request }) => write(request.etag, request.body as Record<string, unknown>),
    'PUT /v1/org/metadata': ({ request }) =>
      write(request.etag, { public_metadata: metadataOf(request.body) }),
    'PATCH /v1/org/metadata': ({ request }) => {
      const merged = {
        ...(organization['public_metadata'] as object),
        ...metadataOf(request.body),
      };
      const kept = Object.entries(merged).filter(([, value]) => value !== null);
      return write(request.etag, { public_metadata: Object.fromEntries(kept) });
    },
  };
}

export function fakeSessions(person: FakePerson): FakeRoutes {
  const sessionOf = (userId: string, at: number) => ({
    id: `sess_${userId.slice(5, 11)}${at}0000000000000000`,
    userId,
    status: at === 2 ? 'expired' : 'active',
    current: userId === person.userId && at === 0,
    lastActiveAtMs: Date.now() - at * 420_000,
    createdAtMs: Date.now() - (at + 1) * 86_400_000,
    expiresAtMs: Date.now() + (6 - at * 4) * 86_400_000,
    device: ['Chrome 153.0 Linux', 'Safari 19.1 iPhone', ''][at] ?? '',
    place: at === 2 ? '' : 'Berlin, DE',
  });
  const ended = new Set<string>();
  const list = (userId: string) => ({
    data: [0, 1, 2]
      .map((at) => sessionOf(userId, at))
      .map((each) => (ended.has(each.id) ? { ...each, status: 'revoked' } : each)),
  });
  return {
    'GET /v1/me/sessions': () => list(person.userId),
    'DELETE /v1/me/sessions/:id': ({ param }) => void ended.add(param('id')),
    'GET /v1/users/:userId/sessions': ({ param }) => {
      needOperator(person);
      return list(param('userId'));
    },
    'DELETE /v1/users/:userId/sessions/:id': ({ param }) => {
      needOperator(person);
      ended.add(param('id'));
    },
  };
}

export function fakeItems(person: FakePerson): FakeRoutes {
  const itemOf = (id: string, title: string) => ({
    id,
    title,
    ownerId: person.userId,
    createdAtMs: Date.now() - 3_600_000,
  });
  let items = [itemOf('item_1', 'First item')];
  return {
    'GET /v1/items': () => ({ data: items, nextCursor: null }),
    'POST /v1/items': ({ request }) => {
      needAdmin(person);
      const item = itemOf(`item_${items.length + 1}`, (request.body as { title: string }).title);
      items = [...items, item];
      return item;
    },
    'DELETE /v1/items/:id': ({ param }) => {
      needAdmin(person);
      items = items.filter(({ id }) => id !== param('id'));
      return undefined;
    },
  };
}
