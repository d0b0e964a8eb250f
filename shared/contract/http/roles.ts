import { z } from 'zod';

/** GET /v1/permissions (operator): custom and system permissions of the instance. */
export const Permission = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  /** Clerk's own (`org:sys_…`): cannot be changed or deleted. */
  system: z.boolean(),
  /** Hash of what was read, to be sent as `If-Match`; best effort, as for roles. */
  etag: z.string().optional(),
});
export const PermissionList = z.object({ data: z.array(Permission) });

/** POST /v1/permissions (operator) → 201 `Permission`. */
export const PermissionWrite = z.strictObject({
  key: z
    .string()
    .regex(/^org:(?!sys_)[a-z0-9_]+:[a-z0-9_]+$/, 'a key like org:invoices:read, not org:sys_…')
    .max(100),
  name: z.string().trim().min(1).max(100),
  description: z.string().max(500).optional(),
});
/**
 * PATCH /v1/permissions/:id (operator) → `Permission`. What is left out stays. PATCH and DELETE
 * /v1/permissions/:id (→ 204; every role loses it) need the header `If-Match` with `etag`.
 */
export const PermissionPatch = PermissionWrite.partial();

export const RoleKey = z
  .string()
  .regex(/^org:[a-z0-9_]+$/, 'a key like org:editor')
  .max(100);

/** POST /v1/roles (operator) → 201 `InstanceRole`. */
export const RoleWrite = z.strictObject({
  key: RoleKey,
  name: z.string().trim().min(1).max(100),
  description: z.string().max(500).optional(),
  /** Ids of permissions, as GET /v1/permissions gives them. */
  permissions: z.array(z.string().max(128)).max(200).optional(),
});
/**
 * PATCH /v1/roles/:id (operator) → `InstanceRole`. What is left out stays; `permissions` replaces the list. PATCH
 * and DELETE /v1/roles/:id (→ 204) need the header `If-Match` with the role's `etag`: 428 without, 412 when the
 * role was changed meanwhile.
 */
export const RolePatch = RoleWrite.partial();

/** GET /v1/org/roles (any member): the roles that the active organization may give, with what each allows. */
export const Role = z.object({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  /** Keys, system permissions (`org:sys_…`) included. */
  permissions: z.array(z.string()),
});
export const RoleList = z.object({ data: z.array(Role) });

/** GET /v1/roles (operator): a role of the instance, for the routes that change it. */
export const InstanceRole = Role.extend({
  id: z.string(),
  /** Whether Clerk takes it as a creator role; null when it does not say. */
  creatorEligible: z.boolean().nullable(),
  /**
   * Hash of what was read, to be sent as `If-Match`. Best effort: Clerk itself compares nothing, so a change in the
   * moment between the backend's last look and its write is not noticed.
   */
  etag: z.string(),
});
export const InstanceRoleList = z.object({ data: z.array(InstanceRole) });

export type Permission = z.infer<typeof Permission>;
export type Role = z.infer<typeof Role>;
export type InstanceRole = z.infer<typeof InstanceRole>;
