import type { Severity, TemplateKind } from './types.ts';

/** How sure the list is: Clerk publishes the rule, not the list of names. */
type Basis = 'documented' | 'observed' | 'inferred';

/** A claim that Clerk writes itself. `when` says when a token carries it. */
export interface GeneratedClaim {
  readonly name: string;
  readonly reason: string;
  readonly when: string;
  readonly basis: Basis;
}

const generated = (
  name: string,
  reason: string,
  when = 'always',
  basis: Basis = 'documented',
): GeneratedClaim => ({ name, reason, when, basis });

const everyToken: readonly GeneratedClaim[] = [
  generated(
    'azp',
    'Clerk writes the Origin of the request that minted the token.',
    'the request had an Origin',
  ),
  generated('exp', 'Clerk computes the expiry: issue time plus lifetime.'),
  generated('iat', 'Clerk writes the moment of issue.'),
  generated('iss', "Clerk writes the instance's Frontend API URL."),
  generated('jti', 'Clerk gives every token its own id.'),
  generated('nbf', 'Clerk computes it: issue time minus the allowed clock skew.'),
  generated('sub', 'Clerk writes the id of the user the token is about.'),
];

const sessionTokens: readonly GeneratedClaim[] = [
  ...everyToken,
  generated('sid', 'Clerk writes the id of the session.', 'always', 'observed'),
  generated('v', 'Clerk writes the version of the token.', 'version 2', 'observed'),
  generated(
    'fva',
    'Clerk writes the minutes since each factor was verified.',
    'the instance has it',
    'observed',
  ),
  generated('fea', "Clerk writes the plan's features.", 'there are features', 'observed'),
  generated('pla', 'Clerk writes the active plan.', 'billing is on', 'inferred'),
  generated('sts', 'Clerk writes the status of the session.', 'the instance has it', 'inferred'),
  generated('o', 'Clerk writes the active organization.', 'an organization is active', 'inferred'),
  generated('act', 'Clerk writes the impersonator.', 'the session is impersonated', 'inferred'),
];

/** The claims Clerk adds to a token of this kind. None of them can be overridden. */
export const generatedClaims = (kind: TemplateKind): readonly GeneratedClaim[] =>
  kind === 'jwt-template' ? everyToken : sessionTokens;

export interface ReservedVerdict {
  readonly code: 'reserved-claim' | 'session-bound-claim' | 'version-1-claim';
  readonly severity: Severity;
  /** A reserved claim is left out of what the template makes, since Clerk refuses to save it. */
  readonly leftOut: boolean;
  readonly message: string;
}

const sessionOnly = new Set(['sid', 'v', 'pla', 'fea']);
const sessionBound = new Set(['fva', 'sts', 'o']);
const versionOne = new Set(['org_id', 'org_role', 'org_slug', 'org_permissions']);

/**
 * What Clerk says to a top-level claim name, null when it is free. Clerk answers a reserved one with 400
 * `jwt_template_reserved_claim`; its list is not published, so this is a working list and the server's answer wins.
 */
export function reservedVerdict(kind: TemplateKind, name: string): ReservedVerdict | null {
  const own = generatedClaims(kind).find((claim) => claim.name === name);
  if (own !== undefined) {
    return {
      code: 'reserved-claim',
      severity: 'error',
      leftOut: true,
      message: `“${name}” cannot be overridden. ${own.reason}`,
    };
  }
  if (kind === 'session-claims') {
    if (!versionOne.has(name)) return null;
    return {
      code: 'version-1-claim',
      severity: 'warning',
      leftOut: false,
      message: `“${name}” is a default claim of version 1 tokens; Clerk's readers ignore it in version 2.`,
    };
  }
  if (sessionOnly.has(name)) {
    return {
      code: 'reserved-claim',
      severity: 'error',
      leftOut: true,
      message: `“${name}” belongs to session tokens and cannot be in a template token; customize the session token instead.`,
    };
  }
  if (sessionBound.has(name)) {
    return {
      code: 'session-bound-claim',
      severity: 'warning',
      leftOut: false,
      message: `“${name}” is a claim of session tokens; Clerk may refuse it in a template (not documented).`,
    };
  }
  return null;
}
