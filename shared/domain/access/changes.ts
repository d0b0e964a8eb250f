import { assertNever } from '../../kernel/assertNever.ts';
import type { TokenAuth } from '../token/claims.ts';
import { splitPermission } from '../token/permissions.ts';
import { isOrgScope, scopedElements } from '../token/scope.ts';
import { withOrgPrefix, type CheckState, type HasCheck } from './check.ts';
import { allows, evaluate, holdsSlug } from './evaluate.ts';
import { readAges, readWindow } from './reverification.ts';
import { checkState, reads, type HasOptions } from './side.ts';

/** One thing somebody can do so that the check is answered otherwise. */
export type Change =
  | { readonly kind: 'sign-in' }
  /** Make an organization active in which the person holds this role and permission, if asked. */
  | {
      readonly kind: 'activate-organization';
      readonly role: string | null;
      readonly permission: string | null;
    }
  | { readonly kind: 'set-role'; readonly role: string }
  /** Give the role this permission. In a token it shows only while its feature does. */
  | { readonly kind: 'grant-permission'; readonly permission: string }
  | { readonly kind: 'add-feature' | 'add-plan'; readonly scope: 'o' | 'u'; readonly slug: string }
  /** Fetch a new token: the membership already holds what the token lacks. */
  | { readonly kind: 'refresh-token' }
  /** Use a version 2 session token, the only ones with features and plans. */
  | { readonly kind: 'use-version-2' }
  /** Mint the claim well-formed. */
  | { readonly kind: 'repair-claim'; readonly claim: 'fea' | 'pla' | 'o' }
  | { readonly kind: 'reverify' }
  /** Change the check itself: `member` is taken out, and `by` asked in its place. */
  | {
      readonly kind: 'ask';
      readonly member: keyof HasCheck;
      readonly by: { readonly member: keyof HasCheck; readonly value: string } | null;
    };

/** Everything the answer depends on; changes are applied to this. */
export interface Situation {
  readonly state: CheckState;
  readonly check: HasCheck;
  readonly side: 'server' | 'client';
  readonly isVersion2: boolean;
  /** Whether the SDK gets as far as a check. */
  readonly reads: boolean;
  /** The claim it stumbles over, when it does not. */
  readonly brokenClaim: 'fea' | 'o' | null;
  readonly membership: {
    readonly role: string | null;
    readonly permissions: readonly string[];
  } | null;
}

export function situationOf(auth: TokenAuth, check: HasCheck, options: HasOptions): Situation {
  const side = options.side ?? 'server';
  return {
    state: checkState(auth, options),
    check,
    side,
    isVersion2: auth.version === 2,
    reads: reads(auth, side),
    brokenClaim: auth.sdk.failure === null ? null : auth.sdk.failure.path === '/fea' ? 'fea' : 'o',
    membership:
      options.membershipPermissions === undefined
        ? null
        : { role: options.membershipRole ?? null, permissions: options.membershipPermissions },
  };
}

/** The answer in a situation, by the same evaluation as everywhere. */
export const answer = (situation: Situation): boolean =>
  situation.reads && allows(situation.state, evaluate(situation.state, situation.check));

/**
 * The order in which changes depend on each other: a permission needs its feature, an organization
 * feature needs an active organization. A set of changes is applied in this order.
 */
const order: readonly Change['kind'][] = [
  'sign-in',
  'use-version-2',
  'repair-claim',
  'activate-organization',
  'set-role',
  'add-feature',
  'add-plan',
  'refresh-token',
  'grant-permission',
  'reverify',
  'ask',
];

export function applyChanges(situation: Situation, changes: readonly Change[]): Situation {
  const sorted = [...changes].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return sorted.reduce(applyChange, situation);
}

function applyChange(situation: Situation, change: Change): Situation {
  const { state } = situation;
  const withState = (patch: Partial<CheckState>): Situation => ({
    ...situation,
    state: { ...state, ...patch },
  });
  switch (change.kind) {
    case 'sign-in':
      return withState({ userId: 'user_' });
    case 'use-version-2':
      return { ...situation, isVersion2: true };
    case 'repair-claim':
      return repair(situation, change.claim);
    case 'activate-organization':
      return activate(situation, change.role, change.permission);
    case 'set-role':
      return state.orgId ? withState({ orgRole: change.role }) : situation;
    case 'add-feature':
      return addFeature(situation, change.scope, change.slug);
    case 'add-plan':
      return canHoldSlug(situation, change.scope)
        ? withState({ plans: withElement(state.plans, change.scope, change.slug) })
        : situation;
    case 'refresh-token':
      return refresh(situation);
    case 'grant-permission':
      return grant(situation, change.permission);
    case 'reverify':
      return withState({
        factorVerificationAge: agesAfter(state.factorVerificationAge, situation.check),
      });
    case 'ask':
      return { ...situation, check: asking(situation.check, change) };
    default:
      return assertNever(change);
  }
}

