/** What `has()` is asked. Types are loose on purpose: a check from outside may hold anything. */
export interface HasCheck {
  readonly role?: unknown;
  readonly permission?: unknown;
  readonly feature?: unknown;
  readonly plan?: unknown;
  readonly reverification?: unknown;
}

export type DimensionName = 'organization' | 'billing' | 'reverification';

export type Verdict = 'pass' | 'fail' | 'skip';

/** What the check consults, in the types Clerk's own function receives: anything at all. */
export interface CheckState {
  readonly userId: unknown;
  readonly orgId: unknown;
  readonly orgRole: unknown;
  readonly orgPermissions: unknown;
  /** The `fea` and `pla` claims as they are. */
  readonly features: unknown;
  readonly plans: unknown;
  readonly factorVerificationAge: unknown;
}

/** Both sides of a role or permission are brought to exactly one `org:` prefix. */
export const withOrgPrefix = (key: string): string => {
  let rest = 0;
  while (key.startsWith('org:', rest)) rest += 4;
  return `org:${key.slice(rest)}`;
};
