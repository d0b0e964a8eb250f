import { withOrgPrefix, type CheckState, type HasCheck, type Verdict } from './check.ts';
import { readScopedList } from '../token/scope.ts';
import { isFresh, readAges, readWindow } from './reverification.ts';

export interface Verdicts {
  readonly organization: Verdict;
  readonly billing: Verdict;
  readonly reverification: Verdict;
}

/**
 * Clerk's decision procedure (clerk/javascript packages/shared/src/authorization.ts,
 * `createCheckAuthorization`, since April 2026): at least one dimension passes and none fails; a
 * dimension that was asked and has no data fails.
 */
export function evaluate(state: CheckState, check: HasCheck): Verdicts {
  return {
    organization: checkOrganization(state, check),
    billing: checkBilling(state, check),
    reverification: checkReverification(state, check),
  };
}

export const allows = (state: CheckState, verdicts: Verdicts): boolean => {
  if (!state.userId) return false;
  const { organization, billing, reverification } = verdicts;
  if (organization === 'fail' || billing === 'fail' || reverification === 'fail') return false;
  return organization === 'pass' || billing === 'pass' || reverification === 'pass';
};

function checkOrganization(state: CheckState, check: HasCheck): Verdict {
  const { role, permission } = check;
  if (role === undefined && permission === undefined) return 'skip';
  if (!isStringOrAbsent(role) || !isStringOrAbsent(permission)) return 'fail';
  if (!state.orgId) return 'fail';
  if (role !== undefined && !holdsRole(state, role)) return 'fail';
  return permission === undefined || holdsPermission(state, permission) ? 'pass' : 'fail';
}

export const holdsRole = (state: CheckState, role: string): boolean =>
  typeof state.orgRole === 'string' &&
  state.orgRole !== '' &&
  withOrgPrefix(state.orgRole) === withOrgPrefix(role);

export const holdsPermission = (state: CheckState, permission: string): boolean =>
  Array.isArray(state.orgPermissions) && state.orgPermissions.includes(withOrgPrefix(permission));

function checkBilling(state: CheckState, check: HasCheck): Verdict {
  const { feature, plan } = check;
  if (feature === undefined && plan === undefined) return 'skip';
  if (!isStringOrAbsent(feature) || !isStringOrAbsent(plan)) return 'fail';
  if (feature !== undefined && !holdsSlug(state.features, feature)) return 'fail';
  return plan === undefined || holdsSlug(state.plans, plan) ? 'pass' : 'fail';
}

export interface AskedSlug {
  readonly scope: 'org' | 'user' | 'any';
  readonly slug: string;
}

const orgWords = ['o', 'org', 'organization'];
const userWords = ['u', 'user'];

/** Reads `slug` or `scope:slug` as the SDK does; null for a scope it does not know. */
export function readAskedSlug(asked: string): AskedSlug | null {
  const [scope = '', slug] = asked.split(':', 2);
  if (slug === undefined) return { scope: 'any', slug: scope };
  // An empty slug falls back on the scope word itself: `o:` asks for the slug "o".
  if (orgWords.includes(scope)) return { scope: 'org', slug: slug || scope };
  if (userWords.includes(scope)) return { scope: 'user', slug: slug || scope };
  return null;
}

/** Whether a `fea` or `pla` claim holds what is asked. A malformed element fails the whole claim. */
export function holdsSlug(claim: unknown, asked: string): boolean {
  if (typeof claim !== 'string' || claim === '') return false;
  const list = readScopedList(claim);
  const wanted = readAskedSlug(asked);
  if (wanted === null || list.malformed.length > 0) return false;
  const { scope, slug } = wanted;
  return (
    (scope !== 'user' && list.org.includes(slug)) || (scope !== 'org' && list.user.includes(slug))
  );
}

function checkReverification(state: CheckState, check: HasCheck): Verdict {
  if (check.reverification === undefined) return 'skip';
  const ages = readAges(state.factorVerificationAge);
  const window = readWindow(check.reverification);
  return ages !== null && window !== null && isFresh(ages, window) ? 'pass' : 'fail';
}

const isStringOrAbsent = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';
