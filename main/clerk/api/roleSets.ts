import type { ClerkClient } from '@clerk/backend';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import type { ClerkApi, ClerkRoleSet } from '../port.ts';
import { assertId, unreadable } from '../readers.ts';
import { given, MOST_PER_PAGE, type Calls } from './calls.ts';

/** A key or an id: either goes into addresses that are called with the secret key. */
const KEY_OR_ID = /^(role_set:[a-z0-9_]{1,100}|[A-Za-z0-9_-]{1,128})$/;

function assertKeyOrId(keyOrId: string): void {
  if (KEY_OR_ID.test(keyOrId)) return;
  throw new AppException(
    appError('resource.not_found', 'There is no role set with this key or id.', {
      remedy: 'Copy the key again; it looks like role_set:partners.',
    }),
  );
}

export function roleSetCalls({
  call,
  change,
}: Calls): Pick<
  ClerkApi,
  | 'listRoleSets'
  | 'getRoleSet'
  | 'createRoleSet'
  | 'updateRoleSet'
  | 'addRolesToRoleSet'
  | 'replaceRoleInRoleSet'
  | 'replaceRoleSet'
  | 'assignRoleSet'
> {
  return {
    async listRoleSets() {
      const all: ClerkRoleSet[] = [];
      for (;;) {
        // An offset of 0 is left out by the SDK, which is the same.
        const page = await call((c) =>
          c.roleSets.getRoleSetList({ limit: MOST_PER_PAGE, offset: all.length }),
        );
        if (!Array.isArray(page.data)) throw unreadable('roleSets.getRoleSetList');
        all.push(...page.data.map((set) => toRoleSet(set, 'roleSets.getRoleSetList')));
        if (page.data.length < MOST_PER_PAGE) return all;
      }
    },

    async getRoleSet(keyOrId) {
      assertKeyOrId(keyOrId);
      return toRoleSet(await call((c) => c.roleSets.getRoleSet(keyOrId)), 'roleSets.getRoleSet');
    },

    async createRoleSet({ name, roles, defaultRole, creatorRole, ...rest }) {
      const made = await change((c) =>
        c.roleSets.createRoleSet({
          ...given(rest),
          name,
          roles: [...roles],
          defaultRoleKey: defaultRole,
          creatorRoleKey: creatorRole,
        }),
      );
      return toRoleSet(made, 'roleSets.createRoleSet');
    },

    async updateRoleSet(keyOrId, { defaultRole, creatorRole, ...rest }) {
      assertKeyOrId(keyOrId);
      const changed = await change((c) =>
        c.roleSets.updateRoleSet({
          roleSetKeyOrId: keyOrId,
          ...given({ ...rest, defaultRoleKey: defaultRole, creatorRoleKey: creatorRole }),
        }),
      );
      return toRoleSet(changed, 'roleSets.updateRoleSet');
    },

    async addRolesToRoleSet(keyOrId, { roles, defaultRole, creatorRole }) {
      assertKeyOrId(keyOrId);
      const changed = await change((c) =>
        c.roleSets.addRolesToRoleSet({
          roleSetKeyOrId: keyOrId,
          roleKeys: [...roles],
          ...given({ defaultRoleKey: defaultRole, creatorRoleKey: creatorRole }),
        }),
      );
      return toRoleSet(changed, 'roleSets.addRolesToRoleSet');
    },

    async replaceRoleInRoleSet(keyOrId, role, by) {
      assertKeyOrId(keyOrId);
      const changed = await change((c) =>
        c.roleSets.replaceRoleInRoleSet({ roleSetKeyOrId: keyOrId, roleKey: role, toRoleKey: by }),
      );
      return toRoleSet(changed, 'roleSets.replaceRoleInRoleSet');
    },

    async replaceRoleSet(keyOrId, by, mappings) {
      assertKeyOrId(keyOrId);
      await change((c) =>
        c.roleSets.replaceRoleSet({
          roleSetKeyOrId: keyOrId,
          destRoleSetKey: by,
          ...(mappings === undefined ? {} : { reassignmentMappings: { ...mappings } }),
        }),
      );
    },

    async assignRoleSet(organizationId, key) {
      assertId(organizationId, 'organization');
      // The Backend API takes it (clerk/openapi-specs `bapi/2026-05-12.yml`, UpdateOrganization); the SDK's types
      // (3.25) do not name it, and its code passes it on.
      const fields: { name?: string; roleSetKey: string } = { roleSetKey: key };
      await change((c) => c.organizations.updateOrganization(organizationId, fields));
    },
  };
}

type SdkRoleSet = Awaited<ReturnType<ClerkClient['roleSets']['getRoleSet']>>;

function toRoleSet(set: SdkRoleSet, call: string): ClerkRoleSet {
  if (typeof set !== 'object' || typeof set.key !== 'string' || !Array.isArray(set.roles)) {
    throw unreadable(call);
  }
  const { roleSetMigration: migration } = set;
  return {
    id: set.id,
    key: set.key,
    name: set.name,
    description: set.description ?? '',
    type: set.type,
    roles: set.roles.map((role) => ({
      id: role.id,
      key: role.key,
      name: role.name,
      description: role.description ?? '',
      membersCount: role.membersCount ?? (role.hasMembers === false ? 0 : null),
    })),
    defaultRole: set.defaultRole?.key ?? null,
    creatorRole: set.creatorRole?.key ?? null,
    migration:
      migration === null || migration === undefined
        ? null
        : {
            id: migration.id,
            status: migration.status,
            trigger: migration.triggerType,
            migratedMembers: migration.migratedMembers,
            mappings: migration.mappings,
          },
    createdAtMs: set.createdAt,
    updatedAtMs: set.updatedAt,
  };
}
