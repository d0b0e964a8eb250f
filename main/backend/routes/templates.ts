import { JwtTemplateList } from '../../../shared/contract/http.ts';
import type { RouteDeps } from '../deps.ts';
import type { BackendApp } from '../server.ts';
import { answers } from './responses.ts';

/** JWT templates belong to the instance, not to an organization: for operators. */
export function templateRoutes(app: BackendApp, { clerk }: RouteDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/templates',
    schema: { response: answers({ 200: JwtTemplateList }) },
    handler: async () => {
      const templates = await clerk.listTemplates();
      return {
        data: templates.map((template) => ({ ...template, claims: { ...template.claims } })),
      };
    },
  });
}
