import { z } from 'zod';
import { OrgSettingsDocument, SettingsHistory } from '../../../shared/contract/http.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import { readOffset, writeOffset } from '../cursor.ts';
import type { RouteDeps } from '../deps.ts';
import { principalOf } from '../guard.ts';
import { etagOf, lostRace, readCondition } from '../preconditions.ts';
import { organizationOf, writerOf } from '../principal.ts';
import type { BackendApp } from '../server.ts';
import { answers } from './responses.ts';
import { toDocument } from './settings.ts';

const PATH = '/v1/org/settings/history';
const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().min(1).max(200).optional(),
});
const Params = z.object({ version: z.coerce.number().int().min(1).max(2_000_000_000) });

/** Earlier versions of the settings. Restoring one saves it anew: nothing that happened is taken out of history. */
export function settingsHistoryRoutes(app: BackendApp, { store }: RouteDeps): void {
  app.route({
    method: 'GET',
    url: PATH,
    schema: { querystring: ListQuery, response: answers({ 200: SettingsHistory }) },
    handler: async (request) => {
      const { tenant } = organizationOf(principalOf(request));
      const { limit, cursor } = request.query;
      const before = cursor === undefined ? null : readOffset(cursor);
      const found = await store.settingsHistory(tenant, limit + 1, before);
      const data = found.slice(0, limit);
      const last = data.at(-1);
      const more = found.length > limit && last !== undefined;
      return { data, nextCursor: more ? writeOffset(last.version) : null };
    },
  });

  app.route({
    method: 'POST',
    url: `${PATH}/:version/restore`,
    schema: { params: Params, response: answers({ 200: OrgSettingsDocument }) },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const { tenant } = organizationOf(principal);
      const condition = readCondition(request, tenant);
      const old = await store.readVersion(tenant, request.params.version);
      if (old === null) {
        throw new AppException(
          appError('resource.not_found', 'The settings never had this version.', {
            remedy: 'Choose one of the versions in the history.',
          }),
        );
      }
      const writer = writerOf(principal, request.id);
      const written = await store.saveSettings(
        tenant,
        old.settings,
        condition,
        writer,
        'settings.restore',
      );
      if (written.outcome === 'conflict') throw lostRace(reply, written.version);
      void reply.header('etag', etagOf(written.record.version));
      return toDocument(written.record, { canWrite: true, whyNot: null });
    },
  });
}
