import type { ClerkApi } from '../port.ts';
import { assertId, numberOr, unreadable, withoutPrivate } from '../readers.ts';
import type { Calls } from './calls.ts';

export function userCalls({ call }: Calls): Pick<ClerkApi, 'getUser' | 'listUsers'> {
  return {
    async getUser(userId) {
      assertId(userId, 'user');
      const user = await call((c) => c.users.getUser(userId));
      return withoutPrivate(user.raw, 'users.getUser');
    },

    async listUsers({ limit, offset, query }) {
      const page = await call((c) =>
        c.users.getUserList({
          limit,
          offset,
          orderBy: '+created_at',
          ...(query === undefined || query === '' ? {} : { query }),
        }),
      );
      if (!Array.isArray(page.data)) throw unreadable('users.getUserList');
      return {
        data: page.data.map((user) => withoutPrivate(user.raw, 'users.getUserList')),
        total: numberOr(page.totalCount, page.data.length),
      };
    },
  };
}
