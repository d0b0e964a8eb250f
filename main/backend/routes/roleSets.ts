import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  RoleSet,
  RoleSetAddition,
  RoleSetList,
  RoleSetPatch,
  RoleSetReplacement,
  RoleSetRoleReplacement,
  RoleSetWrite,
} from '../../../shared/contract/http.ts';
import type { ClerkRoleSet } from '../../clerk/port.ts';
import { roleSetTag } from '../contentTag.ts';
import type { RouteDeps } from '../deps.ts';
import { createKeyedQueue } from '../keyedQueue.ts';
import { assertStill } from '../preconditions.ts';
import { instanceWrite, recordWrite } from '../recordWrite.ts';
import { assertCreatorRole, assertReplaces } from '../roleGuards.ts';
import { assertHolds, mapRoles, roleByKey } from '../roleSetRules.ts';
import type { BackendApp } from '../server.ts';
import { answers, NoBody } from './responses.ts';

const Params = z.object({ key: z.string().max(128) });

/**
 * Role sets belong to the instance, and a change reaches every organization that has the set: for operators. Changes
 * wait for each other, since replacing one set by another concerns both.
 */
export function roleSetRoutes(app: BackendApp, { clerk, store }: RouteDeps): void {
  const queue = createKeyedQueue();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => queue('role sets', work);

  /** The set as it is, for a write that may name the version it was made from. */
  const read = async (
    request: FastifyRequest<{ Params: { key: string } }>,
    reply: FastifyReply,
    needed: 'needed' | 'optional',
  ): Promise<ClerkRoleSet> => {
    const before = await clerk.getRoleSet(request.params.key);
    if (needed === 'needed' || request.headers['if-match'] !== undefined) {
      assertStill(request, reply, roleSetTag(before));
    }
    return before;
  };
  const answer = (reply: FastifyReply, set: ClerkRoleSet): RoleSet => {
    void reply.header('etag', roleSetTag(set));
    return roleSetBody(set);
  };

  app.route({
    method: 'GET',
    url: '/v1/role-sets',
    schema: { response: answers({ 200: RoleSetList }) },
    handler: async () => ({ data: (await clerk.listRoleSets()).map(roleSetBody) }),
  });

  app.route({
    method: 'POST',
    url: '/v1/role-sets',
    schema: { body: RoleSetWrite, response: answers({ 201: RoleSet }) },
    handler: async (request, reply) => {
      const { body } = request;
      assertHolds(body.roles, body.defaultRole, 'default role');
      assertHolds(body.roles, body.creatorRole, 'creator role');
      assertCreatorRole(roleByKey(await clerk.listRoles(), body.creatorRole));
      const made = await recordWrite(
        store,
        instanceWrite(request, {
          action: 'role_set.create',
          target: body.key ?? body.name,
          before: null,
          asked: body,
        }),
        () => clerk.createRoleSet(body),
        (after) => ({ target: after.id, after }),
      );
      return reply.code(201).send(answer(reply, made));
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/role-sets/:key',
    schema: { params: Params, body: RoleSetPatch, response: answers({ 200: RoleSet }) },
    handler: (request, reply) =>
      inTurn(async () => {
        const { body } = request;
        const before = await read(request, reply, 'needed');
        const held = before.roles.map(({ key }) => key);
        if (body.defaultRole !== undefined) assertHolds(held, body.defaultRole, 'default role');
        if (body.creatorRole !== undefined) {
          assertHolds(held, body.creatorRole, 'creator role');
          assertCreatorRole(roleByKey(await clerk.listRoles(), body.creatorRole));
        }
        const changed = await recordWrite(
          store,
          instanceWrite(request, {
            action: 'role_set.change',
            target: before.id,
            before,
            asked: body,
          }),
          () => clerk.updateRoleSet(before.id, body),
          (after) => ({ after }),
        );
        return answer(reply, changed);
      }),
  });

  app.route({
    method: 'POST',
    url: '/v1/role-sets/:key/roles',
    schema: { params: Params, body: RoleSetAddition, response: answers({ 200: RoleSet }) },
    handler: (request, reply) =>
      inTurn(async () => {
        const { body } = request;
        const before = await read(request, reply, 'optional');
        const roles = await clerk.listRoles();
        for (const key of body.roles) roleByKey(roles, key);
        if (body.defaultRole !== undefined) {
          assertHolds(body.roles, body.defaultRole, 'default role');
        }
        if (body.creatorRole !== undefined) {
          assertHolds(body.roles, body.creatorRole, 'creator role');
          assertCreatorRole(roleByKey(roles, body.creatorRole));
        }
        const changed = await recordWrite(
          store,
          instanceWrite(request, {
            action: 'role_set.roles.add',
            target: before.id,
            before,
            asked: body,
          }),
          () => clerk.addRolesToRoleSet(before.id, body),
          (after) => ({ after }),
        );
        return answer(reply, changed);
      }),
  });

  app.route({
    method: 'POST',
    url: '/v1/role-sets/:key/roles/replace',
    schema: { params: Params, body: RoleSetRoleReplacement, response: answers({ 200: RoleSet }) },
    handler: (request, reply) =>
      inTurn(async () => {
        const { role, by } = request.body;
        const before = await read(request, reply, 'optional');
        const held = before.roles.map(({ key }) => key);
        assertHolds(held, role, 'role');
        assertReplaces(before, role, roleByKey(await clerk.listRoles(), by));
        const changed = await recordWrite(
          store,
          instanceWrite(request, {
            action: 'role_set.role.replace',
            target: before.id,
            before,
            asked: request.body,
          }),
          () => clerk.replaceRoleInRoleSet(before.id, role, by),
          (after) => ({ after }),
        );
        return answer(reply, changed);
      }),
  });

  app.route({
    method: 'POST',
    url: '/v1/role-sets/:key/replace',
    schema: { params: Params, body: RoleSetReplacement, response: answers({ 204: NoBody }) },
    handler: (request, reply) =>
      inTurn(async () => {
        const { by, mappings } = request.body;
        const [before, next, roles] = await Promise.all([
          read(request, reply, 'optional'),
          clerk.getRoleSet(by),
          clerk.listRoles(),
        ]);
        for (const [role, instead] of mapRoles(before, next, mappings)) {
          assertReplaces(before, role, roleByKey(roles, instead));
        }
        await recordWrite(
          store,
          instanceWrite(request, {
            action: 'role_set.replace',
            target: before.id,
            before,
            asked: request.body,
          }),
          () => clerk.replaceRoleSet(before.id, next.key, mappings),
          () => ({ after: { replacedBy: next.key, mappings: mappings ?? null } }),
        );
        return reply.code(204).send();
      }),
  });
}

export const roleSetBody = (set: ClerkRoleSet): RoleSet => ({
  ...set,
  roles: set.roles.map((role) => ({ ...role })),
  migration:
    set.migration === null
      ? null
      : {
          ...set.migration,
          mappings: set.migration.mappings === null ? null : { ...set.migration.mappings },
        },
  etag: roleSetTag(set),
});
