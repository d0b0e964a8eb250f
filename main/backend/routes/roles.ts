import { z } from 'zod';
import {
  InstanceRole,
  InstanceRoleList,
  RoleList,
  RolePatch,
  RoleWrite,
} from '../../../shared/contract/http.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import type { ClerkRole } from '../../clerk/port.ts';
import { roleTag } from '../contentTag.ts';
import type { RouteDeps } from '../deps.ts';
import { principalOf } from '../guard.ts';
import { createKeyedQueue } from '../keyedQueue.ts';
import { knownRoleSets, readOrganizationRoles } from '../organizationRoles.ts';
import { assertStill } from '../preconditions.ts';
import { organizationOf } from '../principal.ts';
import { instanceWrite, recordWrite } from '../recordWrite.ts';
import { assertNotNamed, assertStaysCreatorRole, assertUnused } from '../roleGuards.ts';
import type { BackendApp } from '../server.ts';
import { answers, NoBody } from './responses.ts';

const Params = z.object({ id: z.string().max(128) });

/** Roles of the instance: they hold in every organization, so changing them is for operators. */
export function roleRoutes(app: BackendApp, { clerk, store, access }: RouteDeps): void {
  const queue = createKeyedQueue();

  const known = async (id: string): Promise<ClerkRole> => {
    const found = (await clerk.listRoles()).find((role) => role.id === id);
    if (found !== undefined) return found;
    throw new AppException(
      appError('resource.not_found', 'The instance has no such role.', {
        remedy: 'Load the list of roles again.',
      }),
    );
  };

  // Members need the names for their page and the choice of a role, so this one is open to them. They learn what
  // Clerk's own components show them too: the roles of their organization's role set, with what each allows, and
  // neither ids nor roles that the instance keeps for other organizations.
  app.route({
    method: 'GET',
    url: '/v1/org/roles',
    schema: { response: answers({ 200: RoleList }) },
    handler: async (request) => {
      const { orgId } = organizationOf(principalOf(request));
      const { assignable } = await readOrganizationRoles(clerk, orgId);
      return {
        data: assignable.map(({ key, name, description, permissions }) => ({
          key,
          name,
          description,
          permissions: [...permissions],
        })),
      };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/roles',
    schema: { response: answers({ 200: InstanceRoleList }) },
    handler: async () => ({ data: (await clerk.listRoles()).map(toBody) }),
  });

  app.route({
    method: 'POST',
    url: '/v1/roles',
    schema: { body: RoleWrite, response: answers({ 201: InstanceRole }) },
    handler: async (request, reply) => {
      const { body } = request;
      const made = await recordWrite(
        store,
        instanceWrite(request, {
          action: 'role.create',
          target: body.key,
          before: null,
          asked: body,
        }),
        () => clerk.createRole(body),
        (after) => ({ target: after.id, after }),
      );
      return reply.code(201).header('etag', roleTag(made)).send(toBody(made));
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/roles/:id',
    schema: { params: Params, body: RolePatch, response: answers({ 200: InstanceRole }) },
    handler: (request, reply) =>
      queue(request.params.id, async () => {
        const { body } = request;
        const before = await known(request.params.id);
        assertStill(request, reply, roleTag(before));
        if (body.key !== undefined && body.key !== before.key) {
          assertNotNamed(access.entries, before.key);
        }
        if (body.permissions !== undefined) {
          const [sets, permissions] = await Promise.all([
            knownRoleSets(clerk),
            clerk.listPermissions(),
          ]);
          const wanted = new Set(body.permissions);
          const keys = permissions.filter(({ id }) => wanted.has(id)).map(({ key }) => key);
          assertStaysCreatorRole(before, keys, sets);
        }
        const changed = await recordWrite(
          store,
          instanceWrite(request, { action: 'role.change', target: before.id, before, asked: body }),
          () => clerk.updateRole(before.id, body),
          (after) => ({ after }),
        );
        void reply.header('etag', roleTag(changed));
        return toBody(changed);
      }),
  });

  app.route({
    method: 'DELETE',
    url: '/v1/roles/:id',
    schema: { params: Params, response: answers({ 204: NoBody }) },
    handler: (request, reply) =>
      queue(request.params.id, async () => {
        const [before, sets] = await Promise.all([known(request.params.id), knownRoleSets(clerk)]);
        assertStill(request, reply, roleTag(before));
        // Clerk looks at members and invitations too, and has the last word.
        assertUnused(before, sets);
        assertNotNamed(access.entries, before.key);
        await recordWrite(
          store,
          instanceWrite(request, { action: 'role.delete', target: before.id, before, asked: null }),
          () => clerk.deleteRole(before.id),
          () => ({ after: null }),
        );
        return reply.code(204).send();
      }),
  });
}

const toBody = (role: ClerkRole): InstanceRole => ({
  ...role,
  permissions: [...role.permissions],
  etag: roleTag(role),
});
