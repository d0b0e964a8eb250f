import type { ClerkClient } from '@clerk/backend';
import type { ClerkApi, ClerkTemplate } from '../port.ts';
import { assertId, recordOr, unreadable } from '../readers.ts';
import { MOST_PER_PAGE, type Calls } from './calls.ts';

export function templateCalls({
  call,
  change,
}: Calls): Pick<
  ClerkApi,
  'listTemplates' | 'getTemplate' | 'createTemplate' | 'updateTemplate' | 'deleteTemplate'
> {
  return {
    async listTemplates() {
      const all = new Map<string, ClerkTemplate>();
      for (let offset = 0; ;) {
        const page = await call((c) => c.jwtTemplates.list({ limit: MOST_PER_PAGE, offset }));
        if (!Array.isArray(page.data)) throw unreadable('jwtTemplates.list');
        // By id: one that is made meanwhile moves the others on to the next page.
        for (const template of page.data) {
          const read = toTemplate(template, 'jwtTemplates.list');
          all.set(read.id, read);
        }
        offset += page.data.length;
        if (page.data.length === 0 || offset >= page.totalCount) return [...all.values()];
      }
    },

    async getTemplate(templateId) {
      assertId(templateId, 'template');
      return toTemplate(await call((c) => c.jwtTemplates.get(templateId)), 'jwtTemplates.get');
    },

    async createTemplate(fields) {
      const made = await change((c) => c.jwtTemplates.create(fields));
      return toTemplate(made, 'jwtTemplates.create');
    },

    async updateTemplate(templateId, fields) {
      assertId(templateId, 'template');
      const changed = await change((c) => c.jwtTemplates.update({ templateId, ...fields }));
      return toTemplate(changed, 'jwtTemplates.update');
    },

    async deleteTemplate(templateId) {
      assertId(templateId, 'template');
      await change((c) => c.jwtTemplates.delete(templateId));
    },
  };
}

type SdkTemplate = Awaited<ReturnType<ClerkClient['jwtTemplates']['get']>>;

function toTemplate(template: SdkTemplate, call: string): ClerkTemplate {
  if (typeof template !== 'object' || typeof template.id !== 'string') throw unreadable(call);
  return {
    id: template.id,
    name: template.name,
    claims: recordOr(template.claims),
    lifetime: template.lifetime,
    allowedClockSkew: template.allowedClockSkew,
    customSigningKey: template.customSigningKey,
    signingAlgorithm: template.signingAlgorithm,
    createdAtMs: template.createdAt,
    updatedAtMs: template.updatedAt,
  };
}
