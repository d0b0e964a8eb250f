import { z } from 'zod';
import { TemplateContent, TemplateHistory } from '../../../shared/contract/http.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { RouteDeps } from '../deps.ts';
import type { BackendApp } from '../server.ts';
import { listVersions, type VersionsOf } from '../versions.ts';
import { answers } from './responses.ts';

const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().min(1).max(200).optional(),
  id: z.string().min(1).max(128).optional(),
  name: z.string().min(1).max(64).optional(),
});

const templates: VersionsOf<TemplateContent, 'create' | 'update' | 'delete'> = {
  actions: {
    'template.create': 'create',
    'template.change': 'update',
    'template.delete': 'delete',
  },
  read: (value) => TemplateContent.safeParse(value).data ?? null,
};

/**
 * Every version of every template that was written here, also of those that are gone. Clerk keeps none itself.
 * Restoring one is an ordinary write by whoever has seen what it changes.
 */
export function templateHistoryRoutes(app: BackendApp, { store }: RouteDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/templates/history',
    schema: { querystring: ListQuery, response: answers({ 200: TemplateHistory }) },
    handler: async ({ query: { limit, cursor, id, name } }) => {
      const page = await listVersions(store, templates, {
        limit,
        after: cursor === undefined ? null : readCursor(cursor),
        target: id,
        matches: name === undefined ? undefined : (template) => template.name === name,
      });
      return {
        data: page.data.map(({ target, content, ...version }) => ({
          ...version,
          templateId: target,
          template: content,
        })),
        nextCursor: page.next === null ? null : writeCursor(page.next),
      };
    },
  });
}
