import { assertNever } from '../../shared/kernel/assertNever.ts';

/**
 * What a route asks of its caller. `organization`: any member of the active organization. `personal`: the
 * personal account is active, and what is served is the caller's own.
 */
export type Requirement =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'organization' }
  | { readonly kind: 'personal' }
  | { readonly kind: 'operator' }
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'permission'; readonly permission: string }
  | { readonly kind: 'feature'; readonly feature: string }
  | { readonly kind: 'plan'; readonly plan: string }
  | { readonly kind: 'reverification'; readonly reverification: Reverification };

/** Clerk's presets, or a level with its window (clerk/javascript `packages/shared/src/authorization.ts`). */
type Reverification =
  | 'strict_mfa'
  | 'strict'
  | 'moderate'
  | 'lax'
  | {
      readonly level: 'first_factor' | 'second_factor' | 'multi_factor';
      readonly afterMinutes: number;
    };

/** One requirement, or several of which one is enough. `public` alone asks for nothing. */
export type AccessRule =
  | { readonly kind: 'public' }
  | Requirement
  | { readonly kind: 'anyOf'; readonly rules: readonly [Requirement, ...Requirement[]] };

export const everyone = { kind: 'public' } as const;
export const signedIn = { kind: 'signed-in' } as const;
export const organization = { kind: 'organization' } as const;
export const personal = { kind: 'personal' } as const;
export const operator = { kind: 'operator' } as const;
export const role = (key: string) => ({ kind: 'role', role: key }) as const;
export const permission = (key: string) => ({ kind: 'permission', permission: key }) as const;
export const anyOf = (...rules: [Requirement, ...Requirement[]]): AccessRule => ({
  kind: 'anyOf',
  rules,
});

/** The single requirements of a rule; none for a public route. */
export function requirementsOf(rule: AccessRule): readonly Requirement[] {
  if (rule.kind === 'public') return [];
  return rule.kind === 'anyOf' ? rule.rules : [rule];
}

/** A rule in words, as the access table, the OpenAPI document and every denial print it. */
export function describeRule(rule: AccessRule): string {
  if (rule.kind === 'public') return 'public';
  return requirementsOf(rule).map(describe).join(' or ');
}

function describe(requirement: Requirement): string {
  switch (requirement.kind) {
    case 'signed-in':
      return 'signed in';
    case 'organization':
      return 'any member of the active organization';
    case 'personal':
      return 'the personal account';
    case 'operator':
      return 'an operator of the instance';
    case 'role':
      return `the role ${requirement.role}`;
    case 'permission':
      return `the permission ${requirement.permission}`;
    case 'feature':
      return `the feature ${requirement.feature}`;
    case 'plan':
      return `the plan ${requirement.plan}`;
    case 'reverification':
      return `a fresh verification (${describeReverification(requirement.reverification)})`;
    default:
      return assertNever(requirement);
  }
}

const describeReverification = (asked: Reverification): string =>
  typeof asked === 'string' ? asked : `${asked.level} within ${asked.afterMinutes} minutes`;
