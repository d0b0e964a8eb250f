import type { FastifyReply, FastifyRequest } from 'fastify';
import { OrgMetadata, OrgProfile, OrgProfilePatch } from '../../../shared/contract/http.ts';
import type { ApiRecord } from '../../clerk/port.ts';
import { contentTag } from '../contentTag.ts';
import type { RouteDeps } from '../deps.ts';
import { confirmNow, principalOf } from '../guard.ts';
import { createKeyedQueue } from '../keyedQueue.ts';
import { assertStill } from '../preconditions.ts';
import { organizationOf } from '../principal.ts';
import { organizationWrite, recordWrite } from '../recordWrite.ts';
import type { BackendApp } from '../server.ts';
import type { AuditAction } from '../store/store.ts';
import { answers } from './responses.ts';

/** The organization's own record in Clerk. Merging and replacing its metadata are two routes: they lose differently. */
export function organizationRoutes(app: BackendApp, deps: RouteDeps): void {
  const { clerk, store } = deps;
  const queue = createKeyedQueue();

  /** Looks once more, compares with what the caller read, writes, and logs what changed. */
  const write = (
    request: FastifyRequest,
    reply: FastifyReply,
    action: AuditAction,
    work: (orgId: string) => Promise<ApiRecord>,
  ): Promise<{ organization: Record<string, unknown>; etag: string }> => {
    const { orgId } = organizationOf(principalOf(request));
    return queue(orgId, async () => {
      const before = await clerk.getOrganization(orgId);
      assertStill(request, reply, tagOf(before));
      await confirmNow(request, deps);
      const changed = await recordWrite(
        store,
        organizationWrite(request, {
          action,
          target: orgId,
          before: writable(before),
          asked: request.body,
        }),
        () => work(orgId),
        (after) => ({ after: writable(after) }),
      );
      return answer(reply, changed);
    });
  };

  app.route({
    method: 'GET',
    url: '/v1/org',
    schema: { response: answers({ 200: OrgProfile }) },
    handler: async (request, reply) => {
      const { orgId } = organizationOf(principalOf(request));
      return answer(reply, await clerk.getOrganization(orgId));
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/org',
    schema: { body: OrgProfilePatch, response: answers({ 200: OrgProfile }) },
    handler: (request, reply) =>
      write(request, reply, 'organization.change', (orgId) =>
        clerk.updateOrganization(orgId, request.body),
      ),
  });

  for (const [method, how] of [
    ['PATCH', 'merge'],
    ['PUT', 'replace'],
  ] as const) {
    app.route({
      method,
      url: '/v1/org/metadata',
      schema: { body: OrgMetadata, response: answers({ 200: OrgProfile }) },
      handler: (request, reply) =>
        write(request, reply, `organization.metadata.${how}`, (orgId) =>
          clerk.writeMetadata(orgId, how, request.body.publicMetadata),
        ),
    });
  }
}

/** What these routes can change; pictures, counts and times are left out, since others change them. */
const writable = (organization: ApiRecord): ApiRecord => ({
  name: organization['name'],
  slug: organization['slug'],
  public_metadata: organization['public_metadata'],
});

const tagOf = (organization: ApiRecord): string =>
  contentTag([organization['id'], ...Object.values(writable(organization))]);

function answer(
  reply: FastifyReply,
  organization: ApiRecord,
): { organization: Record<string, unknown>; etag: string } {
  const etag = tagOf(organization);
  void reply.header('etag', etag);
  return { organization: { ...organization }, etag };
}
