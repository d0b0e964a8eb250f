import type { z } from 'zod';
import { OrgSettings, OrgSettingsDocument } from '../../../shared/contract/http.ts';
import type { VerifiedSession } from '../../clerk/verifySession.ts';
import type { RouteDeps } from '../deps.ts';
import { decide } from '../decide.ts';
import { principalOf } from '../guard.ts';
import {
  alreadyHas,
  etagOf,
  lostRace,
  readCondition,
  viewMark,
  viewTagOf,
} from '../preconditions.ts';
import { organizationOf, writerOf, type Principal } from '../principal.ts';
import type { BackendApp } from '../server.ts';
import type { SettingsRecord } from '../store/store.ts';
import { answers, NoBody } from './responses.ts';

const PATH = '/v1/org/settings';

interface MayWrite {
  readonly canWrite: boolean;
  readonly whyNot: string | null;
}

/** Settings of the customer's own app, one document per organization. Nothing here changes Clerk. */
export function settingsRoutes(app: BackendApp, { store, access }: RouteDeps): void {
  const writeRule = access.find('PUT', PATH)?.rule;

  // Asked at every read: worked out once per token, which is the same object while it is cached.
  const known = new WeakMap<VerifiedSession, { answer: MayWrite; mark: string }>();

  /** Whether the caller's token would allow a save; the save itself asks Clerk once more. */
  const mayWrite = (principal: Principal): { answer: MayWrite; mark: string } => {
    const before = known.get(principal.session);
    if (before !== undefined) return before;
    const decision = writeRule === undefined ? null : decide(writeRule, principal);
    const answer =
      decision?.allowed === true
        ? { canWrite: true, whyNot: null }
        : { canWrite: false, whyNot: decision?.error.message ?? 'Nobody may save here.' };
    const said = { answer, mark: viewMark(organizationOf(principal).tenant, answer) };
    known.set(principal.session, said);
    return said;
  };

  app.route({
    method: 'GET',
    url: PATH,
    schema: { response: answers({ 200: OrgSettingsDocument, 304: NoBody }) },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const { tenant } = organizationOf(principal);
      const record = await store.readSettings(tenant);
      const version = record?.version ?? 0;
      const { answer, mark } = mayWrite(principal);
      const etag = viewTagOf(version, mark);
      void reply.headers({
        etag,
        // To be asked again every time; the token in the request says whose answer it is.
        'cache-control': 'private, no-cache',
        vary: 'authorization',
      });
      if (alreadyHas(request, version, etag)) return reply.code(304).send();
      return toDocument(record, answer);
    },
  });

  app.route({
    method: 'PUT',
    url: PATH,
    schema: { body: OrgSettings, response: answers({ 200: OrgSettingsDocument }) },
    handler: async (request, reply) => {
      const principal = principalOf(request);
      const { tenant } = organizationOf(principal);
      const condition = readCondition(request, tenant);
      const writer = writerOf(principal, request.id);
      const written = await store.saveSettings(tenant, request.body, condition, writer);
      if (written.outcome === 'conflict') throw lostRace(reply, written.version);
      void reply.header('etag', etagOf(written.record.version));
      return toDocument(written.record, { canWrite: true, whyNot: null });
    },
  });
}

const defaults = OrgSettings.parse({});

/** The document as every route answers it. */
export const toDocument = (
  record: SettingsRecord | null,
  write: MayWrite,
): z.output<typeof OrgSettingsDocument> => ({
  version: record?.version ?? 0,
  settings: record?.settings ?? defaults,
  updatedAtMs: record?.updatedAtMs ?? null,
  updatedBy: record?.updatedBy ?? null,
  ...write,
});
