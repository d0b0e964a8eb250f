import { splitPermission } from '../token/permissions.ts';
import { readScopedList } from '../token/scope.ts';
import { canGrant, normalKey, showsFeatureOf, type Change, type Situation } from './changes.ts';
import { withOrgPrefix } from './check.ts';
import { holdsPermission, holdsRole, holdsSlug, readAskedSlug } from './evaluate.ts';
import { isFresh, readAges, readWindow } from './reverification.ts';

/**
 * Every single change that could help this check in this situation. Asking for something else is
 * offered only for another spelling of the same thing, or where what was asked can never be true;
 * never for a lesser requirement that happens to be met.
 */
export function candidateChanges(situation: Situation): Change[] {
  const { state, check } = situation;
  const changes: Change[] = [];
  if (!state.userId) changes.push({ kind: 'sign-in' });
  if (!situation.reads)
    changes.push({ kind: 'repair-claim', claim: situation.brokenClaim ?? 'fea' });
  const isEmpty = Object.values(check).every((value) => value === undefined);
  if (isEmpty) changes.push(...askedNothing(situation));
  if (check.role !== undefined) changes.push(...forRole(situation, check.role));
  if (check.permission !== undefined) changes.push(...forPermission(situation, check.permission));
  const asksOrganization = check.role !== undefined || check.permission !== undefined;
  const asksSlug = [check.feature, check.plan].some((asked) => orgSlug(asked));
  if (!state.orgId && (asksOrganization || asksSlug || isEmpty))
    changes.push(activation(situation));
  changes.push(...forSlug(situation, 'feature'), ...forSlug(situation, 'plan'));
  if (check.reverification !== undefined) changes.push(...forReverification(situation));
  return distinct(changes);
}

const defaultRole = 'org:admin';

const orgSlug = (asked: unknown): boolean =>
  typeof asked === 'string' && readAskedSlug(asked)?.scope === 'org';

function askedNothing(situation: Situation): Change[] {
  const held = heldRole(situation);
  return [
    { kind: 'ask', member: 'role', by: { member: 'role', value: held ?? defaultRole } },
    ...(held === null ? [setRole(defaultRole)] : []),
  ];
}

const setRole = (role: string): Change => ({ kind: 'set-role', role: withOrgPrefix(role) });

const heldRole = (situation: Situation): string | null =>
  typeof situation.state.orgRole === 'string' && situation.state.orgRole !== ''
    ? normalKey(situation.state.orgRole)
    : null;

function forRole(situation: Situation, asked: unknown): Change[] {
  const held = heldRole(situation);
  if (typeof asked !== 'string')
    return [
      { kind: 'ask', member: 'role', by: { member: 'role', value: held ?? defaultRole } },
      ...(held === null ? [setRole(defaultRole)] : []),
    ];
  if (holdsRole(situation.state, asked)) return [];
  const changes: Change[] = [setRole(asked)];
  if (held !== null && sameSpelling(held, asked))
    changes.push({ kind: 'ask', member: 'role', by: { member: 'role', value: held } });
  if (membershipRoleIs(situation, asked)) changes.push({ kind: 'refresh-token' });
  return changes;
}

const membershipRoleIs = (situation: Situation, asked: string): boolean => {
  const role = situation.membership?.role;
  return typeof role === 'string' && normalKey(role) === withOrgPrefix(asked);
};

function forPermission(situation: Situation, asked: unknown): Change[] {
  const held = heldPermissions(situation);
  if (typeof asked !== 'string') {
    const [first] = held;
    return first === undefined
      ? []
      : [{ kind: 'ask', member: 'permission', by: { member: 'permission', value: first } }];
  }
  if (holdsPermission(situation.state, asked)) return [];
  const key = withOrgPrefix(asked);
  const changes: Change[] = [];
  const variant = held.find(
    (permission) => sameSpelling(permission, key) || completes(permission, key),
  );
  if (variant !== undefined)
    changes.push({
      kind: 'ask',
      member: 'permission',
      by: { member: 'permission', value: variant },
    });
  if (canGrant(situation, key)) changes.push(...granting(situation, key));
  else if (key.startsWith('org:sys_')) changes.push(...askingRoleInstead(situation));
  else if (variant === undefined) changes.push(...askingWithFeature(situation, key));
  return changes;
}

function granting(situation: Situation, key: string): Change[] {
  const changes: Change[] = [];
  const feature = splitPermission(key)?.feature;
  const shows = showsFeatureOf(situation, key);
  if (!shows && feature !== undefined)
    changes.push({ kind: 'add-feature', scope: 'o', slug: feature });
  const isHeld = situation.membership?.permissions.includes(key) === true;
  if (isHeld && shows) changes.push({ kind: 'refresh-token' });
  // What the membership holds need not be granted again: the feature or a fresh token brings it.
  if (!isHeld) changes.push({ kind: 'grant-permission', permission: key });
  return changes;
}

