import { z } from 'zod';
import { UserPage } from '../../../shared/contract/http.ts';
import type { ApiRecord } from '../../clerk/port.ts';
import { createBulkPace } from '../bulkPace.ts';
import { readPlace, writePlace } from '../cursor.ts';
import type { RouteDeps } from '../deps.ts';
import { createMembershipIndexes, type MembershipIndex } from '../membershipIndex.ts';
import { pageAfter, type Anchor } from '../pageAfter.ts';
import type { BackendApp } from '../server.ts';
import { answers } from './responses.ts';

const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().min(1).max(200).optional(),
  query: z.string().trim().max(200).optional(),
  /** A scan goes through everybody: it waits its turn, and reads who is where anew at its beginning. */
  scan: z.stringbool().default(false),
});

/** The SDK asks for the list and for its length. */
const CALLS_PER_PAGE = 2;

const keyOf = (user: ApiRecord): Pick<Anchor, 'id' | 'createdAtMs'> => ({
  id: String(user['id']),
  createdAtMs: typeof user['created_at'] === 'number' ? user['created_at'] : 0,
});

/** Everybody in the instance, as a scan of a template needs them: for operators. */
export function userRoutes(app: BackendApp, { clerk, now, pace: sleep }: RouteDeps): void {
  const pace = createBulkPace(clerk.callsPer10Sec, now, sleep);
  const indexes = createMembershipIndexes(clerk, pace, now);

  app.route({
    method: 'GET',
    url: '/v1/users',
    schema: { querystring: ListQuery, response: answers({ 200: UserPage }) },
    handler: async (request) => {
      const { limit, cursor, query, scan } = request.query;
      const after = cursor === undefined ? null : readPlace(cursor);
      let index: MembershipIndex;
      if (scan) {
        index = await indexes.forScan(cursor === undefined);
        if (!index.ended) return stillReading(index, after);
        await pace.take(CALLS_PER_PAGE);
      } else {
        index = await indexes.forSearch();
        pace.note(CALLS_PER_PAGE);
      }
      const search = query === undefined ? {} : { query };
      const list = (place: { limit: number; offset: number }) =>
        clerk.listUsers({ ...place, ...search });
      const page = await pageAfter({ list, keyOf }, limit, after);
      const isNew = (user: ApiRecord): boolean =>
        index.isOlderThan(keyOf(user).createdAtMs) && index.of(String(user['id'])).length === 0;
      if (scan && page.rows.some(isNew)) await indexes.catchUp(index);
      return {
        data: page.rows.map((user) => ({
          user: { ...user },
          memberships: index.of(String(user['id'])).map((membership) => ({ ...membership })),
        })),
        nextCursor: page.last === null ? null : writePlace(page.last),
        total: page.total,
        complete: index.complete,
      };
    },
  });
}

/** No people yet: who is where comes first, and a large instance takes a while for it. */
const stillReading = (index: MembershipIndex, after: Anchor | null): UserPage => ({
  data: [],
  nextCursor: writePlace(after),
  total: 0,
  complete: index.complete,
  preparing: { read: index.read, total: index.total },
});
