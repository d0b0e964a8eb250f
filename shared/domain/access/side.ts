import type { TokenAuth } from '../token/claims.ts';
import type { CheckState } from './check.ts';

export interface HasOptions {
  /** Where the check runs: a server reads the token, a client the membership it fetched. */
  readonly side?: 'server' | 'client';
  /** Permissions of the membership as the Backend or Frontend API returns it, system permissions included. */
  readonly membershipPermissions?: readonly string[];
  /** Role of that membership, with its prefix. */
  readonly membershipRole?: string;
}

/** Whether the SDK gets as far as a check: a client decodes no permission masks, so it cannot stumble over them. */
export const reads = (auth: TokenAuth, side: 'server' | 'client'): boolean =>
  side === 'client' || auth.sdk.failure === null;

/**
 * What the check consults. A client takes role and permissions from the membership it has fetched
 * (clerk/javascript packages/clerk-js/src/core/resources/Session.ts); without one the token's stand in.
 */
export function checkState(auth: TokenAuth, options: HasOptions): CheckState {
  const { sdk } = auth;
  if (options.side !== 'client') return sdk;
  return {
    ...sdk,
    orgRole: options.membershipRole ?? sdk.orgRole,
    orgPermissions: options.membershipPermissions ?? sdk.orgPermissions,
  };
}
