import { AppException, appError } from '../../shared/errors/appError.ts';
import type { ClerkRole, ClerkRoleSet } from '../clerk/port.ts';

/** The role of a key. Throws `boundary.bad_input` when the instance has none. */
export function roleByKey(roles: readonly ClerkRole[], key: string): ClerkRole {
  const found = roles.find((role) => role.key === key);
  if (found !== undefined) return found;
  throw new AppException(
    appError('boundary.bad_input', 'The instance has no such role.', {
      remedy: 'Choose one of the roles listed, by its key.',
      details: { role: key },
    }),
  );
}

/** Throws when a role is not among those it has to be among. */
export function assertHolds(keys: readonly string[], key: string, what: string): void {
  if (keys.includes(key)) return;
  throw new AppException(
    appError('boundary.bad_input', `The ${what} is not one of the roles of the set.`, {
      remedy: 'Choose one of the roles of the set, or add it first.',
      details: { role: key },
    }),
  );
}

/**
 * Which role takes the place of which when one set replaces another. Throws when the sets are the same one, when a
 * mapping names a role that the new set lacks, and when a role that members hold has none to go to.
 */
export function mapRoles(
  from: ClerkRoleSet,
  to: ClerkRoleSet,
  mappings: Readonly<Record<string, string>> = {},
): readonly (readonly [string, string])[] {
  if (from.id === to.id) throw refused('A role set cannot replace itself.', 'Choose another set.');
  const held = new Set(to.roles.map(({ key }) => key));
  const stray = Object.values(mappings).find((key) => !held.has(key));
  if (stray !== undefined) {
    throw refused(`The new role set has no role ${stray}.`, 'Map to roles of the new set.');
  }
  const given = new Map(Object.entries(mappings));
  return from.roles.flatMap(({ key, membersCount }) => {
    const next = given.get(key) ?? (held.has(key) ? key : undefined);
    if (next !== undefined) return [[key, next] as const];
    if (membersCount === 0 || membersCount === null) return [];
    throw refused(
      `The new role set has no role ${key}, and members hold it.`,
      'Say in the mappings which role they get.',
    );
  });
}

const refused = (message: string, remedy: string): AppException =>
  new AppException(appError('boundary.bad_input', message, { remedy }));
