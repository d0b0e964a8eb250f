import { z } from 'zod';
import {
  Permission,
  PermissionList,
  PermissionPatch,
  PermissionWrite,
} from '../../../shared/contract/http.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import type { ClerkPermission } from '../../clerk/port.ts';
import { permissionTag } from '../contentTag.ts';
import type { RouteDeps } from '../deps.ts';
import { createKeyedQueue } from '../keyedQueue.ts';
import { assertStill } from '../preconditions.ts';
import { instanceWrite, recordWrite } from '../recordWrite.ts';
import type { BackendApp } from '../server.ts';
import { answers, NoBody } from './responses.ts';

const Params = z.object({ id: z.string().max(128) });

/** Permissions of the instance, which roles are made of: for operators. */
export function permissionRoutes(app: BackendApp, { clerk, store }: RouteDeps): void {
  const queue = createKeyedQueue();

  const known = async (id: string): Promise<ClerkPermission> => {
    const found = (await clerk.listPermissions()).find((permission) => permission.id === id);
    if (found === undefined) {
      throw new AppException(
        appError('resource.not_found', 'The instance has no such permission.', {
          remedy: 'Load the list of permissions again.',
        }),
      );
    }
    if (!found.system) return found;
    throw new AppException(
      appError('clerk.invalid', 'System permissions are Clerk’s own and cannot be changed.', {
        remedy: 'Make a custom permission for what your app decides itself.',
      }),
    );
  };

  app.route({
    method: 'GET',
    url: '/v1/permissions',
    schema: { response: answers({ 200: PermissionList }) },
    handler: async () => ({ data: (await clerk.listPermissions()).map(toBody) }),
  });

  app.route({
    method: 'POST',
    url: '/v1/permissions',
    schema: { body: PermissionWrite, response: answers({ 201: Permission }) },
    handler: async (request, reply) => {
      const { body } = request;
      const made = await recordWrite(
        store,
        instanceWrite(request, {
          action: 'permission.create',
          target: body.key,
          before: null,
          asked: body,
        }),
        () => clerk.createPermission(body),
        (after) => ({ target: after.id, after }),
      );
      return reply.code(201).header('etag', permissionTag(made)).send(toBody(made));
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/permissions/:id',
    schema: { params: Params, body: PermissionPatch, response: answers({ 200: Permission }) },
    handler: (request, reply) =>
      queue(request.params.id, async () => {
        const { body } = request;
        const before = await known(request.params.id);
        assertStill(request, reply, permissionTag(before));
        const changed = await recordWrite(
          store,
          instanceWrite(request, {
            action: 'permission.change',
            target: before.id,
            before,
            asked: body,
          }),
          () => clerk.updatePermission(before.id, body),
          (after) => ({ after }),
        );
        void reply.header('etag', permissionTag(changed));
        return toBody(changed);
      }),
  });

  app.route({
    method: 'DELETE',
    url: '/v1/permissions/:id',
    schema: { params: Params, response: answers({ 204: NoBody }) },
    handler: (request, reply) =>
      queue(request.params.id, async () => {
        const before = await known(request.params.id);
        assertStill(request, reply, permissionTag(before));
        await recordWrite(
          store,
          instanceWrite(request, {
            action: 'permission.delete',
            target: before.id,
            before,
            asked: null,
          }),
          () => clerk.deletePermission(before.id),
          () => ({ after: null }),
        );
        return reply.code(204).send();
      }),
  });
}

const toBody = (permission: ClerkPermission): Permission => ({
  ...permission,
  etag: permissionTag(permission),
});
