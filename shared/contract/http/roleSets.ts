import { z } from 'zod';
import { RoleKey } from './roles.ts';

const RoleSetKey = z
  .string()
  .regex(/^role_set:[a-z0-9_]+$/, 'a key like role_set:partners')
  .max(100);
const Name = z.string().trim().min(1).max(256);
const Description = z.string().max(500);
/** Clerk's own bounds of a role set. */
const RoleKeys = z.array(RoleKey).min(1).max(10);

export const RoleSetRole = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  /** Members with this role in the organizations of this set; null when Clerk does not say. */
  membersCount: z.int().nullable(),
});

/** What Clerk tells while it moves members from one role to another; absent otherwise. */
export const RoleSetMigration = z.object({
  id: z.string(),
  /** Such as `enqueued` and `in_progress`. */
  status: z.string(),
  /** Such as `role_removal` and `role_set_deletion`. */
  trigger: z.string(),
  migratedMembers: z.int(),
  /** Old role key → new one. */
  mappings: z.record(z.string(), z.string()).nullable(),
});

/** A role set: the roles that organizations which have it may give. Each organization has one. */
export const RoleSet = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  /** `initial`: what new organizations get. One per instance. */
  type: z.string(),
  roles: z.array(RoleSetRole),
  /** Key of the role that new members get. */
  defaultRole: z.string().nullable(),
  /** Key of the role that whoever creates an organization gets. */
  creatorRole: z.string().nullable(),
  migration: RoleSetMigration.nullable(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
  /**
   * Hash of what was read, to be sent as the header `If-Match` of the writes below. Best effort: Clerk itself
   * compares nothing, so a change in the moment between the backend's last look and its write is not noticed.
   */
  etag: z.string(),
});

/** GET /v1/role-sets (operator): all of them, in one answer. */
export const RoleSetList = z.object({ data: z.array(RoleSet) });

/** POST /v1/role-sets (operator) → 201 `RoleSet`. `defaultRole` and `creatorRole` must be among `roles`. */
export const RoleSetWrite = z.strictObject({
  name: Name,
  /** Made from the name unless given. */
  key: RoleSetKey.optional(),
  description: Description.optional(),
  type: z.enum(['initial', 'custom']).optional(),
  roles: RoleKeys,
  defaultRole: RoleKey,
  creatorRole: RoleKey,
});

/**
 * PATCH /v1/role-sets/:key (operator; key or id) → `RoleSet`. What is left out stays. Needs the header `If-Match`
 * with `etag` (428 without, 412 when the set was changed meanwhile). `type: 'initial'` makes the earlier initial
 * set a custom one; there is no way back but to make another one initial.
 */
export const RoleSetPatch = z.strictObject({
  name: Name.optional(),
  key: RoleSetKey.optional(),
  description: Description.optional(),
  type: z.literal('initial').optional(),
  defaultRole: RoleKey.optional(),
  creatorRole: RoleKey.optional(),
});

/** POST /v1/role-sets/:key/roles (operator) → `RoleSet`: adds roles. `If-Match` is compared when sent. */
export const RoleSetAddition = z.strictObject({
  roles: RoleKeys,
  /** One of the roles added that is to be the default from now on. */
  defaultRole: RoleKey.optional(),
  creatorRole: RoleKey.optional(),
});

/**
 * POST /v1/role-sets/:key/roles/replace (operator) → `RoleSet`: takes `role` out of the set, and gives its members
 * `by` in every organization that has the set. `If-Match` is compared when sent. Cannot be undone.
 */
export const RoleSetRoleReplacement = z.strictObject({ role: RoleKey, by: RoleKey });

/**
 * POST /v1/role-sets/:key/replace (operator) → 204: deletes the set; its organizations get the set `by` (key or
 * id). `mappings` says which role replaces which one that `by` does not have: `{"org:editor": "org:member"}`.
 * `If-Match` is compared when sent. Cannot be undone.
 */
export const RoleSetReplacement = z.strictObject({
  by: z.string().min(1).max(128),
  mappings: z.record(RoleKey, RoleKey).optional(),
});

/**
 * PUT /v1/org/role-set (operator) → `RoleSet`: gives the active organization another set. Refused with
 * `organization.role_in_use` while its members hold roles that the set lacks. The set it has is
 * `organization.role_set_key` of GET /v1/org.
 */
export const OrgRoleSetWrite = z.strictObject({
  /** Key or id of the set. */
  roleSet: z.string().min(1).max(128),
  /** Key of the set the change was made from: when it is another one by now, it is refused with 412. */
  expected: z.string().max(128).optional(),
});

export type RoleSetRole = z.infer<typeof RoleSetRole>;
export type RoleSet = z.infer<typeof RoleSet>;
export type RoleSetWrite = z.infer<typeof RoleSetWrite>;
export type RoleSetPatch = z.infer<typeof RoleSetPatch>;
export type RoleSetAddition = z.infer<typeof RoleSetAddition>;
export type RoleSetRoleReplacement = z.infer<typeof RoleSetRoleReplacement>;
export type RoleSetReplacement = z.infer<typeof RoleSetReplacement>;