/** System permissions never travel in a token; the role that holds them all does. */
function askingRoleInstead(situation: Situation): Change[] {
  const isAsked = situation.check.role !== undefined;
  const by = isAsked ? null : ({ member: 'role', value: defaultRole } as const);
  const ask: Change = { kind: 'ask', member: 'permission', by };
  const isHeld = isAsked || heldRole(situation) === defaultRole;
  return isHeld ? [ask] : [ask, setRole(defaultRole)];
}

/** `org:read` names no feature: asks for the action of a feature that is there. */
function askingWithFeature(situation: Situation, key: string): Change[] {
  const action = /^org:([^:]+)$/.exec(key)?.[1];
  const [feature] = readScopedList(textOf(situation.state.features)).org;
  if (action === undefined || feature === undefined) return [];
  const full = `org:${feature}:${action}`;
  return [
    { kind: 'ask', member: 'permission', by: { member: 'permission', value: full } },
    ...granting(situation, full),
  ];
}

const heldPermissions = (situation: Situation): string[] => {
  const held = situation.state.orgPermissions;
  return Array.isArray(held)
    ? (held as unknown[]).filter((key): key is string => typeof key === 'string')
    : [];
};

/** Differs in letter case, spaces, or `-` for `_` only. */
export function sameSpelling(held: string, asked: string): boolean {
  return held !== asked && folded(held) === folded(withOrgPrefix(asked.trim()));
}

const folded = (key: string): string => key.toLowerCase().replaceAll(/[\s_-]+/g, '_');

/** `org:data:read` completes `org:read`: the feature was left out. */
const completes = (held: string, asked: string): boolean => {
  const action = /^org:([^:]+)$/.exec(asked)?.[1];
  return action !== undefined && held.endsWith(`:${action}`);
};

function activation(situation: Situation): Change {
  const { role, permission } = situation.check;
  const isSystem =
    typeof permission === 'string' && !canGrant(situation, withOrgPrefix(permission));
  const asksRole = typeof role === 'string' ? withOrgPrefix(role) : null;
  return {
    kind: 'activate-organization',
    role:
      asksRole ?? (role !== undefined || isSystem || permission === undefined ? defaultRole : null),
    permission: typeof permission === 'string' && !isSystem ? withOrgPrefix(permission) : null,
  };
}

function forSlug(situation: Situation, member: 'feature' | 'plan'): Change[] {
  const { state, check } = situation;
  const asked = check[member];
  if (asked === undefined) return [];
  const claim = member === 'feature' ? state.features : state.plans;
  const list = readScopedList(textOf(claim));
  const changes: Change[] = [];
  if (list.malformed.length > 0 || (typeof claim !== 'string' && situation.reads))
    changes.push({ kind: 'repair-claim', claim: member === 'feature' ? 'fea' : 'pla' });
  const held = [...list.org, ...list.user];
  const wanted = typeof asked === 'string' ? readAskedSlug(asked) : null;
  const ask = (value: string): Change => ({ kind: 'ask', member, by: { member, value } });
  if (typeof asked !== 'string')
    return held[0] === undefined ? changes : [...changes, ask(held[0])];
  if (holdsSlug(claim, asked)) return changes;
  const slug = wanted?.slug ?? asked.slice(asked.indexOf(':') + 1);
  const variant = held.find((item) => item === slug || folded(item) === folded(slug));
  if (variant !== undefined) changes.push(ask(variant));
  if (wanted === null && variant === undefined && slug !== '' && !slug.includes(':'))
    changes.push(ask(slug));
  if (!situation.isVersion2) changes.push({ kind: 'use-version-2' });
  const scope = wanted?.scope === 'org' || (wanted?.scope !== 'user' && state.orgId) ? 'o' : 'u';
  if (!/[,\s]/.test(slug))
    changes.push({ kind: member === 'feature' ? 'add-feature' : 'add-plan', scope, slug });
  return changes;
}

const textOf = (claim: unknown): string => (typeof claim === 'string' ? claim : '');

function forReverification(situation: Situation): Change[] {
  const window = readWindow(situation.check.reverification);
  const ages = readAges(situation.state.factorVerificationAge);
  if (window !== null && ages !== null && isFresh(ages, window)) return [];
  if (window !== null) return [{ kind: 'reverify' }];
  return [
    { kind: 'ask', member: 'reverification', by: { member: 'reverification', value: 'strict' } },
    { kind: 'reverify' },
  ];
}

function distinct(changes: readonly Change[]): Change[] {
  const seen = new Map<string, Change>();
  for (const change of changes) seen.set(JSON.stringify(change), change);
  return [...seen.values()];
}
