import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PermissionList, Role, RolePatch, RoleWrite } from '../../../shared/contract/http.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import type { ClerkRole } from '../../clerk/port.ts';
import type { RouteDeps } from '../deps.ts';
import { principalOf } from '../guard.ts';
import { writerOf } from '../principal.ts';
import type { BackendApp } from '../server.ts';
import { INSTANCE, type AuditAction } from '../store/store.ts';
import { answers, NoBody } from './responses.ts';

const Params = z.object({ id: z.string().max(128) });

/** Roles and permissions of the instance: they hold in every organization, so they are for operators. */
export function roleRoutes(app: BackendApp, { clerk, store }: RouteDeps): void {
  const record = (
    request: FastifyRequest,
    action: AuditAction,
    before: ClerkRole | null,
    after: ClerkRole | null,
  ): Promise<void> =>
    store.recordAudit(
      INSTANCE,
      { action, target: (after ?? before)?.id ?? '', before, after },
      writerOf(principalOf(request), request.id),
    );
  const known = async (id: string): Promise<ClerkRole> => {
    const found = (await clerk.listRoles()).find((role) => role.id === id);
    if (found !== undefined) return found;
    throw new AppException(
      appError('resource.not_found', 'The instance has no such role.', {
        remedy: 'Load the list of roles again.',
      }),
    );
  };

  app.route({
    method: 'GET',
    url: '/v1/permissions',
    schema: { response: answers({ 200: PermissionList }) },
    handler: async () => ({ data: [...(await clerk.listPermissions())] }),
  });

  app.route({
    method: 'POST',
    url: '/v1/roles',
    schema: { body: RoleWrite, response: answers({ 201: Role }) },
    handler: async (request, reply) => {
      const made = await clerk.createRole(request.body);
      await record(request, 'role.create', null, made);
      return reply.code(201).send(toBody(made));
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/roles/:id',
    schema: { params: Params, body: RolePatch, response: answers({ 200: Role }) },
    handler: async (request) => {
      const before = await known(request.params.id);
      const after = await clerk.updateRole(before.id, request.body);
      await record(request, 'role.change', before, after);
      return toBody(after);
    },
  });

  // Clerk itself keeps the creator role, the default role and roles that are in use.
  app.route({
    method: 'DELETE',
    url: '/v1/roles/:id',
    schema: { params: Params, response: answers({ 204: NoBody }) },
    handler: async (request, reply) => {
      const before = await known(request.params.id);
      await clerk.deleteRole(before.id);
      await record(request, 'role.delete', before, null);
      return reply.code(204).send();
    },
  });
}

const toBody = (role: ClerkRole): Role => ({ ...role, permissions: [...role.permissions] });
