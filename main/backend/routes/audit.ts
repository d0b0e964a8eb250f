import { z } from 'zod';
import { AuditList } from '../../../shared/contract/http.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { RouteDeps } from '../deps.ts';
import { principalOf } from '../guard.ts';
import { organizationOf } from '../principal.ts';
import type { BackendApp } from '../server.ts';
import { INSTANCE, type Tenant } from '../store/store.ts';
import { answers } from './responses.ts';

const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().min(1).max(200).optional(),
  action: z
    .string()
    .regex(/^[a-z_]+(\.[a-z_]+)*$/)
    .max(60)
    .optional(),
});

/** The log of writes: of the active organization, and of the instance for operators. */
export function auditRoutes(app: BackendApp, { store }: RouteDeps): void {
  const list = async (
    tenant: Tenant,
    { limit, cursor, action }: z.output<typeof ListQuery>,
  ): Promise<z.output<typeof AuditList>> => {
    const after = cursor === undefined ? null : readCursor(cursor);
    const page = await store.listAudit(tenant, limit, after, action);
    return {
      data: [...page.data],
      nextCursor: page.next === null ? null : writeCursor(page.next),
    };
  };

  app.route({
    method: 'GET',
    url: '/v1/org/audit',
    schema: { querystring: ListQuery, response: answers({ 200: AuditList }) },
    handler: (request) => list(organizationOf(principalOf(request)).tenant, request.query),
  });

  app.route({
    method: 'GET',
    url: '/v1/audit',
    schema: { querystring: ListQuery, response: answers({ 200: AuditList }) },
    handler: (request) => list(INSTANCE, request.query),
  });
}
