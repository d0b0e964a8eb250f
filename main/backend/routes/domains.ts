import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  OrgDomain,
  OrgDomainList,
  OrgDomainPatch,
  OrgDomainWrite,
} from '../../../shared/contract/http.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import type { ClerkDomain } from '../../clerk/port.ts';
import { domainTag } from '../contentTag.ts';
import { readOffset, writeOffset } from '../cursor.ts';
import type { RouteDeps } from '../deps.ts';
import { confirmNow, principalOf } from '../guard.ts';
import { createKeyedQueue } from '../keyedQueue.ts';
import { assertStill } from '../preconditions.ts';
import { organizationOf } from '../principal.ts';
import { organizationWrite, recordWrite } from '../recordWrite.ts';
import type { BackendApp } from '../server.ts';
import { answers, NoBody } from './responses.ts';

const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().min(1).max(200).optional(),
});
const Params = z.object({ id: z.string().max(128) });

/** Domains of the active organization, by which people join it. Changes of one organization wait for each other. */
export function domainRoutes(app: BackendApp, deps: RouteDeps): void {
  const { clerk, store } = deps;
  const queue = createKeyedQueue();
  const orgIdOf = (request: FastifyRequest): string => organizationOf(principalOf(request)).orgId;

  /** Throws for whoever may not vouch for a domain that nobody has checked. */
  const assertMayVouch = (request: FastifyRequest, verified: boolean | undefined): void => {
    if (verified !== true || principalOf(request).operator) return;
    throw new AppException(
      appError(
        'auth.operator_required',
        'Vouching for a domain without the check by email reaches beyond one organization.',
        { remedy: 'Add it unverified and verify it by email, or ask an operator to vouch for it.' },
      ),
    );
  };

  const read = async (
    request: FastifyRequest<{ Params: { id: string } }>,
    reply: FastifyReply,
  ): Promise<ClerkDomain> => {
    const before = await clerk.getDomain(orgIdOf(request), request.params.id);
    if (before === null) {
      throw new AppException(
        appError('resource.not_found', 'The organization has no such domain.', {
          remedy: 'Load the list of domains again.',
        }),
      );
    }
    assertStill(request, reply, domainTag(before));
    return before;
  };

  app.route({
    method: 'GET',
    url: '/v1/org/domains',
    schema: { querystring: ListQuery, response: answers({ 200: OrgDomainList }) },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const offset = cursor === undefined ? 0 : readOffset(cursor);
      const page = await clerk.listDomains(orgIdOf(request), { limit, offset });
      const end = offset + page.data.length;
      return {
        data: page.data.map(toBody),
        total: page.total,
        nextCursor: page.data.length > 0 && end < page.total ? writeOffset(end) : null,
      };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/org/domains',
    schema: { body: OrgDomainWrite, response: answers({ 201: OrgDomain }) },
    handler: async (request, reply) => {
      const orgId = orgIdOf(request);
      assertMayVouch(request, request.body.verified);
      // Left out, Clerk would take it for verified.
      const body = { ...request.body, verified: request.body.verified ?? false };
      const made = await recordWrite(
        store,
        organizationWrite(request, {
          action: 'domain.create',
          target: body.name,
          before: null,
          asked: body,
        }),
        () => clerk.createDomain(orgId, body),
        (after) => ({ target: after.id, after }),
      );
      return reply.code(201).header('etag', domainTag(made)).send(toBody(made));
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/org/domains/:id',
    schema: { params: Params, body: OrgDomainPatch, response: answers({ 200: OrgDomain }) },
    handler: (request, reply) =>
      queue(orgIdOf(request), async () => {
        assertMayVouch(request, request.body.verified);
        const before = await read(request, reply);
        await confirmNow(request, deps);
        const changed = await recordWrite(
          store,
          organizationWrite(request, {
            action: 'domain.change',
            target: before.id,
            before,
            asked: request.body,
          }),
          () => clerk.updateDomain(orgIdOf(request), before.id, request.body),
          (after) => ({ after }),
        );
        void reply.header('etag', domainTag(changed));
        return toBody(changed);
      }),
  });

  app.route({
    method: 'DELETE',
    url: '/v1/org/domains/:id',
    schema: { params: Params, response: answers({ 204: NoBody }) },
    handler: (request, reply) =>
      queue(orgIdOf(request), async () => {
        const before = await read(request, reply);
        await confirmNow(request, deps);
        await recordWrite(
          store,
          organizationWrite(request, {
            action: 'domain.delete',
            target: before.id,
            before,
            asked: null,
          }),
          () => clerk.deleteDomain(orgIdOf(request), before.id),
          () => ({ after: null }),
        );
        return reply.code(204).send();
      }),
  });
}

const toBody = (domain: ClerkDomain): OrgDomain => ({ ...domain, etag: domainTag(domain) });
