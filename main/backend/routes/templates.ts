import { z } from 'zod';
import {
  JwtTemplate,
  JwtTemplateList,
  TemplatePatch,
  TemplateWrite,
} from '../../../shared/contract/http.ts';
import type { ClerkTemplate } from '../../clerk/port.ts';
import { templateTag } from '../../clerk/templateTag.ts';
import type { RouteDeps } from '../deps.ts';
import { principalOf } from '../guard.ts';
import { createKeyedQueue } from '../keyedQueue.ts';
import { assertStill } from '../preconditions.ts';
import { writerOf } from '../principal.ts';
import type { BackendApp } from '../server.ts';
import { INSTANCE, type AuditAction } from '../store/store.ts';
import { answers, NoBody } from './responses.ts';
import { namingReserved } from './templatesReserved.ts';

const Params = z.object({ id: z.string().max(128) });

/**
 * JWT templates belong to the instance, not to an organization: for operators. Changes of one template wait for
 * each other here, so that of two operators on this backend the second one learns of the first.
 */
export function templateRoutes(app: BackendApp, { clerk, store }: RouteDeps): void {
  const queue = createKeyedQueue();

  const record = (
    request: Parameters<typeof principalOf>[0],
    action: AuditAction,
    before: ClerkTemplate | null,
    after: ClerkTemplate | null,
  ): Promise<void> =>
    store.recordAudit(
      INSTANCE,
      { action, target: (after ?? before)?.id ?? '', before, after },
      writerOf(principalOf(request), request.id),
    );

  app.route({
    method: 'GET',
    url: '/v1/templates',
    schema: { response: answers({ 200: JwtTemplateList }) },
    handler: async () => ({ data: (await clerk.listTemplates()).map(toBody) }),
  });

  app.route({
    method: 'POST',
    url: '/v1/templates',
    schema: { body: TemplateWrite, response: answers({ 201: JwtTemplate }) },
    handler: async (request, reply) => {
      const made = await namingReserved('jwt-template', request.body.claims, () =>
        clerk.createTemplate(request.body),
      );
      await record(request, 'template.create', null, made);
      return reply.code(201).header('etag', templateTag(made)).send(toBody(made));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/templates/:id',
    schema: { params: Params, response: answers({ 200: JwtTemplate }) },
    handler: async (request, reply) => {
      const template = await clerk.getTemplate(request.params.id);
      void reply.header('etag', templateTag(template));
      return toBody(template);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/templates/:id',
    schema: { params: Params, body: TemplatePatch, response: answers({ 200: JwtTemplate }) },
    handler: (request, reply) =>
      queue(request.params.id, async () => {
        const before = await clerk.getTemplate(request.params.id);
        assertStill(request, reply, templateTag(before));
        // Clerk wants both on every change (clerk/openapi-specs `bapi/2026-05-12.yml`, UpdateJWTTemplate).
        const { name = before.name, claims = before.claims, ...rest } = request.body;
        const after = await namingReserved('jwt-template', claims, () =>
          clerk.updateTemplate(before.id, { ...rest, name, claims }),
        );
        await record(request, 'template.change', before, after);
        void reply.header('etag', templateTag(after));
        return toBody(after);
      }),
  });

  app.route({
    method: 'DELETE',
    url: '/v1/templates/:id',
    schema: { params: Params, response: answers({ 204: NoBody }) },
    handler: (request, reply) =>
      queue(request.params.id, async () => {
        const before = await clerk.getTemplate(request.params.id);
        assertStill(request, reply, templateTag(before));
        await clerk.deleteTemplate(before.id);
        await record(request, 'template.delete', before, null);
        return reply.code(204).send();
      }),
  });
}

const toBody = (template: ClerkTemplate): JwtTemplate => ({
  ...template,
  claims: { ...template.claims },
  etag: templateTag(template),
});
