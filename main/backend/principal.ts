import { AppException, appError } from '../../shared/errors/appError.ts';
import type { ClerkMembership } from '../clerk/port.ts';
import type { VerifiedSession } from '../clerk/verifySession.ts';
import type { TokenAuth } from '../../shared/domain/token/claims.ts';
import type { Tenant, Writer } from './store/store.ts';

/** Who is asking, as verified. */
export interface Principal {
  readonly userId: string;
  readonly sessionId: string;
  readonly orgId: string | null;
  readonly session: VerifiedSession;
  readonly auth: TokenAuth;
  /** The caller is listed as an operator and is not being impersonated. */
  readonly operator: boolean;
  /** Who is behind an impersonated session; null for the person themselves. */
  readonly impersonatorId: string | null;
}

export function toPrincipal(session: VerifiedSession, operators: ReadonlySet<string>): Principal {
  const { auth } = session;
  const actor = auth.actor?.['sub'];
  return {
    userId: session.userId,
    sessionId: session.sessionId,
    orgId: auth.orgId,
    session,
    auth,
    // Whoever acts as an operator must be that person: impersonation does not reach across organizations.
    operator: auth.actor === null && operators.has(session.userId),
    impersonatorId: auth.actor === null ? null : typeof actor === 'string' ? actor : 'unknown',
  };
}

/** The scope of every query: the active organization, or the caller's own in the personal account. */
export const tenantOf = (principal: Principal): Tenant =>
  principal.orgId === null ? `user:${principal.userId}` : `org:${principal.orgId}`;

/** The active organization. Throws `auth.organization_required` in the personal account. */
export function organizationOf(principal: Principal): { orgId: string; tenant: Tenant } {
  if (principal.orgId === null) throw new AppException(organizationRequired());
  return { orgId: principal.orgId, tenant: `org:${principal.orgId}` };
}

export const organizationRequired = () =>
  appError('auth.organization_required', 'This belongs to an organization, and none is active.');

export const writerOf = (principal: Principal, requestId: string): Writer => ({
  userId: principal.userId,
  sessionId: principal.sessionId,
  impersonatorId: principal.impersonatorId,
  requestId,
});

/**
 * The token's authorization with role and permissions as Clerk holds them now. Features, plans and the age of the
 * last verification stay the token's: only the token has them.
 */
export function withMembership(auth: TokenAuth, membership: ClerkMembership): TokenAuth {
  const current = { orgRole: membership.role, orgPermissions: [...membership.permissions] };
  return { ...auth, ...current, sdk: { ...auth.sdk, ...current } };
}
