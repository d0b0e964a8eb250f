import { z } from 'zod';

/** GET /v1/permissions (operator): custom and system permissions of the instance. */
export const Permission = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  system: z.boolean(),
});
export const PermissionList = z.object({ data: z.array(Permission) });
/** POST /v1/roles (operator) and PATCH /v1/roles/:id, where `permissions` replaces the list. */
export const RoleWrite = z.strictObject({
  key: z
    .string()
    .regex(/^org:[a-z0-9_]+$/, 'a key like org:editor')
    .max(100),
  name: z.string().trim().min(1).max(100),
  description: z.string().max(500).optional(),
  /** Ids of permissions, as GET /v1/permissions gives them. */
  permissions: z.array(z.string().max(128)).max(200).optional(),
});
export const RolePatch = RoleWrite.partial();

export const Role = z.object({
  /** For the routes that change roles. */
  id: z.string().optional(),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  permissions: z.array(z.string()),
});
export const RoleList = z.object({ data: z.array(Role) });

export type Permission = z.infer<typeof Permission>;
export type Role = z.infer<typeof Role>;
