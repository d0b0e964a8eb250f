import { z } from 'zod';
import { UserPage } from '../../../shared/contract/http.ts';
import { readOffset, writeOffset } from '../cursor.ts';
import type { RouteDeps } from '../deps.ts';
import { createMembershipIndex } from '../membershipIndex.ts';
import type { BackendApp } from '../server.ts';
import { answers } from './responses.ts';

const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().min(1).max(200).optional(),
  query: z.string().trim().max(200).optional(),
});

/** Everybody in the instance, as a scan of a template needs them: for operators. */
export function userRoutes(app: BackendApp, { clerk, now }: RouteDeps): void {
  const memberships = createMembershipIndex(clerk, now);

  app.route({
    method: 'GET',
    url: '/v1/users',
    schema: { querystring: ListQuery, response: answers({ 200: UserPage }) },
    handler: async (request) => {
      const { limit, cursor, query } = request.query;
      const offset = cursor === undefined ? 0 : readOffset(cursor);
      const [page, index] = await Promise.all([
        clerk.listUsers({ limit, offset, ...(query === undefined ? {} : { query }) }),
        // A scan begins with who is where now; a search may lean on what was read in the last minute.
        memberships(cursor === undefined && query === undefined),
      ]);
      const end = offset + page.data.length;
      return {
        data: page.data.map((user) => ({
          user: { ...user },
          memberships: index.of(String(user['id'])).map((membership) => ({ ...membership })),
        })),
        nextCursor: page.data.length > 0 && end < page.total ? writeOffset(end) : null,
        total: page.total,
        complete: index.complete,
      };
    },
  });
}
