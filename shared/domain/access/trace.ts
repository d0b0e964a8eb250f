import type { TokenAuth } from '../token/claims.ts';
import { readScopedList, scopedElements } from '../token/scope.ts';
import { sameSpelling } from './candidates.ts';
import {
  withOrgPrefix,
  type CheckState,
  type DimensionName,
  type HasCheck,
  type Verdict,
} from './check.ts';
import { holdsPermission, holdsRole, holdsSlug, readAskedSlug, type Verdicts } from './evaluate.ts';
import { readAges, readWindow } from './reverification.ts';
import type { HasOptions } from './side.ts';

export interface Dimension {
  readonly name: DimensionName;
  readonly verdict: Verdict;
  /** What was asked, normalised; null when this dimension was not asked. */
  readonly asked: string | null;
  /** What was found where it looked; null when there was nothing. */
  readonly found: string | null;
  /** Where it looked: claim paths, or the membership. */
  readonly from: string;
  /** One sentence: why this verdict. */
  readonly reason: string;
  /** What comes closest to what was asked. */
  readonly nearest: string | null;
}

interface Context {
  readonly auth: TokenAuth;
  readonly state: CheckState;
  readonly check: HasCheck;
  readonly options: HasOptions;
}

/** Says of each dimension what was asked, what was found and where. */
export function traceDimensions(
  auth: TokenAuth,
  state: CheckState,
  check: HasCheck,
  verdicts: Verdicts,
  options: HasOptions,
): Dimension[] {
  const context = { auth, state, check, options };
  return [
    { name: 'organization', verdict: verdicts.organization, ...traceOrganization(context) },
    { name: 'billing', verdict: verdicts.billing, ...traceBilling(context) },
    {
      name: 'reverification',
      verdict: verdicts.reverification,
      ...traceReverification(context),
    },
  ];
}

type Trace = Omit<Dimension, 'name' | 'verdict'>;

const notAsked = (from: string): Trace => ({
  asked: null,
  found: null,
  from,
  reason: 'Not asked.',
  nearest: null,
});

function traceOrganization(context: Context): Trace {
  const { state, check } = context;
  const { role, permission } = check;
  const from = organizationSource(context);
  if (role === undefined && permission === undefined) return notAsked(from);
  const asked = [part('role', role), part('permission', permission)].filter(Boolean).join(' and ');
  const permissions = strings(state.orgPermissions);
  const found = [
    role === undefined ? '' : `role ${shown(state.orgRole)}`,
    permission === undefined
      ? ''
      : permissions.length === 0
        ? 'no permissions'
        : `${String(permissions.length)} permissions: ${permissions.slice(0, 8).join(', ')}${permissions.length > 8 ? ', …' : ''}`,
  ]
    .filter(Boolean)
    .join(' and ');
  const nearest = nearestPermission(permission, permissions) ?? nearestRole(role, state.orgRole);
  return {
    asked,
    found: state.orgId ? found : null,
    from,
    reason: organizationReason(context),
    nearest,
  };
}

function organizationReason({ state, check, options, auth }: Context): string {
  const { role, permission } = check;
  if (role !== undefined && typeof role !== 'string') return 'The role asked for is not text.';
  if (permission !== undefined && typeof permission !== 'string')
    return 'The permission asked for is not text.';
  if (!state.orgId) return noOrganization(auth);
  if (role !== undefined && !holdsRole(state, role))
    return `The role is ${shown(state.orgRole)}, not ${withOrgPrefix(role)}.`;
  if (permission === undefined) return 'The role is the one asked for.';
  const key = withOrgPrefix(permission);
  if (holdsPermission(state, permission)) return `${key} is among the permissions.`;
  if (options.side !== 'client' && key.startsWith('org:sys_'))
    return 'System permissions are never in a token, so a server always says no: guard with a role or a custom permission.';
  return `${key} is not among the permissions.`;
}

const noOrganization = (auth: TokenAuth): string =>
  auth.version === 2 && auth.orgId === null
    ? 'No organization is active: the token has no o.'
    : 'No organization is active: the token has no org_id.';

function organizationSource({ auth, check, options }: Context): string {
  if (options.side === 'client' && options.membershipPermissions !== undefined)
    return 'the membership the client has fetched';
  const isV2 = auth.version === 2;
  const paths = [
    check.role === undefined ? '' : isV2 ? 'o.rol' : 'org_role',
    check.permission === undefined ? '' : isV2 ? 'fea, o.per, o.fpm' : 'org_permissions',
  ].filter(Boolean);
  return paths.length > 0 ? paths.join(', ') : isV2 ? 'o' : 'org_id';
}

