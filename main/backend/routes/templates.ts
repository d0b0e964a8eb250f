import { z } from 'zod';
import {
  JwtTemplate,
  JwtTemplateList,
  TemplatePatch,
  TemplateWrite,
} from '../../../shared/contract/http.ts';
import type { ClerkTemplate, TemplateFields } from '../../clerk/port.ts';
import { templateTag } from '../contentTag.ts';
import type { RouteDeps } from '../deps.ts';
import { createKeyedQueue } from '../keyedQueue.ts';
import { assertStill } from '../preconditions.ts';
import { instanceWrite, recordWrite } from '../recordWrite.ts';
import type { BackendApp } from '../server.ts';
import { answers, NoBody } from './responses.ts';
import { namingReserved } from './templatesReserved.ts';

const Params = z.object({ id: z.string().max(128) });

/**
 * JWT templates belong to the instance, not to an organization: for operators. Changes of one template wait for
 * each other here, so that of two operators on this backend the second one learns of the first.
 */
export function templateRoutes(app: BackendApp, { clerk, store }: RouteDeps): void {
  const queue = createKeyedQueue();

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
      const { signingKey: _secret, ...asked } = request.body;
      const made = await recordWrite(
        store,
        instanceWrite(request, {
          action: 'template.create',
          target: asked.name,
          before: null,
          asked,
        }),
        () =>
          namingReserved('jwt-template', asked.claims, () => clerk.createTemplate(request.body)),
        (after) => ({ target: after.id, after }),
      );
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
        const { signingKey, ...changes } = request.body;
        const asked = merged(before, changes);
        const after = await recordWrite(
          store,
          instanceWrite(request, { action: 'template.change', target: before.id, before, asked }),
          () =>
            namingReserved('jwt-template', asked.claims, () =>
              clerk.updateTemplate(before.id, { ...asked, signingKey }),
            ),
          (changed) => ({ after: changed }),
        );
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
        await recordWrite(
          store,
          instanceWrite(request, {
            action: 'template.delete',
            target: before.id,
            before,
            asked: null,
          }),
          () => clerk.deleteTemplate(before.id),
          () => ({ after: null }),
        );
        return reply.code(204).send();
      }),
  });
}

/**
 * A whole template to send, since Clerk wants name and claims on every change (clerk/openapi-specs
 * `bapi/2026-05-12.yml`, UpdateJWTTemplate) and does not say what becomes of the rest when it is left out. Naming a
 * custom key that is not sent along may be refused, which is seen; leaving it out might end it, which is not.
 */
function merged(
  before: ClerkTemplate,
  changes: Omit<TemplatePatch, 'signingKey'>,
): Omit<TemplateFields, 'signingKey'> {
  const customSigningKey = changes.customSigningKey ?? before.customSigningKey;
  const signingAlgorithm =
    changes.signingAlgorithm ??
    (customSigningKey && before.customSigningKey ? before.signingAlgorithm : undefined);
  return {
    name: changes.name ?? before.name,
    claims: changes.claims ?? before.claims,
    lifetime: changes.lifetime ?? before.lifetime,
    allowedClockSkew: changes.allowedClockSkew ?? before.allowedClockSkew,
    customSigningKey,
    ...(signingAlgorithm === undefined ? {} : { signingAlgorithm }),
  };
}

const toBody = (template: ClerkTemplate): JwtTemplate => ({
  ...template,
  claims: { ...template.claims },
  etag: templateTag(template),
});
