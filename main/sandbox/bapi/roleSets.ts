import { z } from 'zod';
import { ClerkApiError, formInvalid, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { roleByKey } from '../logic/access.ts';
import { checkMappings, reassign, type Mappings } from '../logic/roleMigration.ts';
import {
  checkRoleSet,
  mostRoles,
  requireRoleSet,
  saveRoleSet,
  widened,
} from '../logic/roleSets.ts';
import { roleSetShape } from '../shapes/roleSet.ts';
import type { RoleSetRecord } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';
import { filtered } from './catalog.ts';

const keys = z.array(z.string()).min(1).max(mostRoles);
const NewRoleSet = z.strictObject({
  name: z.string().min(1),
  key: z.string().optional(),
  description: z.string().nullable().optional(),
  default_role_key: z.string(),
  creator_role_key: z.string(),
  type: z.enum(['initial', 'custom']).optional(),
  roles: keys,
});
const RoleSetPatch = z.strictObject({
  name: z.string().min(1).nullable().optional(),
  key: z.string().nullable().optional(),
  description: z.string().nullable().optional(),
  type: z.literal('initial').nullable().optional(),
  default_role_key: z.string().nullable().optional(),
  creator_role_key: z.string().nullable().optional(),
});
const AddedRoles = z.strictObject({
  role_keys: keys,
  default_role_key: z.string().optional(),
  creator_role_key: z.string().optional(),
});
const RoleReplacement = z.strictObject({ role_key: z.string(), to_role_key: z.string() });
const SetReplacement = z.strictObject({
  dest_role_set_key: z.string(),
  reassignment_mappings: z.record(z.string(), z.string()).nullable().optional(),
});

/** Role sets (clerk/openapi-specs `bapi/2026-05-12.yml`, Role Sets). */
export function addRoleSets(on: BapiRoutes): void {
  const shape = (call: BapiCall, set: RoleSetRecord): object => roleSetShape(call.core.state, set);
  const named = (call: BapiCall): RoleSetRecord =>
    requireRoleSet(call.core.state, call.param('set'));
  on('GET', '/role_sets', (call) =>
    pageShape(filtered(call, call.core.state.tables.role_set.all()), pageOf(call.query), (set) =>
      shape(call, set),
    ),
  );
  on('POST', '/role_sets', (call) => shape(call, createRoleSet(call)));
  on('GET', '/role_sets/:set', (call) => shape(call, named(call)));
  on('PATCH', '/role_sets/:set', (call) => shape(call, patchRoleSet(call, named(call))));
  on('POST', '/role_sets/:set/roles', (call) => shape(call, addRolesTo(call, named(call))));
  on('POST', '/role_sets/:set/roles/replace', (call) =>
    shape(call, replaceRole(call, named(call))),
  );
  on('POST', '/role_sets/:set/replace', (call) => replaceRoleSet(call, named(call)));
}

/** Ids of roles given by their keys. @throws ClerkApiError 404 for one that does not exist */
function idsOf(call: BapiCall, wanted: readonly string[], param: string): string[] {
  const ids = wanted.map((key) => {
    const role = roleByKey(call.core.state, key);
    if (role === undefined) {
      throw new ClerkApiError(404, 'resource_not_found', 'Organization role not found', {
        long: `No organization role was found with key ${key}.`,
        param,
      });
    }
    return role.id;
  });
  return [...new Set(ids)];
}

function idOf(call: BapiCall, key: string | null | undefined, param: string): string | undefined {
  return key === null || key === undefined ? undefined : idsOf(call, [key], param)[0];
}

function createRoleSet(call: BapiCall): RoleSetRecord {
  const body = call.body(NewRoleSet);
  const key = body.key ?? freeKey(call, body.name);
  checkKey(call, key);
  const set: RoleSetRecord = {
    id: newId('rset'),
    key,
    name: body.name,
    description: body.description ?? null,
    type: body.type ?? 'custom',
    role_ids: idsOf(call, body.roles, 'roles'),
    default_role_id: idOf(call, body.default_role_key, 'default_role_key') ?? '',
    creator_role_id: idOf(call, body.creator_role_key, 'creator_role_key') ?? '',
    created_at: call.nowMs,
    updated_at: call.nowMs,
  };
  return saveRoleSet(call.core, call.nowMs, checkRoleSet(call.core.state, set));
}

function patchRoleSet(call: BapiCall, before: RoleSetRecord): RoleSetRecord {
  const body = call.body(RoleSetPatch);
  const key = body.key ?? before.key;
  if (key !== before.key) checkKey(call, key);
  const set: RoleSetRecord = {
    ...before,
    key,
    name: body.name ?? before.name,
    description: body.description === undefined ? before.description : body.description,
    type: body.type ?? before.type,
    default_role_id:
      idOf(call, body.default_role_key, 'default_role_key') ?? before.default_role_id,
    creator_role_id:
      idOf(call, body.creator_role_key, 'creator_role_key') ?? before.creator_role_id,
  };
  return saveRoleSet(call.core, call.nowMs, checkRoleSet(call.core.state, set));
}

function addRolesTo(call: BapiCall, before: RoleSetRecord): RoleSetRecord {
  const body = call.body(AddedRoles);
  const set: RoleSetRecord = {
    ...widened(before, idsOf(call, body.role_keys, 'role_keys')),
    default_role_id:
      idOf(call, body.default_role_key, 'default_role_key') ?? before.default_role_id,
    creator_role_id:
      idOf(call, body.creator_role_key, 'creator_role_key') ?? before.creator_role_id,
  };
  return saveRoleSet(call.core, call.nowMs, checkRoleSet(call.core.state, set));
}

/** Takes a role out of the set; who had it, and what it stood for, goes to the other one. */
function replaceRole(call: BapiCall, before: RoleSetRecord): RoleSetRecord {
  const body = call.body(RoleReplacement);
  const [from] = idsOf(call, [body.role_key], 'role_key');
  const to = roleByKey(call.core.state, body.to_role_key)?.id;
  if (from === undefined || !before.role_ids.includes(from)) throw notFound('Organization role');
  if (from === to) throw formInvalid('to_role_key', 'to_role_key must be another role.');
  const set: RoleSetRecord = {
    ...before,
    role_ids: before.role_ids.filter((id) => id !== from),
    default_role_id: before.default_role_id === from ? (to ?? '') : before.default_role_id,
    creator_role_id: before.creator_role_id === from ? (to ?? '') : before.creator_role_id,
  };
  const organizations = call.core.state.tables.organization.find('role_set', set.id);
  const mappings: Mappings = new Map([[body.role_key, body.to_role_key]]);
  checkMappings(call.core, organizations, set, mappings);
  checkRoleSet(call.core.state, set);
  reassign(call.core, call.nowMs, organizations, mappings);
  return saveRoleSet(call.core, call.nowMs, set);
}

/** Moves the organizations of a set to another one and deletes it. */
function replaceRoleSet(call: BapiCall, set: RoleSetRecord): object {
  const { core } = call;
  const body = call.body(SetReplacement);
  if (set.type === 'initial') {
    // The code exists for the Dashboard; that this call is refused with it as well is inferred.
    throw new ClerkApiError(
      403,
      'cannot_delete_initial_role_set',
      'cannot delete initial role set',
      {
        long: 'Cannot delete the initial role set. Make another one initial first.',
      },
    );
  }
  const to = requireRoleSet(core.state, body.dest_role_set_key, 'dest_role_set_key');
  if (to.id === set.id) {
    throw formInvalid('dest_role_set_key', 'dest_role_set_key must be another role set.');
  }
  const organizations = core.state.tables.organization.find('role_set', set.id);
  const mappings: Mappings = new Map(Object.entries(body.reassignment_mappings ?? {}));
  checkMappings(core, organizations, to, mappings);
  reassign(core, call.nowMs, organizations, mappings);
  for (const organization of organizations) {
    core.state.tables.organization.put({
      ...organization,
      role_set_id: to.id,
      updated_at: call.nowMs,
    });
  }
  core.state.tables.role_set.delete(set.id);
  return { object: 'role_set', id: set.id, deleted: true };
}

function checkKey(call: BapiCall, key: string): void {
  if (!/^role_set:[a-z0-9_]+$/.test(key)) {
    throw formInvalid(
      'key',
      'key must look like role_set:name, in lower-case letters, digits and _.',
    );
  }
  if (call.core.state.tables.role_set.find('key', key).length > 0) {
    throw new ClerkApiError(400, 'duplicate_record', 'Duplicate record', {
      long: `A role set with key ${key} exists already.`,
      param: 'key',
    });
  }
}

function freeKey(call: BapiCall, name: string): string {
  const word = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const base = `role_set:${word === '' ? 'set' : word}`;
  let key = base;
  for (let n = 2; call.core.state.tables.role_set.find('key', key).length > 0; n += 1) {
    key = `${base}_${n}`;
  }
  return key;
}