function traceBilling({ state, check, auth }: Context): Trace {
  const { feature, plan } = check;
  const from = [feature === undefined ? '' : 'fea', plan === undefined ? '' : 'pla']
    .filter(Boolean)
    .join(', ');
  if (from === '') return notAsked('fea, pla');
  const asked = [slugPart('feature', feature), slugPart('plan', plan)]
    .filter(Boolean)
    .join(' and ');
  const found = [
    feature === undefined ? '' : shown(state.features),
    plan === undefined ? '' : shown(state.plans),
  ]
    .filter(Boolean)
    .join(' and ');
  const reasons = [
    feature === undefined ? null : slugReason('fea', state.features, feature, auth.version),
    plan === undefined ? null : slugReason('pla', state.plans, plan, auth.version),
  ];
  return {
    asked,
    found,
    from,
    reason:
      reasons.find((reason) => reason !== null) ?? 'It is among them, in the scope asked for.',
    nearest: nearestSlug(feature, state.features) ?? nearestSlug(plan, state.plans),
  };
}

function slugReason(
  name: string,
  claim: unknown,
  asked: unknown,
  version: TokenAuth['version'],
): string | null {
  if (typeof asked !== 'string') return 'What is asked for is not text.';
  if (holdsSlug(claim, asked)) return null;
  if (claim === '' || typeof claim !== 'string')
    return version === 2
      ? `The token has no ${name}.`
      : `The token has no ${name}: only version 2 session tokens do.`;
  if (readScopedList(claim).malformed.length > 0)
    return `An element of ${name} has no colon, which fails every check on it.`;
  if (readAskedSlug(asked) === null)
    return 'The scope before the colon is neither o, org, organization, u nor user.';
  return `${JSON.stringify(asked)} is not in ${name}.`;
}

function traceReverification({ state, check }: Context): Trace {
  if (check.reverification === undefined) return notAsked('fva');
  const window = readWindow(check.reverification);
  const ages = readAges(state.factorVerificationAge);
  const asked =
    window === null
      ? 'an unknown window'
      : `${window.level} within ${String(window.afterMinutes)} minutes`;
  const reason =
    window === null
      ? 'This is neither a named window nor a level with minutes above zero.'
      : ages === null
        ? 'The token has no usable fva: the instance may not put it into tokens.'
        : `First factor ${age(ages[0])}, second factor ${age(ages[1])}; an age has to be below ${String(window.afterMinutes)}.`;
  return {
    asked,
    found: ages === null ? null : `[${ages.join(', ')}]`,
    from: 'fva',
    reason,
    nearest: null,
  };
}

const age = (minutes: number): string =>
  minutes === -1 ? 'never' : `${String(minutes)} minutes ago`;

const part = (name: string, value: unknown): string =>
  value === undefined
    ? ''
    : `${name} ${typeof value === 'string' ? withOrgPrefix(value) : shown(value)}`;

function slugPart(name: string, value: unknown): string {
  if (value === undefined) return '';
  const wanted = typeof value === 'string' ? readAskedSlug(value) : null;
  if (wanted === null) return `${name} ${shown(value)}`;
  const scope = { any: '', org: ' of the organization', user: ' of the user' }[wanted.scope];
  return `${name} ${wanted.slug}${scope}`;
}

const shown = (value: unknown): string => {
  if (value === undefined || value === null || value === '') return 'none';
  return typeof value === 'string' ? value : 'not text';
};

const strings = (value: unknown): string[] =>
  Array.isArray(value)
    ? (value as unknown[]).filter((item): item is string => typeof item === 'string')
    : [];

function nearestPermission(asked: unknown, held: readonly string[]): string | null {
  if (typeof asked !== 'string' || held.includes(withOrgPrefix(asked))) return null;
  const key = withOrgPrefix(asked);
  const spelling = held.find((item) => sameSpelling(item, key));
  if (spelling !== undefined) return `${spelling}, spelled otherwise`;
  const [, feature, action] = key.split(':');
  const sameFeature = held.filter((item) => item.split(':')[1] === feature);
  if (sameFeature.length > 0) return `${sameFeature.slice(0, 3).join(', ')}, same feature`;
  const last = action ?? feature;
  const sameAction = held.find((item) => item.split(':')[2] === last);
  return sameAction === undefined ? null : `${sameAction}, same action`;
}

const nearestRole = (asked: unknown, held: unknown): string | null =>
  typeof asked === 'string' && typeof held === 'string' && sameSpelling(withOrgPrefix(held), asked)
    ? `${withOrgPrefix(held)}, spelled otherwise`
    : null;

function nearestSlug(asked: unknown, claim: unknown): string | null {
  if (typeof asked !== 'string' || typeof claim !== 'string' || holdsSlug(claim, asked))
    return null;
  const slug = readAskedSlug(asked)?.slug ?? asked;
  const match = scopedElements(claim).find(
    (element) => element.slug === slug || sameSpelling(`org:${element.slug}`, slug),
  );
  return match === undefined ? null : `${match.scope}:${match.slug}`;
}
