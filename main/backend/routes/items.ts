import { z } from 'zod';
import { Item, ItemList, NewItem } from '../../../shared/contract/http.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { RouteDeps } from '../deps.ts';
import { principalOf } from '../guard.ts';
import { tenantOf, writerOf } from '../principal.ts';
import type { BackendApp } from '../server.ts';
import { answers, NoBody } from './responses.ts';

const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().min(1).max(200).optional(),
});

/**
 * A sample resource for trying guards: the organization's, or the caller's own in the personal account. Items are
 * never changed, only made and deleted, so they need no version.
 */
export function itemRoutes(app: BackendApp, { store }: RouteDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/items',
    schema: { querystring: ListQuery, response: answers({ 200: ItemList }) },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const after = cursor === undefined ? null : readCursor(cursor);
      const page = await store.listItems(tenantOf(principalOf(request)), limit, after);
      return {
        data: [...page.data],
        nextCursor: page.next === null ? null : writeCursor(page.next),
      };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/items',
    schema: { body: NewItem, response: answers({ 201: Item }) },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const item = await store.createItem(
        tenantOf(principal),
        request.body.title,
        writerOf(principal, request.id),
      );
      return reply.code(201).send(item);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/items/:id',
    schema: {
      params: z.object({ id: z.string().max(64) }),
      response: answers({ 204: NoBody }),
    },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const writer = writerOf(principal, request.id);
      const deleted = await store.deleteItem(tenantOf(principal), request.params.id, writer);
      if (!deleted) {
        throw new AppException(
          appError('resource.not_found', 'There is no such item here.', {
            remedy: 'It may be deleted already, or belong to another organization.',
          }),
        );
      }
      return reply.code(204).send();
    },
  });
}
