import type { ApiRecord, ClerkApi } from '../clerk/port.ts';

export interface MembershipIndex {
  /** The memberships of a user, each with its organization. */
  of(userId: string): readonly ApiRecord[];
  /** False when the instance has more than were read. */
  readonly complete: boolean;
}

export interface MembershipIndexBounds {
  /** An index older than this is read again; a scan asks for its pages one after another. */
  readonly keepMs: number;
  readonly memberships: number;
}

const PER_PAGE = 500;

/**
 * Who is where in the whole instance. Asked user by user, Clerk's rate limit would end a scan after the first
 * hundred people; the instance's own list takes one call for 500 memberships. Kept for the length of a scan.
 */
export function createMembershipIndex(
  clerk: ClerkApi,
  now: () => number,
  bounds: MembershipIndexBounds = { keepMs: 60_000, memberships: 200_000 },
): (restart: boolean) => Promise<MembershipIndex> {
  let index: Promise<MembershipIndex> | undefined;
  let readAtMs = 0;

  return async (restart) => {
    const age = now() - readAtMs;
    if (index !== undefined && !restart && age >= 0 && age < bounds.keepMs) return index;
    readAtMs = now();
    const reading = readAll(clerk, bounds.memberships);
    index = reading;
    try {
      return await reading;
    } catch (cause) {
      // A failure is not kept; whoever asks next tries again.
      if (index === reading) index = undefined;
      throw cause;
    }
  };
}

async function readAll(clerk: ClerkApi, most: number): Promise<MembershipIndex> {
  const byUser = new Map<string, Map<string, ApiRecord>>();
  const organizations = new Map<string, unknown>();
  let read = 0;
  let complete = false;
  while (read < most) {
    const page = await clerk.listAllMemberships({ limit: PER_PAGE, offset: read });
    for (const { userId, organizationId, raw } of page.data) {
      // One copy of each organization, however many members it has; the person stands beside it already.
      const { organization, public_user_data: _person, ...rest } = raw;
      if (!organizations.has(organizationId)) organizations.set(organizationId, organization);
      const membership = { ...rest, organization: organizations.get(organizationId) };
      // By organization: a list that changes while it is paged may show a row twice.
      const known = byUser.get(userId);
      if (known === undefined) byUser.set(userId, new Map([[organizationId, membership]]));
      else known.set(organizationId, membership);
    }
    read += page.data.length;
    complete = page.data.length < PER_PAGE || read >= page.total;
    if (complete) break;
  }
  return { of: (userId) => [...(byUser.get(userId)?.values() ?? [])], complete };
}
