import { decideHas, explainHas, type HasCheck } from '../../shared/domain/access/has.ts';
import type { TokenAuth } from '../../shared/domain/token/claims.ts';
import { appError, type AppError } from '../../shared/errors/appError.ts';
import { assertNever } from '../../shared/kernel/assertNever.ts';
import type { VerifiedSession } from '../clerk/verifySession.ts';
import { organizationRequired, type Principal } from './principal.ts';
import { describeRule, requirementsOf, type AccessRule, type Requirement } from './rules.ts';

/** Why one requirement was not met: which dimension failed, and what was there instead. */
interface FailedRequirement {
  readonly requirement: string;
  readonly dimension: 'organization' | 'billing' | 'reverification' | 'operator' | 'account';
  readonly asked: string;
  readonly found: string;
  /** What would make it pass, each one sentence. */
  readonly fixes: readonly string[];
}

export type Decision =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly error: AppError;
      readonly failed: readonly FailedRequirement[];
      /** Set when a fresh verification alone would do: what Clerk's hooks are to ask for. */
      readonly reverification: unknown;
    };

/**
 * Decides a rule for a caller. `auth` is the token's authorization, or the same with the membership as Clerk holds
 * it now. Missing, malformed or ambiguous claims fail, as in Clerk's own `has()`.
 */
export function decide(
  rule: AccessRule,
  principal: Principal,
  auth: TokenAuth = principal.auth,
): Decision {
  if (rule.kind === 'public') return { allowed: true };
  const failed: FailedRequirement[] = [];
  for (const requirement of requirementsOf(rule)) {
    const failure = check(requirement, principal, auth);
    if (failure === null) return { allowed: true };
    failed.push(failure);
  }
  return {
    allowed: false,
    error: denial(rule, principal, auth, failed),
    failed,
    reverification: rule.kind === 'reverification' ? rule.reverification : undefined,
  };
}

/**
 * `decide` for the token alone, remembering what it allowed: a verified session is the same object for as long as
 * its token is cached. Refusals are worked out anew, since their explanations are large.
 */
export function createDecider(): (rule: AccessRule, principal: Principal) => Decision {
  const allowed = new WeakMap<VerifiedSession, Set<AccessRule>>();
  return (rule, principal) => {
    const known = allowed.get(principal.session);
    if (known?.has(rule) === true) return yes;
    const decision = decide(rule, principal);
    if (decision.allowed) {
      if (known === undefined) allowed.set(principal.session, new Set([rule]));
      else known.add(rule);
    }
    return decision;
  };
}

const yes: Decision = { allowed: true };

function check(
  requirement: Requirement,
  principal: Principal,
  auth: TokenAuth,
): FailedRequirement | null {
  switch (requirement.kind) {
    case 'signed-in':
      return null;
    case 'organization':
      if (principal.orgId !== null) return null;
      return {
        requirement: describeRule(requirement),
        dimension: 'account',
        asked: 'an active organization',
        found: 'the personal account',
        fixes: ['Choose an organization.'],
      };
    case 'personal':
      if (principal.orgId === null) return null;
      return {
        requirement: describeRule(requirement),
        dimension: 'account',
        asked: 'the personal account',
        found: 'an active organization',
        fixes: [],
      };
    case 'operator':
      if (principal.operator) return null;
      return {
        requirement: describeRule(requirement),
        dimension: 'operator',
        asked: 'an operator',
        found: principal.impersonatorId === null ? 'not listed' : 'an impersonated session',
        fixes: ['Add the user id to the backend’s list of operators.'],
      };
    case 'role':
    case 'permission':
    case 'feature':
    case 'plan':
    case 'reverification':
      return checkHas(requirement, auth);
    default:
      return assertNever(requirement);
  }
}

type HasRequirement = Extract<
  Requirement,
  { kind: 'role' | 'permission' | 'feature' | 'plan' | 'reverification' }
>;

function checkHas(requirement: HasRequirement, auth: TokenAuth): FailedRequirement | null {
  const asked = toCheck(requirement);
  // The bare answer first: an explanation tries out every remedy, and most requests need none.
  if (decideHas(auth, asked, { side: 'server' })) return null;
  const text = describeRule(requirement);
  const explanation = explainHas(auth, asked, { side: 'server' });
  const dimension = explanation.dimensions.find(({ verdict }) => verdict === 'fail');
  return {
    requirement: text,
    dimension: dimension?.name ?? 'organization',
    asked: dimension === undefined ? text : printed(dimension.asked),
    found: dimension === undefined ? 'nothing' : printed(dimension.found),
    fixes: explanation.fixes.map((fix) => fix.steps.join(' ')),
  };
}

function toCheck(requirement: HasRequirement): HasCheck {
  switch (requirement.kind) {
    case 'role':
      return { role: requirement.role };
    case 'permission':
      return { permission: requirement.permission };
    case 'feature':
      return { feature: requirement.feature };
    case 'plan':
      return { plan: requirement.plan };
    case 'reverification':
      return { reverification: requirement.reverification };
    default:
      return assertNever(requirement);
  }
}

const printed = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

function denial(
  rule: AccessRule,
  principal: Principal,
  auth: TokenAuth,
  failed: readonly FailedRequirement[],
): AppError {
  const needs = describeRule(rule);
  const details = {
    needs,
    role: auth.orgRole,
    permissions: auth.orgPermissions.join(' ').slice(0, 1_000),
  };
  if (rule.kind === 'operator') {
    return appError('auth.operator_required', 'This reaches beyond one organization.', {
      details: { needs },
    });
  }
  const askedOfOrganization = failed.some(
    ({ dimension }) => dimension === 'organization' || dimension === 'account',
  );
  if (principal.orgId === null && askedOfOrganization) {
    return { ...organizationRequired(), details: { needs } };
  }
  // Whoever reads this cannot give it to themselves.
  const given = failed.filter(({ dimension }) => dimension === 'organization');
  const remedy =
    given.length > 0
      ? `Ask an admin of the organization for ${given.map(({ requirement }) => requirement).join(' or ')}.`
      : failed.flatMap(({ fixes }) => fixes)[0];
  return appError('auth.denied', `This needs ${needs}; ${carried(auth)}.`, {
    details,
    ...(remedy === undefined ? {} : { remedy }),
  });
}

/** What the caller has, by names. The token itself is never quoted. */
function carried(auth: TokenAuth): string {
  const role = auth.orgRole === null ? 'no role' : `the role ${auth.orgRole}`;
  const custom = auth.orgPermissions.filter((key) => !key.startsWith('org:sys_'));
  const shown = custom.slice(0, 8).join(', ');
  const more = custom.length > 8 ? ` and ${custom.length - 8} more` : '';
  return custom.length === 0
    ? `you have ${role} and no custom permission`
    : `you have ${role} with ${shown}${more}`;
}