function activate(situation: Situation, role: string | null, permission: string | null): Situation {
  const features =
    permission === null || !needsFeature(situation)
      ? situation.state.features
      : withFeatureOf(situation.state.features, permission);
  const opened: Situation = {
    ...situation,
    state: {
      ...situation.state,
      orgId: 'org_',
      orgRole: role ?? 'org:member',
      orgPermissions: [],
      features,
    },
  };
  return permission === null ? opened : grant(opened, permission);
}

/** Only a version 2 token on a server derives permissions from features. */
const needsFeature = (situation: Situation): boolean =>
  situation.side === 'server' && situation.isVersion2;

/** Whether a token can carry this permission at all: system permissions never travel in it. */
export function canGrant(situation: Situation, permission: string): boolean {
  if (situation.side === 'client') return true;
  if (permission.startsWith('org:sys_')) return false;
  return !situation.isVersion2 || splitPermission(permission) !== null;
}

/** Whether the feature of a permission is where it has to be for a token to show the permission. */
export function showsFeatureOf(situation: Situation, permission: string): boolean {
  if (!needsFeature(situation)) return true;
  const parts = splitPermission(permission);
  return parts !== null && holdsSlug(situation.state.features, `o:${parts.feature}`);
}

function grant(situation: Situation, permission: string): Situation {
  const { state } = situation;
  if (!state.orgId || !canGrant(situation, permission) || !showsFeatureOf(situation, permission))
    return situation;
  return { ...situation, state: { ...state, orgPermissions: [...list(state), permission] } };
}

const list = (state: CheckState): readonly unknown[] =>
  Array.isArray(state.orgPermissions) ? (state.orgPermissions as readonly unknown[]) : [];

/** Features and plans exist in version 2 tokens only, organization ones only with an organization. */
const canHoldSlug = (situation: Situation, scope: 'o' | 'u'): boolean =>
  situation.isVersion2 && (scope === 'u' || Boolean(situation.state.orgId));

function addFeature(situation: Situation, scope: 'o' | 'u', slug: string): Situation {
  if (!canHoldSlug(situation, scope)) return situation;
  const { state, membership } = situation;
  const added: Situation = {
    ...situation,
    state: { ...state, features: withElement(state.features, scope, slug) },
  };
  if (membership === null || scope === 'u') return added;
  // The role already holds these; only the missing feature kept them out of the token.
  const own = membership.permissions.filter((key) => splitPermission(key)?.feature === slug);
  return own.reduce(grant, added);
}

function refresh(situation: Situation): Situation {
  const { membership, state } = situation;
  if (membership === null || situation.side === 'client' || !state.orgId) return situation;
  const emptied = {
    ...situation,
    state: { ...state, orgRole: membership.role ?? state.orgRole, orgPermissions: [] },
  };
  return membership.permissions.reduce(grant, emptied);
}

function repair(situation: Situation, claim: 'fea' | 'pla' | 'o'): Situation {
  const { state } = situation;
  if (claim === 'pla') return { ...situation, state: { ...state, plans: wellFormed(state.plans) } };
  if (claim === 'fea')
    return {
      ...situation,
      reads: true,
      state: { ...state, features: wellFormed(state.features) },
    };
  return { ...situation, reads: true };
}

function wellFormed(claim: unknown): string {
  if (typeof claim !== 'string') return '';
  return scopedElements(claim)
    .map(({ scope, slug }) => `${scope}:${slug}`)
    .join(',');
}

const withElement = (claim: unknown, scope: string, slug: string): unknown => {
  if (typeof claim !== 'string') return claim;
  return claim === '' ? `${scope}:${slug}` : `${claim},${scope}:${slug}`;
};

function withFeatureOf(claim: unknown, permission: string): unknown {
  const feature = splitPermission(permission)?.feature;
  if (feature === undefined) return claim;
  const held = scopedElements(claim);
  return held.some(({ scope, slug }) => isOrgScope(scope) && slug === feature)
    ? claim
    : withElement(claim, 'o', feature);
}

/** Factor ages right after the verification that this check asks for. */
function agesAfter(value: unknown, check: HasCheck): readonly [number, number] {
  const [first, second] = readAges(value) ?? [-1, -1];
  const level = readWindow(check.reverification)?.level ?? 'multi_factor';
  const hasSecond = second !== -1;
  if (level === 'first_factor') return [0, second];
  if (level === 'second_factor') return hasSecond ? [first, 0] : [0, -1];
  return hasSecond ? [0, 0] : [0, -1];
}

function asking(check: HasCheck, change: Extract<Change, { kind: 'ask' }>): HasCheck {
  const next: Record<string, unknown> = { ...check };
  delete next[change.member];
  if (change.by !== null) next[change.by.member] = change.by.value;
  return next;
}

/** The key as a check compares it. */
export const normalKey = (key: unknown): string | null =>
  typeof key === 'string' ? withOrgPrefix(key) : null;
